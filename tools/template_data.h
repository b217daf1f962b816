#ifndef TOOLS_TEMPLATE_DATA_H_
#define TOOLS_TEMPLATE_DATA_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/result.h"
#include "libcheck/template/alertmanager.h"
#include "tools/flag_set.h"

namespace tools {

/// The flags that say what notification templates are rendered for.
struct TemplateDataFlags {
  std::string data;
  std::string alerts;
  std::string rule;
  std::vector<std::string> labels;
  std::string value = "1";
  std::vector<std::string> group_by;
  std::string status = "firing";

  void Declare(FlagSet& flags);
};

/// Alerts to notify of, and the time of the notification. Owns what it points to.
class TemplateData {
 public:
  /// Reads what the flags name. The error says why that is not possible.
  check::Result<bool> Read(const TemplateDataFlags& flags, const check::gotemplate::GoTime& now);

  /// The notification, to `receiver` if the data does not say.
  check::gotemplate::NotificationData Make(std::string_view receiver,
                                           std::string_view external_url);

  /// Groups the alerts by these labels, or by all if there is nothing. Data that was given as a
  /// whole stays as it is.
  void Group(const std::optional<std::vector<std::string>>& names);

  const check::gotemplate::GoTime& now() const { return now_; }

 private:
  check::Result<bool> ReadRule(const TemplateDataFlags& flags);

  check::gotemplate::GoTime now_;
  check::Arena memory_;
  std::string json_;
  bool is_whole_ = false;  // The data, rather than alerts to make it of.
  check::gotemplate::NotificationData data_;
  std::vector<check::gotemplate::AlertOfGroup> alerts_;
  check::gotemplate::KeyValues group_labels_;
};

}  // namespace tools

#endif  // TOOLS_TEMPLATE_DATA_H_

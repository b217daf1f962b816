#ifndef TOOLS_RENDER_RECEIVER_H_
#define TOOLS_RENDER_RECEIVER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/template/alertmanager.h"
#include "tools/command.h"
#include "tools/flag_set.h"

namespace tools {

/// The flags of `template render` that ask for all that a receiver sends.
struct ReceiverFlags {
  std::string receiver;
  std::string config;
  std::string format = "text";
  std::string html_file;

  void Declare(FlagSet& flags);
};

/// What a receiver of a configuration sends, to be printed.
class ReceiverRender {
 public:
  explicit ReceiverRender(const ReceiverFlags& flags);
  ~ReceiverRender();

  /// Reads the configuration. A status if there is nothing to go on with: the reason was reported.
  std::optional<Exit> Read();

  /// Where the template files of the configuration are: patterns, relative to the working folder.
  std::vector<std::string> TemplatePatterns() const;
  /// By which labels alerts are grouped for the receiver; nothing: by all.
  std::optional<std::vector<std::string>> GroupBy() const;

  /// Prints what is sent for `data`, whose receiver and route labels are those of the
  /// configuration, and writes e-mails in HTML to files if that was requested.
  Exit Print(const check::gotemplate::NotificationData& data,
             const check::gotemplate::NotificationTemplates& templates,
             const check::gotemplate::GoTime& now) const;

 private:
  struct Config;

  const ReceiverFlags& flags_;
  std::unique_ptr<Config> config_;
};

}  // namespace tools

#endif  // TOOLS_RENDER_RECEIVER_H_

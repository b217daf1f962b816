#ifndef TOOLS_ROUTES_VIEW_H_
#define TOOLS_ROUTES_VIEW_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/model/labels.h"
#include "libcheck/report/json_text.h"
#include "tools/command.h"
#include "tools/routing_file.h"

namespace tools {

/// A configuration, alerts to send through its routes, and what is shown of both.
class RoutesView {
 public:
  using Matches = std::vector<std::uint32_t>;

  // Each gives false, with the reason told, if there is nothing to go on with: status() then says
  // what to exit with.

  /// The configuration in the file `path`.
  bool Read(const std::string& path, bool colour);
  /// The value of `--at`: at which time routes are muted.
  bool ReadTime(const std::string& at);
  /// An alert with the labels of a command line, `NAME=VALUE`.
  bool ReadLabels(const std::vector<std::string>& words);
  /// A list of alerts, or of their labels, in the file `path`.
  bool ReadAlerts(const std::string& path);

  Exit status() const { return status_; }
  const check::alertmanager::RouteTree& tree() const { return config_->routing().routes; }
  std::uint32_t LineOf(std::uint32_t route) const { return config_->LineOf(route); }
  const std::vector<check::model::Labels>& alerts() const { return alerts_; }

  /// `a,b`
  std::string Receivers(const Matches& matches) const;
  /// What happens to an alert in a route where it ends, in some lines.
  std::string MatchText(std::uint32_t match, check::model::Labels alert);
  check::report::Json MatchJson(std::uint32_t match, check::model::Labels alert);
  check::report::Json RouteJson(std::uint32_t route) const;

 private:
  bool Tell(const std::string& message, Exit status = Exit::kFailed);
  void Add(std::string_view name, std::string_view value, std::vector<check::model::Label>& labels);
  std::string MutedText(std::uint32_t route) const;

  std::unique_ptr<RoutingFile> config_;
  std::optional<std::int64_t> time_;
  check::model::LabelTable table_;
  std::vector<check::model::Labels> alerts_;
  Exit status_ = Exit::kFailed;
};

check::report::Json LabelsJson(check::model::Labels labels);

}  // namespace tools

#endif  // TOOLS_ROUTES_VIEW_H_

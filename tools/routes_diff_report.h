#ifndef TOOLS_ROUTES_DIFF_REPORT_H_
#define TOOLS_ROUTES_DIFF_REPORT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "libcheck/alertmanager/route_diff.h"
#include "libcheck/config/alertmanager/receiver_changes.h"
#include "libcheck/report/json_text.h"

namespace tools {

/// What two configurations of Alertmanager do differently, ready to be printed.
struct RoutesDiffReport {
  /// Some of the alerts for which the same changes.
  struct Alerts {
    std::string text;             ///< Which they are, in a line.
    check::report::Json members;  ///< The same for programs: an object.
  };
  struct Entry {
    std::vector<check::alertmanager::RouteChange> changes;
    std::vector<Alerts> alerts;
  };

  std::vector<Entry> entries;
  std::vector<std::string> removed_inhibit_rules;
  std::vector<std::string> added_inhibit_rules;
  std::vector<check::config::alertmanager::ReceiverChange> receivers;
  std::vector<std::string> remarks;  ///< What is not known, a sentence each.

  /// Adds alerts to the entry with these changes; to a new one if there is none.
  void Add(std::vector<check::alertmanager::RouteChange> changes, Alerts alerts);
  bool empty() const;
};

/// For people. Not more than some alerts of each entry are listed.
std::string ToText(const RoutesDiffReport& report, bool colour);
/// For a merge request.
std::string ToMarkdown(const RoutesDiffReport& report);
check::report::Json ToJson(const RoutesDiffReport& report);

}  // namespace tools

#endif  // TOOLS_ROUTES_DIFF_REPORT_H_

#include "libcheck/config/alertmanager/codes.h"

#include <array>

namespace check::config::alertmanager {

constexpr CodeInfo kUndefinedName = {
    .code = "undefined-name",
    .severity = Severity::kError,
    .summary = "a receiver or time interval that a route names is not there",
    .explanation = R"(
A route of an Alertmanager names a receiver that is not among `receivers`, or a time interval that is
neither in `time_intervals` nor in `mute_time_intervals`. Alertmanager refuses the file.
)",
    .bad = R"(
route:
  receiver: team-a
receivers:
  - name: team-b
)",
    .good = R"(
route:
  receiver: team-a
receivers:
  - name: team-a
  - name: team-b
)",
};

namespace {
constexpr std::array kAll = {&kUndefinedName};
}  // namespace

std::span<const CodeInfo* const> Codes() { return kAll; }

}  // namespace check::config::alertmanager

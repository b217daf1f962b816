#include "libcheck/config/alertmanager/codes.h"

#include <array>

namespace check::config::alertmanager {

constexpr CodeInfo kMatcherClassicOnly = {
    .code = "matcher-classic-only",
    .severity = Severity::kWarning,
    .summary = "matchers that only the older syntax takes",
    .explanation = R"(
Alertmanager reads matchers in two ways since 0.27: as it always did, and in a syntax in which names of
labels may have any characters. What only the older one takes still works, but not with
`--enable-feature=utf8-strict-mode`, which is to become the only one. Values in double quotes are fine in
both.
)",
    .bad = R"(
route:
  receiver: team-a
  routes:
    - matchers: ['service=']
receivers:
  - name: team-a
)",
    .good = R"(
route:
  receiver: team-a
  routes:
    - matchers: ['service=""']
receivers:
  - name: team-a
)",
};

constexpr CodeInfo kMatcherDisagreement = {
    .code = "matcher-disagreement",
    .severity = Severity::kWarning,
    .summary = "matchers that the two syntaxes take for different things",
    .explanation = R"(
Alertmanager reads matchers in two ways since 0.27: as it always did, and in a syntax in which names of
labels may have any characters. Where the two disagree, the older one counts, for now. The note shows what
each makes of the matchers: write them so that both agree.
)",
    .bad = R"(
route:
  receiver: team-a
  routes:
    - matchers: ['tabs="a\tb"']
receivers:
  - name: team-a
)",
    .good = R"(
route:
  receiver: team-a
  routes:
    - matchers: ['tabs="a\\tb"']
receivers:
  - name: team-a
)",
};

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
constexpr std::array kAll = {&kMatcherClassicOnly, &kMatcherDisagreement, &kUndefinedName};
}  // namespace

std::span<const CodeInfo* const> Codes() { return kAll; }

}  // namespace check::config::alertmanager

#include "libcheck/silences/codes.h"

#include <array>

namespace check::silences {

constexpr CodeInfo kSilenceAgainstPolicy = {
    .code = "silence-against-policy",
    .severity = Severity::kError,
    .summary = "a silence that violates the `policy` of its file",
    .explanation = R"(
`policy` in a file of silences sets what all its silences need: a comment, an author, a comment in a certain
form such as a ticket number, a maximum duration. `silence plan` and `silence apply` refuse a file with a
silence that does not comply.
)",
    .bad = R"(
name: db-team
policy:
  max_duration: 8h
silences:
  - name: upgrade
    matchers: ['team="db"']
    weekly: saturday 22:00
    duration: 12h
)",
    .good = R"(
name: db-team
policy:
  max_duration: 8h
silences:
  - name: upgrade
    matchers: ['team="db"']
    weekly: saturday 22:00
    duration: 6h
)",
};

constexpr CodeInfo kSilenceMatchesEverything = {
    .code = "silence-matches-everything",
    .severity = Severity::kWarning,
    .summary = "a silence that matches nearly every alert",
    .explanation = R"(
Each matcher of the silence is a regular expression that matches any text, such as `.*` or `.+`, or only
excludes values. Such a silence mutes alerts that nobody thought of, including those of other teams.
)",
    .bad = R"(
name: db-team
silences:
  - name: upgrade
    matchers: ['alertname=~".+"']
    weekly: saturday 22:00
    duration: 2h
)",
    .good = R"(
name: db-team
silences:
  - name: upgrade
    matchers: ['alertname=~".+"', 'team="db"']
    weekly: saturday 22:00
    duration: 2h
)",
};

constexpr CodeInfo kSilenceNeverComes = {
    .code = "silence-never-comes",
    .severity = Severity::kWarning,
    .summary = "a maintenance window on a day that does not exist",
    .explanation = R"(
No year has a day on which the window would begin, such as 30 February. The silence is never
created.
)",
    .bad = R"(
name: db-team
silences:
  - name: upgrade
    matchers: ['team="db"']
    cron: 0 2 30 2 *
    duration: 2h
)",
    .good = R"(
name: db-team
silences:
  - name: upgrade
    matchers: ['team="db"']
    cron: 0 2 28 2 *
    duration: 2h
)",
};

constexpr CodeInfo kSilenceOverlapsItself = {
    .code = "silence-overlaps-itself",
    .severity = Severity::kWarning,
    .summary = "overlapping maintenance windows",
    .explanation = R"(
The window lasts longer than the time until the next one begins, so several silences for the same alerts are
active at once, possibly all the time. Usually a field of `cron` is `*` instead of a number, or `duration` has
the wrong unit.
)",
    .bad = R"(
name: db-team
silences:
  - name: upgrade
    matchers: ['team="db"']
    cron: '* 2 * * sat'
    duration: 2h
)",
    .good = R"(
name: db-team
silences:
  - name: upgrade
    matchers: ['team="db"']
    cron: 0 2 * * sat
    duration: 2h
)",
};

namespace {
constexpr std::array kAll = {&kSilenceAgainstPolicy, &kSilenceMatchesEverything,
                             &kSilenceNeverComes, &kSilenceOverlapsItself};
}  // namespace

std::span<const CodeInfo* const> Codes() { return kAll; }

}  // namespace check::silences

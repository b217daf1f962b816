#include "libcheck/config/alertmanager/match.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    Since(Text("name", "What the rule is called."), "0.31"),
    Deprecated(Of("source_match", kMatch, "Labels of the alerts that mute others."), "0.22",
               "use `source_matchers`"),
    Deprecated(
        Of("source_match_re", kMatchRe, "Labels of the alerts that mute others, as patterns."),
        "0.22", "use `source_matchers`"),
    Since(Of("source_matchers", kTexts, "Which alerts mute others."), "0.22"),
    Deprecated(Of("target_match", kMatch, "Labels of the alerts that are muted."), "0.22",
               "use `target_matchers`"),
    Deprecated(Of("target_match_re", kMatchRe, "Labels of the alerts that are muted, as patterns."),
               "0.22", "use `target_matchers`"),
    Since(Of("target_matchers", kTexts, "Which alerts are muted."), "0.22"),
    Of("equal", kTexts,
       "Labels that have to be equal in both; those that both lack count as equal."),
};

void CheckInhibitRule(Section& section) {
  CheckMatch(section, "source_match", "source_match_re");
  CheckMatch(section, "target_match", "target_match_re");
}

}  // namespace

constexpr Object kInhibitRule = {
    .name = "inhibit_rule",
    .doc = "Which alerts mute which others while they fire.",
    .fields = kFields,
    .check = CheckInhibitRule,
    .upstream = "common.plain",
};

}  // namespace check::config::alertmanager

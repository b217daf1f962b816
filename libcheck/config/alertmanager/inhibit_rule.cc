#include "libcheck/config/alertmanager/match.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    Since(Text("name", "Name of the rule."), "0.31"),
    Deprecated(Of("source_match", kMatch, "Labels of source alerts, which mute others."), "0.22",
               "use `source_matchers`"),
    Deprecated(Of("source_match_re", kMatchRe,
                  "Regular expressions for labels of source alerts, which mute others."),
               "0.22", "use `source_matchers`"),
    Since(Of("source_matchers", kTexts, "Matchers for source alerts, which mute others."), "0.22"),
    Deprecated(Of("target_match", kMatch, "Labels of target alerts, which are muted."), "0.22",
               "use `target_matchers`"),
    Deprecated(Of("target_match_re", kMatchRe,
                  "Regular expressions for labels of target alerts, which are muted."),
               "0.22", "use `target_matchers`"),
    Since(Of("target_matchers", kTexts, "Matchers for target alerts, which are muted."), "0.22"),
    Of("equal", kTexts,
       "Labels that must have the same value in source and target alert; a label missing from both "
       "counts as equal."),
};

void CheckInhibitRule(Section& section) {
  CheckMatch(section, "source_match", "source_match_re");
  CheckMatch(section, "target_match", "target_match_re");
}

}  // namespace

constexpr Object kInhibitRule = {
    .name = "inhibit_rule",
    .doc = "An inhibition rule: alerts that mute other alerts while they fire.",
    .fields = kFields,
    .check = CheckInhibitRule,
    .upstream = "common.plain",
};

}  // namespace check::config::alertmanager

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

using alertmanager::AlertSet;
using alertmanager::Answer;
using alertmanager::Share;
using model::AlertMatcher;

// Those of `matchers` that are of a label of `labels`.
std::vector<AlertMatcher> Of(std::span<const AlertMatcher> matchers,
                             std::span<const std::string_view> labels) {
  std::vector<AlertMatcher> found;
  std::copy_if(matchers.begin(), matchers.end(), std::back_inserter(found),
               [&](const AlertMatcher& matcher) {
                 return std::find(labels.begin(), labels.end(), matcher.name()) != labels.end();
               });
  return found;
}

// The label of `equal` that cannot be equal on both sides; null if none is known.
const yaml::Node* UnequalLabel(const InhibitRuleContext& context) {
  const auto& rule = context.rule;
  for (const yaml::Node& item : rule.section.Items("equal")) {
    const std::string_view label[] = {rule.section.TextOf(item)};
    const AlertSet source = context.finder.Set(Of(rule.source, label));
    const AlertSet target = context.finder.Set(Of(rule.target, label));
    if (context.finder.AreDisjoint(source, target) == Answer::kYes) return &item;
  }
  return nullptr;
}

void Run(const InhibitRuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const auto& rule = context.rule;
  alertmanager::AlertFinder& finder = context.finder;
  const AlertSet source = finder.Set(rule.source);
  const AlertSet target = finder.Set(rule.target);
  for (const auto& [set, prefix] : {std::pair(&source, "source_"), std::pair(&target, "target_")}) {
    if (finder.Exists(*set) != Answer::kNo) continue;
    diagnostics.Report(info, context.InFile(MatchersOf(rule.section, prefix)),
                       "no alert satisfies these matchers, so nothing is ever muted");
    return;
  }
  if (const yaml::Node* label = UnequalLabel(context)) {
    diagnostics.Report(info, context.InFile(*label),
                       fmt::format("nothing is ever muted: source and target always differ in `{}`",
                                   rule.section.TextOf(*label)));
    return;
  }
  // What the sides are for alerts that agree in the labels of `equal`.
  const AlertSet equal_source = finder.Set(Of(rule.target, rule.equal), source);
  const AlertSet equal_target = finder.Set(Of(rule.source, rule.equal), target);
  if (finder.ShareIn(equal_target, source) == Share::kAll &&
      finder.ShareIn(equal_source, target) == Share::kAll) {
    diagnostics
        .Report(info, context.InFile(MatchersOf(rule.section, "target_")),
                "nothing is ever muted: sources and targets are the same alerts")
        .notes.emplace_back("alerts that match both sides do not mute each other");
  }
}

}  // namespace

const Check inhibit_rule_without_effect = {
    .info =
        {
            .code = "inhibit-rule-without-effect",
            .severity = Severity::kWarning,
            .summary = "an inhibition rule that never mutes anything",
            .explanation = R"(
Source and target must have the same values of the labels in `equal`, which is impossible if the
matchers of the two sides require different values. Alerts that match both sides do not mute each
other either, so a rule with the same alerts on both sides has no effect.
)",
            .bad = R"(route:
  receiver: team-a
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: [severity="warning"]
    equal: [alertname, severity]
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
            .good = R"(route:
  receiver: team-a
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: [severity="warning"]
    equal: [alertname]
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

using alertmanager::Answer;
using alertmanager::Share;

void Run(const InhibitRuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  alertmanager::AlertFinder& finder = context.finder;
  const auto source = finder.Set(context.rule.source);
  const auto target = finder.Set(context.rule.target);
  if (finder.Exists(source) == Answer::kNo || finder.Exists(target) == Answer::kNo) return;
  const bool sources_are_targets = finder.ShareIn(source, target) == Share::kAll;
  const bool targets_are_sources = finder.ShareIn(target, source) == Share::kAll;
  // Other checks have more to say of rules for all alerts, and of the same alerts on both sides.
  if (sources_are_targets == targets_are_sources) return;
  const auto& larger = sources_are_targets ? target : source;
  if (finder.ShareIn({}, larger) == Share::kAll) return;
  diagnostics
      .Report(info, context.InFile(MatchersOf(context.rule.section, "target_")),
              sources_are_targets ? "all sources of this rule are also targets"
                                  : "all targets of this rule are also sources")
      .notes.emplace_back("alerts that match both sides do not mute each other");
}

}  // namespace

const Check inhibit_rule_overlap = {
    .info =
        {
            .code = "inhibit-rule-overlap",
            .severity = Severity::kInfo,
            .summary = "an inhibition rule with alerts on both sides",
            .explanation = R"(
Alerts that match both sides of a rule do not mute each other. Here all alerts of one side match
the other side as well, so a part of the rule has no effect, or it mutes more than intended. Use
matchers that exclude each other.
)",
            .bad = R"(route:
  receiver: team-a
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: [severity=~"critical|warning"]
    equal: [alertname]
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

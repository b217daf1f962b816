#include <vector>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

void Run(const InhibitRuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const auto is_all = [&](const std::vector<model::AlertMatcher>& matchers) {
    return context.finder.ShareIn({}, context.finder.Set(matchers)) == alertmanager::Share::kAll;
  };
  if (is_all(context.rule.target)) {
    diagnostics
        .Report(info, context.InFile(MatchersOf(context.rule.section, "target_")),
                "this rule mutes all alerts")
        .notes.emplace_back("select the muted alerts with `target_matchers`");
  } else if (is_all(context.rule.source)) {
    diagnostics
        .Report(info, context.InFile(MatchersOf(context.rule.section, "source_")),
                "every alert is a source of this rule")
        .notes.emplace_back("select the alerts that mute others with `source_matchers`");
  }
}

}  // namespace

const Check inhibit_rule_without_matchers = {
    .info =
        {
            .code = "inhibit-rule-without-matchers",
            .severity = Severity::kWarning,
            .summary = "an inhibition rule for all alerts",
            .explanation = R"(
Without target matchers, or with matchers that match every alert, all alerts are muted while a
source fires, including the most important ones. Without source matchers, any alert mutes the
targets. Add matchers for the alerts that are meant.
)",
            .bad = R"(route:
  receiver: team-a
inhibit_rules:
  - source_matchers: [alertname="ClusterDown"]
    equal: [cluster]
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
            .good = R"(route:
  receiver: team-a
inhibit_rules:
  - source_matchers: [alertname="ClusterDown"]
    target_matchers: [severity!="critical"]
    equal: [cluster]
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

void Run(const InhibitRuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  // An empty list says that it is meant.
  const schema::Values& section = context.rule.section;
  if (!context.rule.equal.empty() || section.Has("equal")) return;
  diagnostics
      .Report(info, context.InFile(KeyOf(section, "equal")),
              "one source alert mutes all targets: missing `equal`")
      .notes.emplace_back(
          "list the labels that source and target share, such as `cluster`, or write `equal: []` "
          "if this is intended");
}

}  // namespace

const Check inhibit_rule_without_equal = {
    .info =
        {
            .code = "inhibit-rule-without-equal",
            .severity = Severity::kWarning,
            .summary = "an inhibition rule without `equal`",
            .explanation = R"(
While an alert fires that matches the source side, all alerts that match the target side are muted,
wherever they come from: an outage of one cluster silences all other clusters. With `equal`, only
alerts with the same values of these labels as the source are muted. Write `equal: []` if the source
is meant to mute all targets.
)",
            .bad = R"(route:
  receiver: team-a
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: [severity="warning"]
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
            .good = R"(route:
  receiver: team-a
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: [severity="warning"]
    equal: [alertname, cluster]
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint

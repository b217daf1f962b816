#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

void Run(const AlertmanagerContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const auto& rule : context.config.inhibit_rules) {
    if (!rule.source.empty() && !rule.target.empty()) continue;
    const bool any_source = rule.source.empty();
    Diagnostic& problem = diagnostics.Report(
        info, context.PlaceOf(rule.section, any_source ? "source_matchers" : "target_matchers"),
        any_source ? "any alert at all mutes the targets of this rule"
                   : "this rule mutes every alert while one of its sources fires");
    problem.notes.emplace_back(any_source ? "say in `source_matchers` which alerts mute others"
                                          : "say in `target_matchers` which alerts are muted");
  }
}

}  // namespace

const Check inhibition_of_everything = {
    .info =
        {
            .code = "inhibition-of-everything",
            .severity = Severity::kWarning,
            .summary = "an inhibition rule without a source or target",
            .explanation = R"(
A rule without `source_matchers` is for any alert that fires, and one without `target_matchers` mutes all
that do: perhaps a key is misplaced.
)",
            .bad = R"(
route: {receiver: 'null'}
receivers: [{name: 'null'}]
inhibit_rules:
  - source_matchers: [severity="critical"]
    equal: [alertname]
)",
            .good = R"(
route: {receiver: 'null'}
receivers: [{name: 'null'}]
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: [severity="warning"]
    equal: [alertname]
)",
        },
    .run = Run,
};

}  // namespace check::lint

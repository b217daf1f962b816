#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "libcheck/base/quote.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/configuration.h"
#include "libcheck/lint/relabel_flow.h"

namespace check::lint {
namespace {

using config::RelabelAction;
using config::RelabelRule;
using config::RelabelStage;
using config::WrittenRelabelRule;

// What comes of a rule that never matches.
std::string_view Consequence(RelabelAction action) {
  switch (action) {
    case RelabelAction::kKeep:
    case RelabelAction::kLabelKeep:
      return "so everything is dropped";
    case RelabelAction::kDrop:
    case RelabelAction::kLabelDrop:
      return "so nothing is dropped";
    default:
      return "so nothing is written";
  }
}

std::string WhyGone(std::string_view label, RelabelStage stage) {
  if (label == "__name__") {
    return fmt::format("`__name__` is a label of samples, which {} do not have",
                       stage == RelabelStage::kAlert ? "alerts" : "targets");
  }
  return fmt::format("{} of targets, removed before {} are relabelled",
                     label == "__meta_" ? std::string("`__meta_` labels are labels")
                                        : fmt::format("`{}` is a label", label),
                     stage == RelabelStage::kAlert ? "alerts" : "samples");
}

// Says what is known of the labels that a rule reads.
void Explain(const RelabelRule& rule, const RelabelFlow& flow, RelabelStage stage,
             Diagnostic& diagnostic) {
  if (!rule.source_labels || rule.source_labels->empty()) {
    diagnostic.notes.emplace_back("without `source_labels` a rule matches an empty string");
    return;
  }
  for (const std::string& label : *rule.source_labels) {
    const PossibleValues* possible = flow.Of(label);
    if (possible == nullptr) continue;
    if (possible->since == nullptr) {
      diagnostic.notes.push_back(WhyGone(label, stage));
      continue;
    }
    std::string values;
    for (const std::string& value : possible->values) {
      values += fmt::format("{}{}", values.empty() ? "" : " or ",
                            value.empty() ? std::string("absent") : GoQuote(value));
    }
    diagnostic.labels.push_back({PlaceOf(*possible->since, "target_label"),
                                 fmt::format("`{}` is {} after this rule", label, values)});
  }
}

bool IsText(RelabelAction action) {
  return action == RelabelAction::kReplace || action == RelabelAction::kKeep ||
         action == RelabelAction::kDrop;
}

bool IsOfNames(RelabelAction action) {
  return action == RelabelAction::kLabelMap || action == RelabelAction::kLabelDrop ||
         action == RelabelAction::kLabelKeep;
}

// Whether a rule copies a text that labels leave nothing of.
bool CopiesNothing(const RelabelRule& rule, const RelabelFlow& flow) {
  return rule.action == RelabelAction::kReplace && rule.source_labels &&
         !rule.source_labels->empty() && rule.replacement.find('$') != std::string::npos &&
         std::all_of(rule.source_labels->begin(), rule.source_labels->end(),
                     [&](const std::string& label) {
                       const PossibleValues* possible = flow.Of(label);
                       return possible != nullptr && possible->is_absent();
                     });
}

void CheckRule(const WrittenRelabelRule& written, const RelabelFlow& flow, RelabelStage stage,
               const CodeInfo& info, Diagnostics& diagnostics) {
  const RelabelRule& rule = written.rule;
  if (IsOfNames(rule.action) && rule.regex) {
    const std::string_view pattern = rule.regex->pattern();
    if (!flow.HasNoneWith(config::LiteralPrefix(pattern))) return;
    diagnostics
        .Report(info, PlaceOf(written, "regex"),
                fmt::format("no label has a name that `{}` matches, {}", pattern,
                            Consequence(rule.action)))
        .notes.push_back(WhyGone("__meta_", stage));
    return;
  }
  if (!IsText(rule.action)) return;
  const auto texts = flow.Sources(rule);
  if (!texts) return;
  const bool matches =
      !rule.regex || std::any_of(texts->begin(), texts->end(), [&](const std::string& text) {
        return rule.regex->FullMatch(text);
      });
  if (!matches) {
    Explain(rule, flow, stage,
            diagnostics.Report(info, PlaceOf(written, "regex"),
                               fmt::format("`{}` can never match, {}", rule.regex->pattern(),
                                           Consequence(rule.action))));
  } else if (CopiesNothing(rule, flow)) {
    Explain(rule, flow, stage,
            diagnostics.Report(
                info, PlaceOf(written, "source_labels"),
                fmt::format("there is nothing to copy to `{}`: no source label is ever set",
                            rule.target_label)));
  }
}

void Run(const RelabelContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  if (!HasKnownSources(context.list, context.stage)) return;
  const auto& rules = context.list.rules();
  RelabelFlow flow(rules, context.stage);
  for (const WrittenRelabelRule& written : rules) {
    CheckRule(written, flow, context.stage, info, diagnostics);
    if (!flow.Pass(written)) return;
  }
}

}  // namespace

const Check relabel_never_matches = {
    .info =
        {
            .code = "relabel-never-matches",
            .severity = Severity::kWarning,
            .summary = "a relabelling rule that can never match",
            .explanation = R"(
Relabelling rules see labels as the previous rules left them, and only some labels: targets have no
`__name__`, and the `__meta_` labels of a target no longer exist when its samples are relabelled. A
rule that expects anything else does nothing, or drops everything if it is a `keep`.

Copy the `__meta_` labels that you need in `relabel_configs`: all samples of the target get them.
)",
            .bad = R"(scrape_configs:
  - job_name: pods
    kubernetes_sd_configs:
      - role: pod
    metric_relabel_configs:
      - source_labels: [__meta_kubernetes_namespace]
        target_label: namespace
)",
            .good = R"(scrape_configs:
  - job_name: pods
    kubernetes_sd_configs:
      - role: pod
    relabel_configs:
      - source_labels: [__meta_kubernetes_namespace]
        target_label: namespace
)",
        },
    .run = Run,
};

}  // namespace check::lint

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/configuration.h"

namespace check::lint {
namespace {

using config::RelabelAction;
using config::RelabelRule;
using config::WrittenRelabelRule;
using config::prometheus::ScrapeJob;

bool Reads(const RelabelRule& rule, const std::string& label) {
  return rule.action == RelabelAction::kLabelMap ||
         (rule.source_labels && std::find(rule.source_labels->begin(), rule.source_labels->end(),
                                          label) != rule.source_labels->end());
}

// Whether samples get the label from their target, so that `honor_labels` matters to it.
bool IsOfTarget(const ScrapeJob& job, const std::string& label) {
  if (label.starts_with("__")) return false;
  if (label == "job" || label == "instance") return true;
  const auto& rules = job.relabel.rules();
  if (std::any_of(rules.begin(), rules.end(), [&](const WrittenRelabelRule& written) {
        return written.rule.target_label == label;
      })) {
    return true;
  }
  const auto groups = job.ListedTargets();
  return std::any_of(groups.begin(), groups.end(), [&](const auto& group) {
    return std::any_of(group.labels.begin(), group.labels.end(),
                       [&](const auto& pair) { return pair.first == label; });
  });
}

void Run(const ScrapeJobContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  if (!context.job.settings.honor_labels) return;
  const auto& rules = context.job.metric_relabel.rules();
  for (auto written = rules.begin(); written != rules.end(); ++written) {
    const RelabelRule& rule = written->rule;
    const std::string& label = rule.target_label;
    if (rule.action != RelabelAction::kReplace || !MatchesAll(rule) ||
        !IsOfTarget(context.job, label)) {
      continue;
    }
    // What another rule has saved of it is not lost.
    if (std::any_of(rules.begin(), written + 1, [&](const WrittenRelabelRule& earlier) {
          return Reads(earlier.rule, label);
        })) {
      continue;
    }
    Diagnostic& diagnostic = diagnostics.Report(
        info, PlaceOf(*written, "target_label"),
        fmt::format("`honor_labels` keeps the `{}` of samples, and this rule overwrites it",
                    label));
    if (const yaml::Entry* honor = context.job.section.Find("honor_labels")) {
      diagnostic.labels.push_back({context.InFile(honor->value), "kept because of this"});
    }
  }
}

}  // namespace

const Check honored_label_overwritten = {
    .info =
        {
            .code = "honored-label-overwritten",
            .severity = Severity::kWarning,
            .summary = "a label that `honor_labels` keeps and a rule overwrites",
            .explanation = R"(
With `honor_labels: true`, a sample that has the same label as its target keeps its own value, as
samples of a Pushgateway or of another Prometheus should. A rule of `metric_relabel_configs` that
writes the same label for every sample discards the value that was kept.

This is fine if `honor_labels` is meant for other labels only, so the check is off by default.
)",
            .bad = R"(scrape_configs:
  - job_name: pushgateway
    honor_labels: true
    static_configs:
      - targets: [push:9091]
    metric_relabel_configs:
      - target_label: job
        replacement: batch
)",
            .good = R"(scrape_configs:
  - job_name: pushgateway
    honor_labels: true
    static_configs:
      - targets: [push:9091]
    metric_relabel_configs:
      - target_label: source
        replacement: batch
)",
            .on_by_default = false,
        },
    .run = Run,
};

}  // namespace check::lint

#include "libcheck/lint/configuration.h"

#include <algorithm>
#include <string>

namespace check::lint {

using config::RelabelStage;
using config::prometheus::FilePattern;
using config::prometheus::PrometheusConfig;
using config::prometheus::ReadTargetFile;
using config::prometheus::RelabelRuleList;
using config::prometheus::ScrapeJob;
using config::prometheus::Target;
using config::prometheus::TargetGroup;

config::RelabelLabels TargetContext::Discovered() const {
  return DiscoveredLabels(job.settings, LabelsOf(group, target));
}

Location PlaceOf(const config::WrittenRelabelRule& rule, std::string_view field) {
  const yaml::Node* value = rule.node->Find(field);
  if (value == nullptr) {
    value = rule.node->entries().empty() ? rule.node : &rule.node->entries().front().key;
  }
  return {rule.file, value->span};
}

bool MatchesAll(const config::RelabelRule& rule) {
  if (!rule.regex) return true;
  const std::string& pattern = rule.regex->pattern();
  return pattern == "(.*)" || pattern == ".*";
}

bool ForEachWrittenTarget(const PrometheusConfig& config, const ScrapeJob& job,
                          const std::function<void(const TargetContext&)>& visit) {
  bool is_all = true;
  for (const yaml::Entry& entry : job.section.entries()) {
    const std::string_view field = entry.key.scalar();
    if (field.ends_with("_sd_configs") && field != "file_sd_configs") is_all = false;
  }
  const auto visit_groups = [&](const std::vector<TargetGroup>& groups) {
    for (const TargetGroup& group : groups) {
      for (const Target& target : group.targets) visit({config, job, group, target});
    }
  };
  visit_groups(job.ListedTargets());
  for (const FilePattern& pattern : job.TargetFiles()) {
    const auto paths = config.Find(pattern);
    is_all = is_all && paths && !paths->empty();
    if (!paths) continue;
    for (const std::string& path : *paths) {
      const ReadTargetFile& file = config.TargetsIn(path);
      is_all = is_all && !file.unreadable && !file.diagnostics.HasErrors();
      visit_groups(file.loaded.groups);
    }
  }
  return is_all;
}

void CheckConfiguration(const PrometheusConfig& config, std::span<const Check* const> checks,
                        Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.found().size();
  if (AnyLooksAt<RelabelContext>(checks)) {
    const auto run = [&](const RelabelRuleList& list, RelabelStage stage) {
      if (!list.empty()) RunChecks(checks, RelabelContext{config, list, stage}, diagnostics);
    };
    for (const ScrapeJob& job : config.jobs) {
      run(job.relabel, RelabelStage::kScrape);
      run(job.metric_relabel, RelabelStage::kMetric);
    }
    for (const auto& alertmanagers : config.alertmanagers) {
      run(alertmanagers.relabel, RelabelStage::kScrape);
      run(alertmanagers.alert_relabel, RelabelStage::kAlert);
    }
    if (config.alert_relabel) run(*config.alert_relabel, RelabelStage::kAlert);
    for (const RelabelRuleList& list : config.write_relabel) run(list, RelabelStage::kMetric);
  }
  const bool looks_at_targets = AnyLooksAt<TargetContext>(checks);
  for (const ScrapeJob& job : config.jobs) {
    RunChecks(checks, ScrapeJobContext{config, job}, diagnostics);
    if (!looks_at_targets) continue;
    ForEachWrittenTarget(
        config, job, [&](const TargetContext& target) { RunChecks(checks, target, diagnostics); });
  }
  RunChecks(checks, ConfigurationContext{config}, diagnostics);
  if (diagnostics.found().size() > before) config.HideSecrets();
}

}  // namespace check::lint

#include "libcheck/alerts/rule_alerts.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "libcheck/alerts/rule_shape.h"

namespace check::alerts {
namespace {

using config::WrittenRelabelRule;
using config::prometheus::PrometheusConfig;

// All alerts go through the first list, and through that of the Alertmanager they are sent to.
std::vector<std::vector<WrittenRelabelRule>> WaysOf(const PrometheusConfig* config) {
  std::vector<WrittenRelabelRule> common;
  if (config == nullptr) return {common};
  if (config->alert_relabel) common = config->alert_relabel->rules();
  std::vector<std::vector<WrittenRelabelRule>> ways;
  bool has_plain = false;
  for (const config::prometheus::Alertmanagers& alertmanagers : config->alertmanagers) {
    const std::vector<WrittenRelabelRule>& own = alertmanagers.alert_relabel.rules();
    if (own.empty() && std::exchange(has_plain, true)) continue;
    ways.push_back(common);
    ways.back().insert(ways.back().end(), own.begin(), own.end());
  }
  if (ways.empty()) ways.push_back(std::move(common));
  return ways;
}

}  // namespace

RuleAlerts::RuleAlerts(std::span<const std::string> paths,
                       std::unique_ptr<const PrometheusConfig> config,
                       const RuleAlertOptions& options)
    : config_(std::move(config)), ways_(WaysOf(config_.get())) {
  for (const std::string& path : paths) Read(path, options);
}

void RuleAlerts::Read(const std::string& path, const RuleAlertOptions& options) {
  Result<std::string> text = options.files->Read(path);
  if (!text) {
    unreadable_.push_back(path);
    return;
  }
  const SourceBuffer& file =
      *sources_.emplace_back(std::make_unique<SourceBuffer>(path, std::move(*text)));
  Arena arena;
  Diagnostics diagnostics;
  rules::LoadOptions load = options.load;
  load.skip_if_no_rules = true;
  const rules::LoadedFile loaded = rules::Load(file, load, arena, diagnostics);
  if (diagnostics.HasErrors()) unreadable_.push_back(path);
  for (const rules::RuleSet& set : loaded.sets) {
    for (const rules::Group& group : set.groups) {
      for (const rules::Rule& rule : group.rules) {
        if (!rule.is_alert() || rule.name_node == nullptr) continue;
        RuleAlert& alert = rules_.emplace_back();
        alert.name = rule.alert;
        const Location where = Location{set.file, rule.name_node->span}.Outermost();
        alert.where = {&file, where.span};
        alert.shape = ShapeOf(rule, group);
        for (const rules::KeyValue& annotation : rule.annotations) {
          alert.annotations.emplace_back(annotation.key);
        }
      }
    }
  }
}

std::vector<SentAlert> RuleAlerts::Sent(std::span<const std::string> labels) const {
  std::vector<SentAlert> sent;
  for (const RuleAlert& rule : rules_) {
    alertmanager::AlertShape shape = rule.shape;
    if (config_ != nullptr) AddExternalLabels(config_->external_labels, shape);
    const std::size_t first = sent.size();
    for (const std::vector<WrittenRelabelRule>& way : ways_) {
      std::optional<alertmanager::AlertShape> relabelled = Relabelled(shape, way, labels);
      if (!relabelled) continue;
      const bool is_known =
          std::any_of(sent.begin() + static_cast<std::ptrdiff_t>(first), sent.end(),
                      [&](const SentAlert& other) { return other.shape == *relabelled; });
      if (!is_known) sent.push_back({&rule, *std::move(relabelled)});
    }
  }
  return sent;
}

}  // namespace check::alerts

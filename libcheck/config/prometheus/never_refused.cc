#include "libcheck/config/prometheus/never_refused.h"

#include <algorithm>

#include "libcheck/config/common/relabel_config.h"

namespace check::config::prometheus {
namespace {

// The labels that decide whether a target is refused.
constexpr std::string_view kVital[] = {
    "__address__",
    "__scrape_interval__",
    "__scrape_timeout__",
    "__convert_classic_histograms_to_nhcb__",
    "__always_scrape_classic_histograms__",
    "__scrape_native_histograms__",
};

bool IsVital(std::string_view name) {
  return std::find(std::begin(kVital), std::end(kVital), name) != std::end(kVital);
}

}  // namespace

NeverRefusedTargets::NeverRefusedTargets(const ScrapeJob& job) {
  const Duration zero = Duration::zero();
  const schema::Values& section = job.section;
  never_ = job.settings.interval <= zero || job.settings.timeout <= zero ||
           job.settings.timeout > job.settings.interval;
  names_ = {"job", "__metrics_path__", "__scheme__"};
  names_.insert(names_.end(), std::begin(kVital), std::end(kVital));
  for (const auto& [name, value] : job.settings.params) names_.push_back("__param_" + name);

  for (const yaml::Node& item : section.Items("relabel_configs")) {
    if (!item.IsMapping()) continue;
    const schema::Values rule = section.Of(item);
    const auto action = FindRelabelAction(rule.Text("action", kRelabelConfig));
    if (!action) continue;
    const std::string_view prefix = LiteralPrefix(rule.Text("regex", kRelabelConfig));
    switch (*action) {
      case RelabelAction::kKeep:
      case RelabelAction::kDrop:
      case RelabelAction::kKeepEqual:
      case RelabelAction::kDropEqual:
        break;
      case RelabelAction::kReplace:
      case RelabelAction::kHashMod:
      case RelabelAction::kLowercase:
      case RelabelAction::kUppercase: {
        const std::string_view target = rule.Text("target_label");
        never_ = never_ || IsVital(target) || target.find('$') != std::string_view::npos;
        names_.emplace_back(target);
        break;
      }
      case RelabelAction::kLabelMap:
        maps_.push_back({std::string(prefix), rule.Text("replacement", kRelabelConfig) == "$1"});
        break;
      case RelabelAction::kLabelKeep:
        never_ = true;
        break;
      case RelabelAction::kLabelDrop:
        never_ = never_ || std::any_of(std::begin(kVital), std::end(kVital),
                                       [&](std::string_view v) { return v.starts_with(prefix); });
        break;
    }
  }
  for (const Map& map : maps_) {
    never_ = never_ || std::any_of(names_.begin(), names_.end(), [&](const std::string& name) {
               return CanMakeVital(map, name);
             });
  }
}

bool NeverRefusedTargets::CanMakeVital(const Map& map, std::string_view name) const {
  if (!name.starts_with(map.prefix)) return false;
  if (!map.is_copy) return true;
  return std::any_of(std::begin(kVital), std::end(kVital), [&](std::string_view vital) {
    return name.find(vital) != std::string_view::npos;
  });
}

bool NeverRefusedTargets::IsNeverRefused(const TargetGroup& group) const {
  if (never_) return false;
  return std::none_of(group.labels.begin(), group.labels.end(), [&](const auto& label) {
    const std::string& name = label.first;
    // A rule could also read a label that another rule has made of this one.
    return IsVital(name) || (maps_.size() > 1 && name.find("__") != std::string::npos) ||
           std::any_of(maps_.begin(), maps_.end(),
                       [&](const Map& map) { return CanMakeVital(map, name); });
  });
}

bool NeverRefusedTargets::IsNeverRefused(const Target& target) {
  return !target.address.empty() && target.address.find('/') == std::string::npos;
}

}  // namespace check::config::prometheus

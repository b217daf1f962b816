#include <memory>
#include <optional>

#include "libcheck/slo/layouts.h"
#include "libcheck/slo/layouts/period.h"
#include "libcheck/slo/layouts/sloth_plugins.h"
#include "libcheck/slo/layouts/sloth_rules.h"

namespace check::slo {
namespace {

// What other formats and flags say, in Sloth's words.
SlothDetails DetailsOf(const Slo& slo) {
  if (const auto* details = dynamic_cast<const SlothDetails*>(slo.details.get())) return *details;
  SlothDetails details;
  details.page.disabled = details.ticket.disabled = !slo.alerts;
  return details;
}

// What Sloth's rules cannot say.
std::optional<Error> CheckWhatCounts(const Slo& slo) {
  if (slo.least_events > 0) {
    return Error{"Sloth's rules do not support a minimum number of events: use `--layout exact`"};
  }
  if (slo.method.kind != Method::Kind::kOccurrences &&
      slo.indicator.kind != Indicator::Kind::kThreshold) {
    return Error{"Sloth's rules do not support slices of time: use `--layout exact`"};
  }
  return std::nullopt;
}

Result<std::vector<MadeGroup>> Make(const Slo& slo, const LayoutOptions& options) {
  if (auto error = CheckRollingPeriod(slo)) return *error;
  if (auto error = CheckWhatCounts(slo)) return *error;
  const SlothDetails details = DetailsOf(slo);
  const SlothParts parts = PartsOf(slo, details, options.extra_labels);
  Result<SlothRules> rules = RunSlothPlugins(parts);
  if (!rules) return rules.error();
  std::vector<MadeGroup> groups;
  const auto add = [&](bool wanted, MadeGroup& group, std::string_view prefix) {
    if (!wanted || group.rules.empty()) return;
    group.name = std::string(prefix) + parts.id;
    groups.push_back(std::move(group));
  };
  add(options.recordings, rules->sli, "sloth-slo-sli-recordings-");
  add(options.recordings, rules->meta, "sloth-slo-meta-recordings-");
  add(options.alerts, rules->alerts, "sloth-slo-alerts-");
  return groups;
}

}  // namespace

constexpr Layout kSlothLayout = {
    .name = "sloth",
    .doc = "as Sloth names and groups them",
    .make = Make,
};

}  // namespace check::slo

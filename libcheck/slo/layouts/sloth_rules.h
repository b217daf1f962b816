#ifndef LIBCHECK_SLO_LAYOUTS_SLOTH_RULES_H_
#define LIBCHECK_SLO_LAYOUTS_SLOTH_RULES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/slo/layouts.h"
#include "libcheck/slo/specs/sloth.h"

/// The rules that Sloth 0.16 makes of an objective, as its plugins find them.
namespace check::slo {

/// Pairs of names and values, sorted by name.
using Pairs = std::vector<std::pair<std::string, std::string>>;
/// Those of `pairs` and of `over`, which wins.
Pairs MergePairs(const Pairs& pairs, const Pairs& over);

/// What a rule for it is called: policies call alerts by their severity where a specification has
/// no name for them.
std::string AlertName(const BurnAlert& alert);

/// Whether alerts of the same severity must be distinguished by the label `long`, as in Pyrra's
/// rules: two alerts of the same name need different labels.
bool NeedsWindowLabel(const Policy& policy, const BurnAlert& alert);

/// What the rules of an objective are made of.
struct SlothParts {
  const Slo& slo;
  const SlothDetails& details;
  std::string id;
  std::string name;
  Pairs id_labels;  ///< sloth_id, sloth_service, sloth_slo.
  Pairs labels;     ///< Those, and the objective's own.
  std::string filter;
  std::vector<std::int64_t> windows;  ///< Of the alerts, sorted.
  std::int64_t short_ms = 0;          ///< The window that stands for now: 5m.
};

/// Rules while plugins work on them.
struct SlothRules {
  MadeGroup sli;
  MadeGroup meta;
  MadeGroup alerts;
};

SlothParts PartsOf(const Slo& slo, const SlothDetails& details, const Pairs& extra_labels);

/// "slo:sli_error:ratio_rate5m"
std::string SlothErrorMetric(std::int64_t window_ms);
MadeRule SlothWindowRule(const SlothParts& parts, std::int64_t window_ms, std::string expr);
/// The average of the shortest window's ratios over the period.
MadeRule SlothPeriodRule(const SlothParts& parts);

// Sloth's own plugins.
Result<std::vector<MadeRule>> SlothSliRules(const SlothParts& parts, bool average_period);
std::vector<MadeRule> SlothMetaRules(const SlothParts& parts);
std::vector<MadeRule> SlothAlertRules(const SlothParts& parts);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_LAYOUTS_SLOTH_RULES_H_

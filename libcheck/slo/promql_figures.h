#ifndef LIBCHECK_SLO_PROMQL_FIGURES_H_
#define LIBCHECK_SLO_PROMQL_FIGURES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/slo/burn.h"
#include "libcheck/slo/event_source.h"

namespace check::slo {

/// What plain PromQL says of a window, beside what was counted.
struct PromqlFigure {
  std::int64_t window_ms = 0;
  bool is_period = false;
  std::optional<double> ratio;  ///< Of two rates over the window; nothing: no answer.
  /// The average of the ratios of 5m, which is what Sloth's rule for the period records; nothing:
  /// no answer, or the window is too short to ask for it.
  std::optional<double> averaged;
  bool is_averaged_asked = false;
  bool differs = false;           ///< By so much that it matters.
  bool averaged_differs = false;  ///< Likewise.
  std::string why;                ///< One sentence where one of them differs.
};

/// For the windows of `facts`, in their order. The error is the source's.
Result<std::vector<PromqlFigure>> PromqlFigures(const Slo& slo, const Events& events,
                                                const BurnFacts& facts, EventSource& source);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_PROMQL_FIGURES_H_

#ifndef LIBCHECK_SLO_WHATIF_H_
#define LIBCHECK_SLO_WHATIF_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/slo/episodes.h"
#include "libcheck/slo/events.h"
#include "libcheck/slo/simulate.h"
#include "libcheck/slo/slo.h"

/// What would be different with other objectives, periods and policies.
namespace check::slo {

/// Every combination of these is tried. An empty list: as the SLO has it.
struct WhatIfGrid {
  std::vector<Objective> objectives;
  std::vector<std::int64_t> periods_ms;
  std::vector<const NamedPolicy*> policies;
  std::vector<double> factors;        ///< What the burn rates of all tiers are multiplied by.
  std::vector<double> windows;        ///< Likewise their windows.
  std::vector<std::int64_t> fors_ms;  ///< The `for` of all alerts.
};

/// One combination.
struct Variant {
  Objective objective;
  std::int64_t period_ms = 0;
  std::string policy_name;
  double factor = 1;
  double window = 1;
  std::optional<std::int64_t> for_ms;  ///< Nothing: as the policy has it.
  Policy policy;                       ///< With all of these in it.
  bool is_own = false;                 ///< It is what the SLO has.
};

inline constexpr std::size_t kMostVariants = 5'000;

/// In the order of the grid, the objective changing least often. The error says that there are too
/// many.
Result<std::vector<Variant>> MakeVariants(const Slo& slo, const WhatIfGrid& grid);

/// What a variant comes to.
struct WhatIfRow {
  Variant variant;
  double months = 0;  ///< Of 30 days, in which the alerts were evaluated; 0: made-up outages.
  std::size_t pages = 0;
  std::size_t false_pages = 0;
  std::size_t tickets = 0;
  std::size_t significant = 0;  ///< Episodes that ought to page,
  std::size_t missed = 0;       ///< and did not.
  /// Of the episodes that paged, from their start to the page. Nothing: none did.
  std::optional<double> mean_delay_s;
  std::optional<double> worst_delay_s;
  /// The share of the budget that was spent by then.
  std::optional<double> mean_spent;
  std::optional<double> worst_spent;
  /// No other row that was judged by the same episodes pages less or as little, is as quick or
  /// quicker, and misses as few or fewer, and is better in one of these.
  bool on_front = false;

  /// A month; the plain number of pages for made-up outages.
  double page_rate() const;
};

struct WhatIfOptions {
  std::int64_t interval_ms = 60'000;  ///< Between evaluations.
  std::optional<std::int64_t> first;  ///< Evaluations, as ReplayOptions has them.
  std::optional<std::int64_t> last;
  /// What people noted, in the order of their starts: every row is judged by them, and all of them
  /// ought to page. Empty: each is judged by what spent much of its own budget.
  std::vector<Episode> incidents;
  double share = kSignificantShare;
  std::function<void(std::size_t)> done;  ///< As ReplayAll's.
};

/// Replays all variants over recorded events, on all cores. Rows are in the order of the variants.
std::vector<WhatIfRow> WhatIf(std::vector<Variant> variants, const Slo& slo, const Events& events,
                              const WhatIfOptions& options);

/// The same for outages that are made up, each by itself: they are the episodes, and no page is
/// false. `interval_ms`: between evaluations.
std::vector<WhatIfRow> WhatIfOutages(std::vector<Variant> variants,
                                     std::span<const Scenario> scenarios, std::int64_t interval_ms);

/// Marks the rows of the front. Rows that are judged by different episodes are not compared: those
/// of different objectives or periods, unless `same_episodes`.
void MarkFront(std::span<WhatIfRow> rows, bool same_episodes);

/// By objective and period as the variants have them, then those that miss least, page least and
/// are the quickest first.
void SortRows(std::vector<WhatIfRow>& rows);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_WHATIF_H_

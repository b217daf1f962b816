#ifndef LIBCHECK_SLO_RULE_SIMULATION_H_
#define LIBCHECK_SLO_RULE_SIMULATION_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/slo/layouts.h"
#include "libcheck/slo/simulate.h"
#include "libcheck/slo/slo.h"

namespace check::slo {

/// When a server scrapes and evaluates. Times in milliseconds.
struct ServerTiming {
  std::int64_t interval_ms = 30'000;         ///< Between evaluations.
  std::int64_t scrape_interval_ms = 30'000;  ///< Between scrapes,
  std::int64_t scrape_offset_ms = 0;         ///< the first of which is so long after an evaluation.

  /// How far alerts may be from what arithmetic says: a step and a scrape.
  std::int64_t tolerance_ms() const { return interval_ms + scrape_interval_ms; }
};

/// The rules that are generated of an objective, run by the rule engine over counters that are made
/// up. May be run on several threads at once.
class RuleSimulation {
 public:
  /// `layout` makes the rules. The error is one sentence on why they cannot be run.
  static Result<RuleSimulation> Make(const Slo& slo, const Layout& layout);
  RuleSimulation(RuleSimulation&&) noexcept;
  RuleSimulation& operator=(RuleSimulation&&) noexcept;
  ~RuleSimulation();

  /// What each alert of the policy does, in its order; nothing for those that the rules leave out.
  /// The error is one sentence: a rule could not be evaluated.
  Result<std::vector<std::optional<AlertRun>>> Run(const Simulator& simulator,
                                                   const ServerTiming& timing) const;

 private:
  struct Rules;
  explicit RuleSimulation(std::unique_ptr<Rules> rules);

  std::unique_ptr<Rules> rules_;
};

/// Whether an alert fires at the same times, none of which differs by more than `tolerance_ms`. So
/// one time of no more than twice as long may be missing.
bool Agree(const AlertRun& a, const AlertRun& b, std::int64_t tolerance_ms);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_RULE_SIMULATION_H_

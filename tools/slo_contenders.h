#ifndef TOOLS_SLO_CONTENDERS_H_
#define TOOLS_SLO_CONTENDERS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/backtest/timeline.h"
#include "libcheck/base/result.h"
#include "libcheck/slo/policy.h"
#include "libcheck/slo/read_policy.h"
#include "libcheck/slo/slo.h"
#include "libcheck/storage/queryable.h"
#include "tools/evaluated_rules.h"
#include "tools/slo_data.h"

namespace tools {

/// What is replayed over the events of objectives: a policy, or the alerts of rule files.
class Contender {
 public:
  /// What --compare or --rules says: the name of a policy, tiers ("page:14.4x:1h/5m,ticket:3x:1d"),
  /// or else rule files.
  static check::Result<Contender> Parse(const std::string& text);
  static check::Result<Contender> FromRules(const std::vector<std::string>& paths);
  /// The policy of each objective itself.
  static Contender Own();

  const std::string& name() const { return name_; }
  bool is_rules() const { return !paths_.empty(); }

  /// Of rules: what their alerts did within `times`, for all objectives at once. They go through
  /// the rule engine if there are samples for it; over numbers of events those are replayed that
  /// are recognised as burn-rate alerts. The error stands for all that was written to standard
  /// error.
  check::Result<bool> PrepareRules(const SloDataFlags& data, check::storage::TimeRange times,
                                   std::int64_t interval_ms);
  /// Whether there are timelines rather than policies.
  bool is_evaluated() const { return is_evaluated_; }

  /// The policy for `slo`; null: the rules have none for it. `only`: there is no other objective.
  std::optional<check::slo::Policy> PolicyFor(const check::slo::Slo& slo, bool only) const;
  /// What the rule engine says of `slo`: all there is if it is the `only` one; or else alerts whose
  /// labels name it as Sloth or Pyrra do.
  std::vector<check::backtest::AlertTimeline> TimelinesOf(const check::slo::Slo& slo,
                                                          bool only) const;

 private:
  std::string name_;
  const check::slo::NamedPolicy* named_ = nullptr;
  std::optional<check::slo::Policy> policy_;
  std::vector<std::string> paths_;
  std::shared_ptr<EvaluatedRules> rules_;
  std::vector<check::rules::RuleSet> sets_;
  std::vector<check::slo::FoundPolicy> found_;
  std::vector<check::backtest::AlertTimeline> timelines_;
  bool is_evaluated_ = false;

  check::Result<bool> Recognise();
  check::Result<bool> Evaluate(const SloDataFlags& flags, check::storage::TimeRange times,
                               std::int64_t interval_ms);
};

}  // namespace tools

#endif  // TOOLS_SLO_CONTENDERS_H_

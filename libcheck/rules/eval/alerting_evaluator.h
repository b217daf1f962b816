#ifndef LIBCHECK_RULES_EVAL_ALERTING_EVALUATOR_H_
#define LIBCHECK_RULES_EVAL_ALERTING_EVALUATOR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcheck/rules/eval/alert.h"
#include "libcheck/rules/eval/rule_evaluator.h"

namespace check::rules {

/// An alerting rule.
class AlertingEvaluator final : public RuleEvaluator {
 public:
  AlertingEvaluator(const PreparedGroup& group, const PreparedRule& rule,
                    EvaluationContext& context);

  /// Calls `visit(alert)` for each alert whose state is at least as grave, its annotations up to
  /// date, in the order in which they came up.
  template <typename Visit>
  void ForEach(AlertState least, Visit&& visit) {
    for (const std::size_t slot : known_) {
      Alert& alert = alerts_[slot];
      if (alert.state < least) continue;
      Annotate(alert);
      visit(std::as_const(alert));
    }
  }

 private:
  std::optional<std::string> Use(promql::Vector& vector, std::int64_t time, bool annotate) override;
  std::size_t SlotFor(const promql::VectorSample& sample, std::size_t position, std::int64_t time);
  model::Labels LabelsFor(const AlertSample& sample);
  bool Step(Alert& alert, std::int64_t time);
  void Forget(Alert& alert, std::int64_t time);
  std::optional<std::string> Write(Alert& alert, std::int64_t time);
  model::Labels SeriesLabels(const Alert& alert, std::string_view name, std::string_view state);
  void Annotate(Alert& alert);
  void Change(Alert& alert, AlertState state, std::int64_t time);

  std::int64_t hold_ms_;
  std::int64_t keep_firing_ms_;
  bool labels_vary_ = false;        // With the value, or anything else but the sample's labels.
  bool annotations_query_ = false;  // They look into the store, which changes.
  std::vector<Alert> alerts_;
  std::vector<std::size_t> known_;  // Slots, in the order in which they came up.
  std::unordered_map<model::Labels, std::size_t> by_labels_;
  std::unordered_map<model::Labels, std::size_t> by_sample_;
  std::vector<std::pair<model::Labels, std::size_t>> by_position_;
  std::vector<std::size_t> found_;
  std::uint64_t evaluation_ = 0;
};

}  // namespace check::rules

#endif  // LIBCHECK_RULES_EVAL_ALERTING_EVALUATOR_H_

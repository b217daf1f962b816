#ifndef LIBCHECK_RULES_EVAL_RECORDING_EVALUATOR_H_
#define LIBCHECK_RULES_EVAL_RECORDING_EVALUATOR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "libcheck/rules/eval/rule_evaluator.h"

namespace check::rules {

/// A recording rule.
class RecordingEvaluator final : public RuleEvaluator {
 public:
  using RuleEvaluator::RuleEvaluator;

 private:
  struct Output {
    model::Labels from;
    std::size_t series = 0;
  };

  std::optional<std::string> Use(promql::Vector& vector, std::int64_t time, bool annotate) override;
  bool UseAhead(const promql::AheadResult& result) override;
  model::Labels OutputOf(model::Labels labels);
  std::size_t SeriesFor(model::Labels labels, std::size_t position);

  std::vector<Output> by_position_;
  std::unordered_map<model::Labels, std::size_t> by_labels_;
  std::vector<std::size_t> outputs_;
  Batches distinct_;
};

}  // namespace check::rules

#endif  // LIBCHECK_RULES_EVAL_RECORDING_EVALUATOR_H_

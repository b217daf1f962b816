#include "libcheck/rules/eval/rule_evaluator.h"

#include <algorithm>
#include <utility>

namespace check::rules {

RuleEvaluator::RuleEvaluator(const PreparedGroup& group, const PreparedRule& rule,
                             EvaluationContext& context)
    : group_(group), rule_(rule), context_(context), writer_(context.store, context.batches) {}

bool RuleEvaluator::Bind() {
  if (query_) return true;
  problem_ = rule_.unusable;
  if (!problem_.empty()) return false;
  promql::EngineOptions engine = context_.engine;
  if (context_.observer != nullptr) engine.operands = context_.observer->operands();
  Result<promql::Query> query = promql::Query::Bind(*rule_.expr, context_.store, engine);
  if (query) {
    query_ = std::move(*query);
  } else {
    problem_ = query.error().message;
  }
  return query_.has_value();
}

std::optional<promql::Ahead> RuleEvaluator::Steps() const {
  std::optional<promql::Ahead> ahead = context_.ahead;
  if (!ahead) return ahead;
  if (interval_ms_ > 0) {
    ahead->interval = interval_ms_;
    ahead->last -= ahead->last % interval_ms_;
  }
  ahead->last -= group_.query_offset_ms;
  return ahead;
}

std::optional<std::string> RuleEvaluator::Run(std::int64_t time, promql::Vector& vector) {
  if (!Bind()) return problem_;
  const std::optional<promql::Ahead> ahead = Steps();
  Result<promql::Vector> result =
      AsVector(query_->RunInstant(time - group_.query_offset_ms, ahead ? &*ahead : nullptr),
               context_.store.labels());
  if (!result) return result.error().message;
  vector = std::move(*result);
  return std::nullopt;
}

bool RuleEvaluator::RunAhead(std::int64_t time) {
  const std::optional<promql::Ahead> ahead = Steps();
  if (!ahead || time < retry_at_ || !Bind()) return false;
  const auto result = query_->RunAhead(time - group_.query_offset_ms, *ahead);
  if (!result || !UseAhead(*result)) {
    patience_ = std::clamp<std::int64_t>(patience_ * 4, 4, 1'000'000);
    retry_at_ = time + patience_ * ahead->interval;
    return false;
  }
  patience_ = 0;
  written_until_ = time + static_cast<std::int64_t>(result->width - 1) * result->interval;
  return true;
}

std::optional<std::string> RuleEvaluator::Evaluate(std::int64_t time, bool annotate) {
  if (written_until_ && time <= *written_until_) return std::nullopt;
  if (may_write_ahead_ && RunAhead(time)) return std::nullopt;
  promql::Vector vector;
  std::optional<std::string> error = Run(time, vector);
  if (context_.observer != nullptr) {
    context_.observer->RuleEvaluated(rule_, time, vector, error ? &*error : nullptr);
    annotate = annotate || context_.observer->WantsEverything();
  }
  if (!error) error = Use(vector, time, annotate);
  return error;
}

}  // namespace check::rules

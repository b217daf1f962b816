#ifndef LIBCHECK_RULES_EVAL_RULE_EVALUATOR_H_
#define LIBCHECK_RULES_EVAL_RULE_EVALUATOR_H_

#include <cstdint>
#include <optional>
#include <string>

#include "libcheck/promql/engine.h"
#include "libcheck/rules/eval/observer.h"
#include "libcheck/rules/eval/rule_library.h"
#include "libcheck/rules/eval/series_writer.h"
#include "libcheck/rules/eval/template_expander.h"

namespace check::rules {

/// What rules that are evaluated together share.
struct EvaluationContext {
  storage::MemoryStore& store;
  Batches& batches;
  const promql::EngineOptions& engine;
  TemplateExpander& templates;
  EvaluationObserver* observer = nullptr;  ///< May be null.
  /// When the evaluations to come will be; nothing if that is not known.
  std::optional<promql::Ahead> ahead = {};
  bool alert_series = true;  ///< Whether ALERTS and ALERTS_FOR_STATE are recorded.
};

/// A rule while it is evaluated: its expression bound to the store, and all that it remembers from
/// one evaluation to the next.
class RuleEvaluator {
 public:
  RuleEvaluator(const PreparedGroup& group, const PreparedRule& rule, EvaluationContext& context);
  virtual ~RuleEvaluator() = default;
  RuleEvaluator(const RuleEvaluator&) = delete;
  RuleEvaluator& operator=(const RuleEvaluator&) = delete;

  const PreparedRule& rule() const { return rule_; }
  const PreparedGroup& group() const { return group_; }

  /// Evaluates the rule at `time` and writes what it yields. Returns why that failed, in
  /// Prometheus's words. `annotate`: somebody may look at annotations as they are by then.
  std::optional<std::string> Evaluate(std::int64_t time, bool annotate);

  /// From now on the rule is due only at multiples of `interval_ms` > 0.
  void SetInterval(std::int64_t interval_ms) { interval_ms_ = interval_ms; }
  bool IsDue(std::int64_t time) const { return interval_ms_ == 0 || time % interval_ms_ == 0; }

  /// From now on the rule may write what it yields before its time comes; nothing else writes to
  /// its metric.
  void AllowAhead() { may_write_ahead_ = true; }

 protected:
  /// `vector` can be changed at will.
  virtual std::optional<std::string> Use(promql::Vector& vector, std::int64_t time,
                                         bool annotate) = 0;
  /// Writes what the rule yields at all steps of `result`, and promises that the metric is
  /// complete up to the last of them. False if it must be done step by step, and nothing has been
  /// written.
  virtual bool UseAhead(const promql::AheadResult& /*result*/) { return false; }

  std::int64_t limit() const { return group_.group->limit; }

  const PreparedGroup& group_;
  const PreparedRule& rule_;
  EvaluationContext& context_;
  SeriesWriter writer_;

 private:
  bool Bind();
  std::optional<promql::Ahead> Steps() const;
  std::optional<std::string> Run(std::int64_t time, promql::Vector& vector);
  bool RunAhead(std::int64_t time);

  std::optional<promql::Query> query_;
  std::string problem_;  // Why there can be no query.
  bool may_write_ahead_ = false;
  std::int64_t interval_ms_ = 0;  // 0: it is due at all times.
  std::optional<std::int64_t> written_until_;
  std::int64_t retry_at_ = 0;
  std::int64_t patience_ = 0;  // Steps to wait for the next try.
};

}  // namespace check::rules

#endif  // LIBCHECK_RULES_EVAL_RULE_EVALUATOR_H_

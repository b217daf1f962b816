#ifndef LIBCHECK_RULES_EVAL_EVALUATION_H_
#define LIBCHECK_RULES_EVAL_EVALUATION_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/promql/engine.h"
#include "libcheck/promql/parse.h"
#include "libcheck/rules/eval/ahead_plan.h"
#include "libcheck/rules/eval/alerting_evaluator.h"
#include "libcheck/rules/eval/clock.h"
#include "libcheck/rules/eval/needed_rules.h"
#include "libcheck/rules/eval/observer.h"
#include "libcheck/rules/eval/rule_evaluator.h"
#include "libcheck/rules/eval/series_feed.h"
#include "libcheck/rules/eval/text_queries.h"

namespace check::rules {

struct EvaluationOptions {
  Schedule schedule;
  std::int64_t input_step_ns = 0;  ///< Between the samples of the input.
  ServerIdentity server;
  /// How queries are parsed that come as text, be it from templates.
  promql::ParseOptions parser;
  promql::EngineOptions engine;
  /// Evaluate rules that no question depends on as well.
  bool all_rules = false;
  /// Put series into the store before their time where nobody can tell, and evaluate rules at many
  /// steps together.
  bool ahead = true;
  /// Evaluate groups only at times that are multiples of their own intervals, or of this one if
  /// they have none, in milliseconds. 0: at all steps, as unit tests do.
  std::int64_t group_interval_ms = 0;
  /// Record ALERTS and ALERTS_FOR_STATE.
  bool alert_series = true;
};

/// A rule that could not be evaluated.
struct RuleError {
  const PreparedRule* rule = nullptr;
  std::string message;  ///< Prometheus's words.
};

/// What went wrong in a step.
struct StepErrors {
  std::optional<std::string> input;  ///< Why it could not be stored; no rule was evaluated, then.
  std::vector<RuleError> rules;
};

/// Rules, the series that they look at, and what they make of them as time goes on.
///
/// Input is added first; then come Prepare() and one step after the other. Series may also be in
/// the store from the start, with all their samples.
class Evaluation {
 public:
  /// `observer` may be null. `store`: with series that are there from the start; null: there are
  /// none.
  Evaluation(EvaluationOptions options, EvaluationObserver* observer,
             std::unique_ptr<storage::MemoryStore> store = nullptr);
  Evaluation(const Evaluation&) = delete;
  Evaluation& operator=(const Evaluation&) = delete;

  storage::MemoryStore& store() { return *store_; }
  SeriesFeed& input() { return input_; }

  /// Takes up the rules of `groups`, to be evaluated in this order. `asked` may be gone afterwards.
  void Prepare(const std::vector<const PreparedGroup*>& groups, const Questions& asked);

  /// Evaluates all rules. Steps come in order, from 0. `annotate`: somebody may look at annotations
  /// as they are by then.
  StepErrors Step(std::int64_t step, bool annotate);

  /// Alerting rules, in the order in which they are evaluated.
  std::span<AlertingEvaluator* const> alerts() const { return alerts_; }
  /// Queries about what is there.
  TextQueries& queries() { return queries_; }
  const promql::EngineOptions& engine() const { return options_.engine; }
  const Schedule& schedule() const { return options_.schedule; }
  TemplateFaults& template_faults() { return templates_.faults(); }

  /// Whether the outcome is worth nothing: a template has asked for what only the plan of loading
  /// series ahead had put there. Never so without EvaluationOptions::ahead.
  bool has_looked_ahead() const { return templates_.has_looked_ahead(); }

 private:
  void TakeRules(const std::vector<const PreparedGroup*>& groups, const Questions& asked);
  void LoadAhead(const Questions& asked);
  void SetIntervals();

  EvaluationOptions options_;
  EvaluationObserver* observer_;
  std::unique_ptr<storage::MemoryStore> store_;
  Batches batches_;
  SeriesFeed input_;
  TextQueries queries_;
  TemplateExpander templates_;
  EvaluationContext context_;
  std::vector<std::unique_ptr<RuleEvaluator>> rules_;
  std::vector<AlertingEvaluator*> alerts_;
};

}  // namespace check::rules

#endif  // LIBCHECK_RULES_EVAL_EVALUATION_H_

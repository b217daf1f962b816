#include "libcheck/rules/eval/evaluation.h"

#include <chrono>
#include <utility>

#include "libcheck/rules/eval/recording_evaluator.h"

namespace check::rules {

Evaluation::Evaluation(EvaluationOptions options, EvaluationObserver* observer,
                       std::unique_ptr<storage::MemoryStore> store)
    : options_(std::move(options)),
      observer_(observer),
      store_(store ? std::move(store) : std::make_unique<storage::MemoryStore>()),
      input_(*store_, options_.schedule.start_ns, options_.input_step_ns),
      queries_(*store_, options_.engine, options_.parser),
      templates_(options_.server, queries_, observer != nullptr ? observer->branches() : nullptr),
      context_{*store_, batches_, options_.engine, templates_, observer} {
  context_.alert_series = options_.alert_series;
}

void Evaluation::Prepare(const std::vector<const PreparedGroup*>& groups, const Questions& asked) {
  TakeRules(groups, asked);
  SetIntervals();
  if (options_.ahead) LoadAhead(asked);
}

void Evaluation::TakeRules(const std::vector<const PreparedGroup*>& groups,
                           const Questions& asked) {
  // Whoever needs them, rules that fail are to be told of; those left out cannot. Of series that
  // are in the store already nothing is known.
  const bool all = options_.all_rules || store_->series_count() > 0 ||
                   (observer_ != nullptr && observer_->WantsEverything());
  std::optional<NeededRules> needed;
  if (!all) needed.emplace(asked, groups, Fallible(input_, groups, options_.engine));
  for (const PreparedGroup* group : groups) {
    for (const PreparedRule& rule : group->rules) {
      if (needed && !needed->Contains(rule)) continue;
      if (rule.is_alert) {
        auto alert = std::make_unique<AlertingEvaluator>(*group, rule, context_);
        alerts_.push_back(alert.get());
        rules_.push_back(std::move(alert));
      } else {
        rules_.push_back(std::make_unique<RecordingEvaluator>(*group, rule, context_));
      }
    }
  }
}

void Evaluation::SetIntervals() {
  if (options_.group_interval_ms <= 0) return;
  for (const auto& rule : rules_) {
    const std::int64_t own = rule->group().group->interval / std::chrono::milliseconds(1);
    rule->SetInterval(own > 0 ? own : options_.group_interval_ms);
  }
}

void Evaluation::LoadAhead(const Questions& asked) {
  constexpr std::int64_t kMillisecond = 1'000'000;
  AheadPlan plan;
  for (const auto& rule : rules_) plan.AddRule(rule->group(), rule->rule());
  input_.ForEachSeries([&](model::Labels labels) { plan.AddInput(labels.metric_name()); });
  for (std::size_t i = 0; i < store_->series_count(); ++i) {
    plan.AddInput(store_->series(i).labels.metric_name());
  }
  for (const promql::Expr* expr : asked.expressions) plan.AddExpression(*expr);
  const Schedule& schedule = options_.schedule;
  const std::int64_t last = schedule.MillisecondsAt(schedule.last_step * schedule.step_ns);
  if (observer_ != nullptr && plan.any_template_queries()) return;
  input_.LoadAhead(plan, last);
  templates_.Guard(plan);
  if (schedule.step_ns % kMillisecond != 0) return;
  context_.ahead = promql::Ahead{.interval = schedule.step_ns / kMillisecond, .last = last};
  // An observer may want to see each evaluation in its time, and templates may ask for anything.
  if ((observer_ != nullptr && observer_->WantsEvaluations()) || plan.any_template_queries())
    return;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (plan.MayRecord(i)) rules_[i]->AllowAhead();
  }
}

StepErrors Evaluation::Step(std::int64_t step, bool annotate) {
  const std::int64_t now = schedule().MillisecondsAt(step * schedule().step_ns);
  StepErrors errors;
  if (observer_ != nullptr) observer_->StepBegins(now);
  errors.input = input_.AppendTill(now);
  if (errors.input) return errors;
  for (const auto& rule : rules_) {
    if (!rule->IsDue(now)) continue;
    if (auto error = rule->Evaluate(now, annotate)) {
      errors.rules.push_back({&rule->rule(), std::move(*error)});
    }
  }
  return errors;
}

}  // namespace check::rules

#include "libcheck/unittest/group_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <utility>

#include "libcheck/base/quote.h"
#include "libcheck/rules/eval/evaluation.h"
#include "libcheck/rules/eval/history.h"
#include "libcheck/unittest/advice.h"
#include "libcheck/unittest/faults.h"
#include "libcheck/unittest/input_text.h"
#include "libcheck/unittest/match.h"

namespace check::unittest {
namespace {

using rules::Alert;
using rules::AlertState;

// Forty years of minutes. Each costs some microseconds, and much more in promtool.
constexpr std::int64_t kMaxEvaluations = 20'000'000;

OwnLabels Own(model::Labels labels) {
  OwnLabels own;
  for (const model::Label& label : labels.list()) {
    own.emplace_back(label.name->text, label.value->text);
  }
  return own;
}

// Calls `visit(pair)` for each. Of names given twice, through merge keys, the last one counts.
template <typename Visit>
void ForEachPair(std::span<const Pair> pairs, Visit&& visit) {
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (i + 1 == pairs.size() || pairs[i + 1].name != pairs[i].name) visit(pairs[i]);
  }
}

OwnLabels Own(std::span<const Pair> pairs) {
  OwnLabels own;
  ForEachPair(pairs, [&](const Pair& pair) { own.emplace_back(pair.name, pair.value); });
  return own;
}

rules::EvaluationOptions OptionsFor(const TestFile& file, const TestGroup& group,
                                    const RunOptions& options) {
  const Duration interval = file.evaluation_interval.value;
  rules::EvaluationOptions evaluation;
  evaluation.schedule = {.start_ns = group.start.value_or(0),
                         .step_ns = interval.count(),
                         .last_step = group.LastTime().count() / interval.count()};
  evaluation.input_step_ns = group.interval.value.count();
  ForEachPair(group.external_labels, [&](const Pair& pair) {
    evaluation.server.external_labels.push_back({pair.name, pair.value});
  });
  evaluation.server.external_url = group.external_url;
  evaluation.parser = options.parser;
  evaluation.engine = options.engine;
  evaluation.engine.default_subquery_step =
      std::chrono::duration_cast<std::chrono::milliseconds>(interval).count();
  evaluation.all_rules = options.as_upstream || options.all_rules || options.debug;
  evaluation.ahead = options.ahead;
  return evaluation;
}

// A test group while it runs.
class GroupRun {
 public:
  GroupRun(const TestFile& file, const TestGroup& group, const RulesUnderTest& under_test,
           const RunOptions& options, Arena& arena, rules::EvaluationObserver* observer)
      : file_(file),
        group_(group),
        under_test_(under_test),
        options_(options),
        arena_(arena),
        evaluation_(OptionsFor(file, group, options), observer) {}

  GroupOutcome Run();

  // Whether the outcome is worth nothing.
  bool has_to_be_repeated() const { return evaluation_.has_looked_ahead(); }

 private:
  bool FindFaults();
  bool FindUnnamedAlert();
  void PrepareRules();
  void RunSteps();
  bool IsTestedAt(std::int64_t since_ns) const;
  bool Evaluate(std::int64_t step, bool tested);
  void CheckAlertTest(const AlertTest& test);
  void CheckExtendedAlerts(const AlertTest& test);
  bool CheckExtendedSamples(const ExprTest& test, std::vector<SampleView>& expected,
                            std::vector<SampleView>& got, std::string& message) const;
  void CheckExpression(const ExprTest& test);
  bool SameSamples(const std::vector<SampleView>& expected,
                   const std::vector<SampleView>& got) const;
  void Dump();

  template <typename What>
  void Fail(const yaml::Node& node, What what) {
    outcome_.failures.push_back({{file_.file, node.span}, std::move(what)});
  }
  History HistoryOf(const AlertTest& test) {
    return rules::HistoryOfAlert(evaluation_, test.alertname.value, test.eval_time.value.count());
  }
  History HistoryOf(const ExprTest& test) {
    return rules::HistoryOfExpression(evaluation_, test.expr.value, test.eval_time.value.count());
  }
  // With all that people are told of it.
  template <typename What>
  What Told(What failure) {
    if (options_.as_upstream || options_.brief) return failure;
    failure.history = HistoryOf(*failure.test);
    failure.advice = AdviceOn(failure, {file_, group_, under_test_, evaluation_});
    return failure;
  }
  const rules::Schedule& schedule() const { return evaluation_.schedule(); }

  const TestFile& file_;
  const TestGroup& group_;
  const RulesUnderTest& under_test_;
  const RunOptions& options_;
  Arena& arena_;
  rules::Evaluation evaluation_;
  GroupOutcome outcome_;
  std::vector<const AlertTest*> alert_tests_;  // By time.
  std::size_t next_test_ = 0;
};

GroupOutcome GroupRun::Run() {
  outcome_.group = &group_;
  if (FindFaults()) return std::move(outcome_);
  PrepareRules();
  RunSteps();
  outcome_.template_faults = std::move(evaluation_.template_faults());
  return std::move(outcome_);
}

// Finds what keeps the group from being run.
bool GroupRun::FindFaults() {
  std::vector<Failure> unreadable =
      ReadInputText(*file_.file, group_, arena_, /*all=*/false, [&](InputLine line) {
        const auto& labels = line.series.labels;
        evaluation_.input().Add({labels.begin(), labels.end()}, std::move(line.series.values),
                                std::move(line.starts));
      });
  if (!unreadable.empty()) {
    outcome_.failures.push_back(std::move(unreadable.front()));
    return true;
  }
  for (const std::string& error : under_test_.errors) Fail(*group_.node, BadRuleFile{error});
  if (!under_test_.errors.empty() || FindUnnamedAlert()) return true;
  if (schedule().last_step < kMaxEvaluations) return false;
  Fail(*group_.node, TooLong{fmt::format("the test needs {} evaluations, more than the limit of {}",
                                         schedule().last_step + 1, kMaxEvaluations)});
  return true;
}

bool GroupRun::FindUnnamedAlert() {
  for (const AlertTest& test : group_.alert_tests) {
    if (test.alertname.value.empty()) {
      outcome_.failures.push_back(UnnamedAlert(*file_.file, group_, test));
      return true;
    }
    alert_tests_.push_back(&test);
  }
  std::stable_sort(alert_tests_.begin(), alert_tests_.end(),
                   [](const AlertTest* a, const AlertTest* b) {
                     return a->eval_time.value < b->eval_time.value;
                   });
  return false;
}

void GroupRun::PrepareRules() {
  rules::Questions asked;
  for (const AlertTest* test : alert_tests_) asked.alerts.push_back(test->alertname.value);
  for (const ExprTest& test : group_.expr_tests) {
    const promql::Expr* expr = evaluation_.queries().Parse(std::string(test.expr.value));
    if (expr != nullptr) asked.expressions.push_back(expr);
  }
  evaluation_.Prepare(under_test_.groups, asked);
}

void GroupRun::RunSteps() {
  for (std::int64_t i = 0; i <= schedule().last_step; ++i) {
    const std::int64_t since = i * schedule().step_ns;
    if (!Evaluate(i, IsTestedAt(since))) return;
    for (; IsTestedAt(since); ++next_test_) CheckAlertTest(*alert_tests_[next_test_]);
    if (has_to_be_repeated()) return;
  }
  for (const ExprTest& test : group_.expr_tests) CheckExpression(test);
  if (options_.debug) Dump();
}

// Whether the next test of alerts is about their state after the evaluation at `since_ns`.
bool GroupRun::IsTestedAt(std::int64_t since_ns) const {
  return next_test_ < alert_tests_.size() &&
         alert_tests_[next_test_]->eval_time.value.count() - since_ns < schedule().step_ns;
}

bool GroupRun::Evaluate(std::int64_t step, bool tested) {
  rules::StepErrors errors = evaluation_.Step(step, tested);
  if (errors.input) Fail(*group_.node, BadInput{std::move(*errors.input)});
  for (rules::RuleError& error : errors.rules) {
    Fail(*group_.node, RuleFailed{error.rule, schedule().NanosecondsAt(step * schedule().step_ns),
                                  std::move(error.message)});
  }
  return errors.rules.empty();
}

void GroupRun::CheckAlertTest(const AlertTest& test) {
  if (!test.is_plain()) return CheckExtendedAlerts(test);
  std::vector<AlertView> expected;
  for (const ExpectedAlert& alert : test.alerts) {
    AlertView& view = expected.emplace_back(AlertView{Own(alert.labels), Own(alert.annotations)});
    Put(view.labels, rules::kAlertNameLabel, test.alertname.value);
  }
  std::vector<AlertView> got;
  for (rules::AlertingEvaluator* alerting : evaluation_.alerts()) {
    if (alerting->rule().name != test.alertname.value) continue;
    alerting->ForEach(AlertState::kFiring, [&](const Alert& alert) {
      got.push_back({Own(alert.labels), alert.annotations});
    });
  }
  std::sort(expected.begin(), expected.end());
  std::sort(got.begin(), got.end());
  if (expected == got) return;
  AlertsDiffer failure = {&test, std::move(expected), std::move(got)};
  Fail(*test.node, Told(std::move(failure)));
}

void GroupRun::CheckExtendedAlerts(const AlertTest& test) {
  std::vector<AlertView> got;
  const bool inactive = test.state == AlertState::kInactive;
  for (rules::AlertingEvaluator* alerting : evaluation_.alerts()) {
    if (alerting->rule().name != test.alertname.value) continue;
    alerting->ForEach(AlertState::kPending, [&](const Alert& alert) {
      if (!inactive && alert.state != test.state) return;
      got.push_back({Own(alert.labels), alert.annotations});
    });
  }
  std::sort(got.begin(), got.end());
  const std::string_view state = inactive ? "pending or firing" : ToString(test.state);
  const std::int64_t count = static_cast<std::int64_t>(got.size());
  std::vector<AlertView> missing;
  std::vector<AlertView> left;
  // A count alone says nothing about which alerts there are.
  const bool listed = test.alerts_node != nullptr || !test.count;
  if (inactive) {
    left = got;
  } else if (listed) {
    std::vector<std::size_t> unmatched;
    const std::vector<bool> given = Assign(
        test.alerts.size(), got.size(),
        [&](std::size_t i, std::size_t k) { return Matches(test.alerts[i], got[k]); }, unmatched);
    for (const std::size_t i : unmatched) missing.push_back(Shown(test.alerts[i]));
    for (std::size_t k = 0; k < got.size(); ++k) {
      if (!given[k]) left.push_back(got[k]);
    }
  }
  const bool wrong_count = test.count && *test.count != count && !inactive;
  if (missing.empty() && (left.empty() || (test.partial && !inactive)) && !wrong_count) {
    return;
  }
  std::string message =
      fmt::format("{} of `{}` {} {} at {}", count, test.alertname.value, count == 1 ? "is" : "are",
                  state, FormatPrometheusDuration(test.eval_time.value));
  if (wrong_count) message += fmt::format(", not {}", *test.count);
  if (!missing.empty()) message += ", but not as expected";
  if (!listed) left = got;
  Fail(*test.node,
       Told(AlertsDiffer{&test, std::move(missing), std::move(left), std::move(message)}));
}

// Leaves in `expected` and `got` what does not fit.
bool GroupRun::CheckExtendedSamples(const ExprTest& test, std::vector<SampleView>& expected,
                                    std::vector<SampleView>& got, std::string& message) const {
  const std::int64_t count = static_cast<std::int64_t>(got.size());
  const bool listed = test.samples_node != nullptr || !test.count;
  const bool wrong_count = test.count && *test.count != count;
  std::vector<SampleView> missing;
  std::vector<SampleView> left;
  if (listed) {
    std::vector<std::size_t> unmatched;
    const std::vector<bool> given = Assign(
        expected.size(), got.size(),
        [&](std::size_t i, std::size_t k) {
          return Matches(test.samples[i], expected[i], got[k], test.tolerance);
        },
        unmatched);
    for (const std::size_t i : unmatched) missing.push_back(expected[i]);
    for (std::size_t k = 0; k < got.size(); ++k) {
      if (!given[k]) left.push_back(got[k]);
    }
  }
  if (missing.empty() && (left.empty() || test.partial) && !wrong_count) return true;
  message = fmt::format("the expression gives {} sample{} at {}", count, count == 1 ? "" : "s",
                        FormatPrometheusDuration(test.eval_time.value));
  if (wrong_count) message += fmt::format(", not {}", *test.count);
  if (!missing.empty()) message += ", but not as expected";
  if (listed) got = std::move(left);
  expected = std::move(missing);
  return false;
}

void GroupRun::CheckExpression(const ExprTest& test) {
  const yaml::Node& node = test.expr.node != nullptr ? *test.expr.node : *test.node;
  const std::int64_t at = schedule().MillisecondsAt(test.eval_time.value.count());
  const Result<promql::Vector> result = evaluation_.queries().Run(std::string(test.expr.value), at);
  if (!result) {
    Fail(node, ExpressionFailed{&test, result.error().message});
    return;
  }
  std::vector<SampleView> got;
  for (const promql::VectorSample& sample : *result) {
    got.push_back({Own(sample.labels), sample.histogram ? 0 : sample.value,
                   sample.histogram ? sample.histogram->TestExpression() : std::string()});
  }
  std::vector<SampleView> expected;
  for (const ExpectedSample& sample : test.samples) {
    if (auto problem = ReadExpected(sample, expected.emplace_back())) {
      Fail(node, ExpressionFailed{&test, std::move(*problem)});
      return;
    }
  }
  std::string message;
  if (!test.is_plain()) {
    if (CheckExtendedSamples(test, expected, got, message)) return;
    Fail(node, Told(SamplesDiffer{&test, std::move(expected), std::move(got), std::move(message)}));
    return;
  }
  const auto by_labels = [](const SampleView& a, const SampleView& b) {
    return a.labels < b.labels;
  };
  std::stable_sort(expected.begin(), expected.end(), by_labels);
  std::stable_sort(got.begin(), got.end(), by_labels);
  if (SameSamples(expected, got)) return;
  SamplesDiffer failure = {&test, std::move(expected), std::move(got)};
  Fail(node, Told(std::move(failure)));
}

bool GroupRun::SameSamples(const std::vector<SampleView>& expected,
                           const std::vector<SampleView>& got) const {
  const auto same_value = [&](double a, double b) {
    if (a == b) return true;
    // promtool: NaN is never what was expected.
    if (!options_.as_upstream && std::isnan(a) && std::isnan(b)) return true;
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    return file_.fuzzy_compare &&
           (std::nextafter(a, -kInfinity) == b || std::nextafter(a, kInfinity) == b);
  };
  return std::equal(expected.begin(), expected.end(), got.begin(), got.end(),
                    [&](const SampleView& a, const SampleView& b) {
                      return a.labels == b.labels && a.histogram == b.histogram &&
                             same_value(a.value, b.value);
                    });
}

void GroupRun::Dump() {
  // Rounded up to a whole second, past the last one.
  const Duration until =
      std::chrono::floor<std::chrono::seconds>(group_.LastTime() + std::chrono::seconds(1));
  const std::string shown = FormatGoDuration(until);
  const std::string expr = fmt::format("{{__name__=~\".+\"}}[{}]", shown);
  const SourceBuffer source("", expr);
  Arena arena;
  UpstreamTexts texts;
  Diagnostics diagnostics(&texts);
  const promql::Expr* parsed = promql::ParseExpr(source, options_.parser, arena, diagnostics);
  const auto fail = [&](std::string_view what, std::string_view message) {
    outcome_.debug =
        fmt::format("DEBUG: Failed {}, expr: {}, err: {}\n", what, GoQuote(expr), message);
  };
  if (parsed == nullptr) return fail("querying", diagnostics.found().front().upstream.str());
  Result<promql::Query> query =
      promql::Query::Bind(*parsed, evaluation_.store(), evaluation_.engine());
  if (!query) return fail("querying", query.error().message);
  const promql::QueryResult result = query->RunInstant(schedule().MillisecondsAt(until.count()));
  if (result.error) return fail("query exec", *result.error);
  outcome_.debug = fmt::format("DEBUG: Dump of all data (input_series and rules) at {}:\n{}\n",
                               shown, promql::ToString(result.value));
}

GroupOutcome RunOnce(const TestFile& file, const TestGroup& group, const RulesUnderTest& under_test,
                     const RunOptions& options, Arena& arena, rules::EvaluationObserver* observer) {
  GroupRun run(file, group, under_test, options, arena, observer);
  GroupOutcome outcome = run.Run();
  if (!run.has_to_be_repeated()) return outcome;
  RunOptions again = options;
  again.ahead = false;
  return GroupRun(file, group, under_test, again, arena, observer).Run();
}

bool ValuesDiffer(const Failure& failure) {
  return failure.is<AlertsDiffer>() || failure.is<SamplesDiffer>();
}

}  // namespace

GroupOutcome RunGroup(const TestFile& file, const TestGroup& group,
                      const RulesUnderTest& under_test, const RunOptions& options, Arena& arena,
                      rules::EvaluationObserver* observer) {
  GroupOutcome outcome = RunOnce(file, group, under_test, options, arena, observer);
  if (options.as_upstream ||
      std::none_of(outcome.failures.begin(), outcome.failures.end(), ValuesDiffer)) {
    return outcome;
  }
  RunOptions as_before = options;
  as_before.brief = true;
  as_before.engine.closed_ranges = true;
  as_before.engine.lookback_delta += 1;
  AdviseOnRanges(RunOnce(file, group, under_test, as_before, arena, nullptr), outcome);
  return outcome;
}

}  // namespace check::unittest

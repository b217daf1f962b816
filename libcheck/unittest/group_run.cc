#include "libcheck/unittest/group_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include "libcheck/base/quote.h"
#include "libcheck/promql/annotations.h"
#include "libcheck/promql/lexer.h"
#include "libcheck/promql/series_description.h"
#include "libcheck/unittest/clock.h"
#include "libcheck/unittest/faults.h"
#include "libcheck/unittest/match.h"
#include "libcheck/unittest/reach.h"

namespace check::unittest {
namespace {

using Kind = Failure::Kind;

// Forty years of minutes. Each costs some microseconds, and much more in promtool.
constexpr std::int64_t kMaxEvaluations = 20'000'000;

OwnLabels Own(model::Labels labels) {
  OwnLabels own;
  for (const model::Label& label : labels.list()) {
    own.emplace_back(label.name->text, label.value->text);
  }
  return own;
}

OwnLabels Own(std::span<const Pair> pairs) {
  OwnLabels own;
  for (const Pair& pair : pairs) {
    // Of names given twice, through merge keys, the last one counts.
    if (!own.empty() && own.back().first == pair.name) own.pop_back();
    own.emplace_back(pair.name, pair.value);
  }
  return own;
}

promql::EngineOptions EngineFor(const TestFile& file, const RunOptions& options) {
  promql::EngineOptions engine = options.engine;
  engine.default_subquery_step =
      std::chrono::duration_cast<std::chrono::milliseconds>(file.evaluation_interval.value).count();
  return engine;
}

}  // namespace

GroupOutcome RunGroup(const TestFile& file, const TestGroup& group, const RulesUnderTest& rules,
                      const RunOptions& options, Arena& arena, Observer* observer) {
  RunOptions each = options;
  GroupRun run(file, group, rules, each, arena, observer);
  GroupOutcome outcome = run.Run();
  if (!run.has_to_be_repeated()) return outcome;
  each.ahead = false;
  return GroupRun(file, group, rules, each, arena, observer).Run();
}

GroupRun::GroupRun(const TestFile& file, const TestGroup& group, const RulesUnderTest& rules,
                   const RunOptions& options, Arena& arena, Observer* observer)
    : file_(file),
      group_(group),
      under_test_(rules),
      options_(options),
      arena_(arena),
      observer_(observer),
      engine_(EngineFor(file, options)),
      queries_(store_, engine_, options.parser),
      text_(group, queries_, observer != nullptr ? observer->branches() : nullptr),
      world_{store_, batches_, engine_, text_, observer} {}

GroupOutcome GroupRun::Run() {
  outcome_.group = &group_;
  if (auto failure = input_.Read(*file_.file, group_, arena_, store_)) {
    outcome_.failures.push_back(std::move(*failure));
    return std::move(outcome_);
  }
  if (!under_test_.errors.empty()) {
    for (const std::string& error : under_test_.errors) {
      outcome_.failures.push_back(
          {.kind = Kind::kRuleFile, .where = {file_.file, group_.node->span}, .message = error});
    }
    return std::move(outcome_);
  }
  if (FindUnnamedAlert() || IsTooLong()) return std::move(outcome_);
  PrepareRules();
  LoadAhead();
  RunSteps();
  for (auto& [text, message] : text_.faults()) {
    outcome_.template_faults.push_back({text, std::move(message)});
  }
  return std::move(outcome_);
}

bool GroupRun::FindUnnamedAlert() {
  for (const AlertTest& test : group_.alert_tests) {
    if (!test.alertname.value.empty()) {
      alert_tests_.push_back(&test);
      continue;
    }
    outcome_.failures.push_back(UnnamedAlert(*file_.file, group_, test));
    return true;
  }
  std::stable_sort(alert_tests_.begin(), alert_tests_.end(),
                   [](const AlertTest* a, const AlertTest* b) {
                     return a->eval_time.value < b->eval_time.value;
                   });
  return false;
}

void GroupRun::PrepareRules() {
  // A rule that fails is a failure, whoever needs it; those left out cannot.
  const bool all = options_.as_upstream || options_.all_rules || options_.debug ||
                   (observer_ != nullptr && observer_->WantsEverything());
  std::optional<Reach> reach;
  if (!all) {
    reach.emplace(group_, under_test_.groups, options_.parser,
                  Fallible(input_, under_test_.groups, engine_));
  }
  for (const PreparedGroup* group : under_test_.groups) {
    for (const PreparedRule& rule : group->rules) {
      if (reach && !reach->Contains(rule)) continue;
      if (rule.is_alert) {
        auto run = std::make_unique<AlertRun>(*group, rule, world_);
        alerts_.push_back(run.get());
        rules_.push_back(std::move(run));
      } else {
        rules_.push_back(std::make_unique<RecordingRun>(*group, rule, world_));
      }
    }
  }
}

bool GroupRun::IsTooLong() {
  if (LastStep() < kMaxEvaluations) return false;
  outcome_.failures.push_back(
      {.kind = Kind::kTooLong,
       .where = {file_.file, group_.node->span},
       .message = fmt::format("the test takes {} evaluations, and no more than {} are made",
                              LastStep() + 1, kMaxEvaluations)});
  return true;
}

void GroupRun::LoadAhead() {
  constexpr std::int64_t kMillisecond = 1'000'000;
  if (!options_.ahead) return;
  for (const auto& run : rules_) plan_.AddRule(run->group(), run->rule());
  input_.ForEachSeries([&](model::Labels labels) { plan_.AddInput(labels.metric_name()); });
  for (const ExprTest& test : group_.expr_tests) {
    Arena arena;
    Diagnostics diagnostics;
    const SourceBuffer source("", std::string(test.expr.value));
    const promql::Expr* expr = promql::ParseExpr(source, options_.parser, arena, diagnostics);
    if (expr != nullptr) plan_.AddExpression(*expr);
  }
  const std::int64_t last = MillisecondsAt(start_ns(), LastStep() * step_ns());
  if (observer_ != nullptr && plan_.any_template_queries()) return;
  input_.LoadAhead(plan_, last, store_);
  text_.Guard(plan_);
  if (step_ns() % kMillisecond != 0) return;
  world_.ahead = promql::Ahead{.interval = step_ns() / kMillisecond, .last = last};
  // An observer is to see each evaluation in its time, and templates may ask for anything.
  if (observer_ != nullptr || plan_.any_template_queries()) return;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (plan_.MayRecord(i)) rules_[i]->AllowAhead();
  }
}

void GroupRun::RunSteps() {
  for (std::int64_t i = 0; i <= LastStep(); ++i) {
    const std::int64_t since = i * step_ns();
    const bool tested = IsTestedAt(since);
    if (!Evaluate(since, tested)) return;
    for (; IsTestedAt(since); ++next_test_) CheckAlertTest(*alert_tests_[next_test_]);
    if (has_to_be_repeated()) return;
  }
  CheckExpressions();
  if (options_.debug) Dump();
}

// Whether the next test of alerts is about their state after the evaluation at `since_ns`.
bool GroupRun::IsTestedAt(std::int64_t since_ns) const {
  return next_test_ < alert_tests_.size() &&
         alert_tests_[next_test_]->eval_time.value.count() - since_ns < step_ns();
}

bool GroupRun::Evaluate(std::int64_t since_ns, bool text_wanted) {
  const std::int64_t now = MillisecondsAt(start_ns(), since_ns);
  if (observer_ != nullptr) observer_->StepBegins(now);
  if (auto error = input_.AppendTill(now, store_)) {
    outcome_.failures.push_back({.kind = Kind::kInput,
                                 .where = {file_.file, group_.node->span},
                                 .message = std::move(*error)});
    return true;
  }
  bool good = true;
  for (const auto& rule : rules_) {
    auto error = rule->Evaluate(now, text_wanted);
    if (!error) continue;
    good = false;
    outcome_.failures.push_back({.kind = Kind::kRule,
                                 .where = {file_.file, group_.node->span},
                                 .message = std::move(*error),
                                 .rule = &rule->rule(),
                                 .rule_group = &rule->group(),
                                 .time = NanosecondsAt(start_ns(), since_ns)});
  }
  return good;
}

void GroupRun::CheckAlertTest(const AlertTest& test) {
  if (!test.is_plain()) return CheckExtendedAlerts(test);
  std::vector<AlertView> expected;
  for (const ExpectedAlert& alert : test.alerts) {
    AlertView& view = expected.emplace_back(AlertView{Own(alert.labels), Own(alert.annotations)});
    Put(view.labels, "alertname", test.alertname.value);
  }
  std::vector<AlertView> got;
  for (AlertRun* run : alerts_) {
    if (run->rule().name != test.alertname.value) continue;
    run->ForEachFiring([&](const Alert& alert) {
      got.push_back({Own(alert.labels), alert.annotations});
    });
  }
  std::sort(expected.begin(), expected.end());
  std::sort(got.begin(), got.end());
  if (expected == got) return;
  outcome_.failures.push_back({.kind = Kind::kAlerts,
                               .where = {file_.file, test.node->span},
                               .alert_test = &test,
                               .expected_alerts = std::move(expected),
                               .got_alerts = std::move(got)});
  if (!options_.as_upstream) outcome_.failures.back().history = HistoryOfAlert(test);
}

void GroupRun::CheckExtendedAlerts(const AlertTest& test) {
  std::vector<AlertView> got;
  for (AlertRun* run : alerts_) {
    if (run->rule().name != test.alertname.value) continue;
    run->ForEachActive([&](const Alert& alert) {
      const bool firing = alert.state == Alert::State::kFiring;
      const bool counts =
          test.state == TestedState::kInactive || firing == (test.state == TestedState::kFiring);
      if (counts) got.push_back({Own(alert.labels), alert.annotations});
    });
  }
  std::sort(got.begin(), got.end());
  const std::string_view state = test.state == TestedState::kFiring    ? "firing"
                                 : test.state == TestedState::kPending ? "pending"
                                                                       : "pending or firing";
  const std::int64_t count = static_cast<std::int64_t>(got.size());
  std::vector<AlertView> missing;
  std::vector<AlertView> left;
  // A count alone says nothing about which alerts there are.
  const bool listed = test.alerts_node != nullptr || !test.count;
  if (test.state == TestedState::kInactive) {
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
  const bool wrong_count =
      test.count && *test.count != count && test.state != TestedState::kInactive;
  if (missing.empty() &&
      (left.empty() || (test.partial && !left.empty() && test.state != TestedState::kInactive)) &&
      !wrong_count) {
    return;
  }
  std::string message =
      fmt::format("{} of `{}` {} {} at {}", count, test.alertname.value, count == 1 ? "is" : "are",
                  state, FormatPrometheusDuration(test.eval_time.value));
  if (wrong_count) message += fmt::format(", not {}", *test.count);
  if (!missing.empty()) message += ", but not as expected";
  if (!listed) left = got;
  outcome_.failures.push_back({.kind = Kind::kAlerts,
                               .where = {file_.file, test.node->span},
                               .message = std::move(message),
                               .alert_test = &test,
                               .expected_alerts = std::move(missing),
                               .got_alerts = std::move(left)});
  outcome_.failures.back().history = HistoryOfAlert(test);
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

void GroupRun::CheckExpressions() {
  for (const ExprTest& test : group_.expr_tests) CheckExpression(test);
}

void GroupRun::CheckExpression(const ExprTest& test) {
  const auto fail = [&](Kind kind, std::string message) -> Failure& {
    const yaml::Node* node = test.expr.node != nullptr ? test.expr.node : test.node;
    return outcome_.failures.emplace_back(Failure{.kind = kind,
                                                  .where = {file_.file, node->span},
                                                  .message = std::move(message),
                                                  .expr_test = &test});
  };
  const std::int64_t at = MillisecondsAt(start_ns(), test.eval_time.value.count());
  const Result<promql::Vector> result = queries_.Run(std::string(test.expr.value), at);
  if (!result) {
    fail(Kind::kExpression, result.error().message);
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
      fail(Kind::kExpression, std::move(*problem));
      return;
    }
  }
  std::string message;
  if (!test.is_plain()) {
    if (CheckExtendedSamples(test, expected, got, message)) return;
    Failure& failure = fail(Kind::kSamples, std::move(message));
    failure.expected_samples = std::move(expected);
    failure.got_samples = std::move(got);
    failure.history = HistoryOfExpression(test);
    return;
  }
  const auto by_labels = [](const SampleView& a, const SampleView& b) {
    return a.labels < b.labels;
  };
  std::stable_sort(expected.begin(), expected.end(), by_labels);
  std::stable_sort(got.begin(), got.end(), by_labels);
  if (SameSamples(expected, got)) return;
  Failure& failure = fail(Kind::kSamples, {});
  failure.expected_samples = std::move(expected);
  failure.got_samples = std::move(got);
  if (!options_.as_upstream) failure.history = HistoryOfExpression(test);
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
  Diagnostics diagnostics;
  const promql::Expr* parsed = promql::ParseExpr(source, options_.parser, arena, diagnostics);
  const auto fail = [&](std::string_view what, std::string_view message) {
    outcome_.debug =
        fmt::format("DEBUG: Failed {}, expr: {}, err: {}\n", what, GoQuote(expr), message);
  };
  if (parsed == nullptr) return fail("querying", diagnostics.found().front().upstream);
  Result<promql::Query> query = promql::Query::Bind(*parsed, store_, engine_);
  if (!query) return fail("querying", query.error().message);
  const promql::QueryResult result = query->RunInstant(MillisecondsAt(start_ns(), until.count()));
  if (result.error) return fail("query exec", *result.error);
  outcome_.debug = fmt::format("DEBUG: Dump of all data (input_series and rules) at {}:\n{}\n",
                               shown, promql::ToString(result.value));
}

}  // namespace check::unittest

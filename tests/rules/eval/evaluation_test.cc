#include "libcheck/rules/eval/evaluation.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

#include "libcheck/rules/eval/history.h"
#include "tests/rules/eval/prepared_text.h"

namespace check::rules {
namespace {

using Lines = std::vector<std::string>;

// As doctest shows them.
std::string Joined(const Lines& lines) { return fmt::format("{}", fmt::join(lines, "\n")); }

constexpr std::int64_t kMinute = 60'000'000'000;

EvaluationOptions EveryMinute(std::int64_t last_step) {
  EvaluationOptions options;
  options.schedule = {.start_ns = 0, .step_ns = kMinute, .last_step = last_step};
  options.input_step_ns = kMinute;
  return options;
}

// What happens, line by line: `2m Down{...}: pending -> firing`.
class Log final : public EvaluationObserver {
 public:
  void AlertChanged(const PreparedRule& rule, std::int64_t time, model::Labels labels,
                    AlertState from, AlertState to) override {
    lines.push_back(fmt::format("{}m {}{}: {} -> {}", time / 60'000, rule.name, labels.ToString(),
                                ToString(from), ToString(to)));
  }
  void RuleEvaluated(const PreparedRule& rule, std::int64_t time, const promql::Vector& /*result*/,
                     const std::string* error) override {
    if (error != nullptr)
      lines.push_back(fmt::format("{}m {}: {}", time / 60'000, rule.name, *error));
  }

  Lines lines;
};

// The alerts of all rules that are pending or firing: `firing {...} summary="..."`.
Lines AlertsOf(Evaluation& evaluation) {
  Lines lines;
  for (AlertingEvaluator* alerting : evaluation.alerts()) {
    alerting->ForEach(AlertState::kPending, [&](const Alert& alert) {
      std::string line = fmt::format("{} {}", ToString(alert.state), alert.labels.ToString());
      for (const auto& [name, value] : alert.annotations)
        line += fmt::format(" {}={}", name, value);
      lines.push_back(line);
    });
  }
  return lines;
}

Lines Ask(Evaluation& evaluation, const std::string& expr, std::int64_t minutes) {
  Lines lines;
  const auto vector = evaluation.queries().Run(expr, minutes * 60'000);
  REQUIRE(vector.ok());
  for (const promql::VectorSample& sample : *vector) {
    lines.push_back(fmt::format("{} {}", sample.labels.ToString(), sample.value));
  }
  return lines;
}

constexpr std::string_view kDown = R"(
groups:
- name: g
  rules:
  - {record: down, expr: up == 0}
  - alert: Down
    expr: down
    for: 2m
    keep_firing_for: 1m
    labels: {severity: page}
    annotations: {summary: '{{ $labels.job }} of {{ $externalLabels.cluster }} is {{ $value }}'}
)";

TEST_CASE("an alert goes from one state into another, without any test file") {
  const test::PreparedText text(kDown);
  EvaluationOptions options = EveryMinute(8);
  options.server.external_labels = {{"cluster", "east"}};
  Log log;
  Evaluation evaluation(options, &log);
  test::Feed(evaluation.input(), "up{job=\"a\"} 1 0x3 1x5");
  evaluation.Prepare(text.groups, {.alerts = {"Down"}, .expressions = {}});
  Lines at_four;
  for (std::int64_t step = 0; step <= 8; ++step) {
    const StepErrors errors = evaluation.Step(step, false);
    CHECK_FALSE(errors.input);
    CHECK(errors.rules.empty());
    if (step == 4) at_four = AlertsOf(evaluation);
  }
  const std::string labels = R"({alertname="Down", job="a", severity="page"})";
  CHECK(Joined(log.lines) == Joined(Lines{"1m Down" + labels + ": inactive -> pending",
                                          "3m Down" + labels + ": pending -> firing",
                                          "6m Down" + labels + ": firing -> inactive"}));
  CHECK(Joined(at_four) == Joined(Lines{"firing " + labels + " summary=a of east is 0"}));
  CHECK(AlertsOf(evaluation).empty());
  CHECK(Joined(HistoryOfAlert(evaluation, "Down", 4 * kMinute)) ==
        Joined(Lines{"`down` from 0s to 4m:",
                     "  {__name__=\"down\", job=\"a\"}  1m: 0  2m: 0  3m: 0  4m: 0"}));
}

TEST_CASE("rules are evaluated over what is in the store already") {
  const test::PreparedText text(R"(
groups:
- name: g
  rules:
  - {record: doubled, expr: 2 * raw}
)");
  Evaluation evaluation(EveryMinute(3), nullptr);
  for (std::int64_t minute = 0; minute <= 3; ++minute) {
    const auto append = [&](std::string_view name, std::string_view job) {
      const model::Labels labels =
          evaluation.store().labels().Make({{"__name__", name}, {"job", job}});
      REQUIRE(evaluation.store().Append(labels, minute * 60'000, static_cast<double>(minute)).ok());
    };
    append("raw", "a");
    // Of the same name as what is recorded, and there from the start.
    append("doubled", "b");
  }
  evaluation.Prepare(text.groups, {});
  for (std::int64_t step = 0; step <= 3; ++step) CHECK(evaluation.Step(step, false).rules.empty());
  CHECK(Joined(Ask(evaluation, "doubled", 3)) ==
        Joined(Lines{R"({__name__="doubled", job="b"} 3)", R"({__name__="doubled", job="a"} 6)"}));
}

TEST_CASE("what fails is said of each step, and other rules go on") {
  const test::PreparedText text(R"(
groups:
- name: g
  rules:
  - {record: bad, expr: a * on (x) b}
  - {record: good, expr: sum(a)}
)");
  Log log;
  Evaluation evaluation(EveryMinute(1), &log);
  test::Feed(evaluation.input(), "a{x=\"1\", y=\"1\"} 1x3");
  test::Feed(evaluation.input(), "a{x=\"1\", y=\"2\"} 1x3");
  test::Feed(evaluation.input(), "b{x=\"1\"} 1x3");
  evaluation.Prepare(text.groups, {.alerts = {}, .expressions = {}});
  const StepErrors errors = evaluation.Step(0, false);
  REQUIRE(errors.rules.size() == 1);
  CHECK(errors.rules[0].rule->name == "bad");
  CHECK(errors.rules[0].message.starts_with("multiple matches for labels: many-to-one"));
  CHECK(Joined(log.lines) == Joined(Lines{"0m bad: " + errors.rules[0].message}));
}

TEST_CASE("rules that nobody asks about are left out unless everybody wants them") {
  const test::PreparedText text(R"(
groups:
- name: g
  rules:
  - {record: unasked, expr: sum(a)}
  - {record: base, expr: sum(a)}
  - {alert: Asked, expr: base > 0}
)");
  for (const bool all : {false, true}) {
    EvaluationOptions options = EveryMinute(1);
    options.all_rules = all;
    Evaluation evaluation(options, nullptr);
    test::Feed(evaluation.input(), "a 1x3");
    evaluation.Prepare(text.groups, {.alerts = {"Asked"}, .expressions = {}});
    for (std::int64_t step = 0; step <= 1; ++step) evaluation.Step(step, false);
    CHECK(Ask(evaluation, "base", 1).size() == 1);
    CHECK(Ask(evaluation, "unasked", 1).size() == (all ? 1 : 0));
    CHECK(Joined(AlertsOf(evaluation)) == Joined(Lines{R"(firing {alertname="Asked"})"}));
  }
}

TEST_CASE("input that the store refuses is said so, and no rule is evaluated") {
  const test::PreparedText text("groups: [{name: g, rules: [{record: r, expr: 'vector(1)'}]}]");
  Evaluation evaluation(EveryMinute(1), nullptr);
  test::Feed(evaluation.input(), "{} 1x3");
  evaluation.Prepare(text.groups, {});
  CHECK(evaluation.Step(0, false).input == "empty labelset: invalid sample");
  CHECK(Ask(evaluation, "r", 0).empty());
}

}  // namespace
}  // namespace check::rules

#include "libcheck/slo/rule_simulation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/slo/arithmetic.h"
#include "libcheck/slo/synthetic.h"
#include "tests/support/shared.h"

namespace check::slo {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kDay = 86'400 * kSecond;
constexpr std::int64_t kMonth = 30 * kDay;

Slo Counted(std::string errors, std::string total) {
  Slo slo;
  slo.name = slo.id = "slo";
  slo.policy = WorkbookPolicy(kMonth);
  slo.indicator.errors.text = std::move(errors);
  slo.indicator.total.text = std::move(total);
  return slo;
}

Slo Plain() { return Counted("errors_total", "requests_total"); }

TEST_CASE("rules do what the engine of Prometheus does") {
  const auto path = test::Shared("conformance/slo/arithmetic/engine.jsonl", "runs of the engine");
  if (!path) return;
  const Slo slo = Plain();
  const auto rules = RuleSimulation::Make(slo, *FindLayout("sloth"));
  REQUIRE(rules.ok());
  std::size_t total = 0;
  std::size_t agreed = 0;
  for (const std::string& line : test::Lines(*path)) {
    const Json json = Json::parse(line);
    Scenario scenario;
    const Ppb error = std::llround(json["error_ratio"].get<double>() * kWhole);
    scenario.outage.phases = {{json["outage_s"].get<std::int64_t>() * kSecond, error, error}};
    const Simulator simulator(scenario, slo.objective, kMonth, slo.policy);
    const auto runs = rules->Run(
        simulator, {.interval_ms = json["eval_s"].get<std::int64_t>() * kSecond,
                    .scrape_interval_ms = json["scrape_s"].get<std::int64_t>() * kSecond,
                    .scrape_offset_ms = json["scrape_phase_s"].get<std::int64_t>() * kSecond});
    REQUIRE(runs.ok());
    const AlertRun& page = *(*runs)[0];
    // Two of them hang on how far a range is extrapolated, and come an evaluation earlier.
    const auto differs = [&](std::optional<std::int64_t> found, const char* key) {
      return std::abs(found.value_or(0) - std::llround(json[key].get<double>() * kSecond));
    };
    const std::int64_t interval = json["eval_s"].get<std::int64_t>() * kSecond;
    const std::int64_t tolerance = interval + json["scrape_s"].get<std::int64_t>() * kSecond;
    const std::int64_t engine = std::max(differs(page.detection_ms, "engine_detection_s"),
                                         differs(page.reset_ms, "engine_reset_s"));
    ++total;
    if (engine == 0) ++agreed;
    CAPTURE(line);
    CHECK(page.firing.size() == json["intervals"].get<std::size_t>());
    CHECK(engine <= interval);
    CHECK(differs(page.detection_ms, "closed_detection_s") <= tolerance);
    CHECK(differs(page.reset_ms, "closed_reset_s") <= tolerance);
  }
  test::PrintConformance("slo/arithmetic engine", agreed, total);
  CHECK(agreed + 2 >= total);
}

struct Spread {
  const char* outage;
  const char* background = "0%";
  const char* traffic = "100/s";
};

// How many of the alerts agree with arithmetic in all scenarios and at all timings.
void CheckAgreement(const Slo& slo, std::string_view layout) {
  constexpr Spread kSpread[] = {
      {"100% for 10m"},
      {"100% for 2m"},
      {"100% for 45s"},
      {"10% for 1h"},
      {"5% for 2h"},
      {"1% for 6h"},
      {"0.4% for 20h"},
      {"1% to 20% over 1h"},
      {"100% for 5m every 15m for 2h"},
      {"50% for 10m, 0.5% for 3h, 50% for 10m"},
      {"5% for 2h", "0.01%"},
      {"2% for 3h", "0.09%"},
      {"0.2% for 1h", "0.5%"},
      {"5% for 2h at 19:00", "0%", "1000/s day 08:00-20:00, 50/s night"},
      {"100% for 10m at 03:00", "0.02%", "1000/s day 08:00-20:00, 50/s night"},
  };
  constexpr ServerTiming kTimings[] = {
      {30 * kSecond, 15 * kSecond, 0},
      {60 * kSecond, 30 * kSecond, 7 * kSecond},
      {15 * kSecond, 60 * kSecond, 41 * kSecond},
  };
  const auto rules = RuleSimulation::Make(slo, *FindLayout(layout));
  REQUIRE(rules.ok());
  std::size_t fired = 0;
  for (const Spread& spread : kSpread) {
    Scenario scenario = {.outage = *ParseOutage(spread.outage),
                         .traffic = *ParseTraffic(spread.traffic),
                         .background = *ParseShare(spread.background)};
    scenario.start_ms = scenario.outage.at_ms.value_or(kDay / 2);
    const Simulator simulator(scenario, slo.objective, slo.period.length_ms, slo.policy);
    for (const ServerTiming& timing : kTimings) {
      const auto runs = rules->Run(simulator, timing);
      REQUIRE(runs.ok());
      for (std::size_t i = 0; i < slo.policy.alerts.size(); ++i) {
        const AlertRun exact = simulator.Run(slo.policy.alerts[i], timing.interval_ms);
        CAPTURE(spread.outage);
        CAPTURE(timing.interval_ms);
        CAPTURE(i);
        REQUIRE((*runs)[i].has_value());
        const AlertRun& engine = *(*runs)[i];
        CHECK(exact.already_firing == engine.already_firing);
        CHECK(Agree(exact, engine, timing.tolerance_ms()));
        if (!engine.firing.empty()) ++fired;
      }
    }
  }
  CHECK(fired > 40);
}

TEST_CASE("rules agree with arithmetic to within a step and a scrape") {
  CheckAgreement(Plain(), "sloth");
}

TEST_CASE("rules with a `for` agree, too") {
  Slo slo = Plain();
  slo.policy = PyrraPolicy(kMonth);
  CheckAgreement(slo, "sloth");
  slo.policy = {"flags",
                {{.name = "page",
                  .severity = "page",
                  .tiers = {{3600 * kSecond, 300 * kSecond, 14.4}, {7200 * kSecond, 0, 10}},
                  .for_ms = 90 * kSecond},
                 {.name = "low",
                  .severity = "low",
                  .tiers = {{.long_ms = 3600 * kSecond, .factor = 1}},
                  .keep_firing_ms = 0}}};
  CheckAgreement(slo, "sloth");
}

// Whether what happens hangs on less than the tolerance: how long the outage lasts, or how little
// an error ratio is above a threshold.
bool IsClose(const Slo& slo, const Scenario& scenario, const ServerTiming& timing) {
  const double error = static_cast<double>(*scenario.outage.Constant()) / kWhole;
  const double background = static_cast<double>(scenario.background) / kWhole;
  const double duration = static_cast<double>(scenario.outage.DurationMs()) / kSecond;
  const double tolerance = 2 * static_cast<double>(timing.tolerance_ms()) / kSecond;
  const BurnAlert& alert = slo.policy.alerts.front();
  const auto times = [&](std::span<const Tier> tiers, std::int64_t for_ms) {
    return TimingOf(tiers, for_ms, slo.objective.budget(), kMonth, {error, background, duration});
  };
  const auto shortest = times(alert.tiers, alert.for_ms).shortest_s;
  if (shortest && std::abs(*shortest - duration) < tolerance) return true;
  return std::ranges::any_of(alert.tiers, [&](const Tier& tier) {
    const double threshold = Threshold(tier, slo.objective.budget());
    const auto condition = times({&tier, 1}, 0).condition_s;
    return std::abs(error / threshold - 1) < 0.1 || std::abs(background / threshold - 1) < 0.1 ||
           (condition && std::abs(*condition - duration) < tolerance);
  });
}

TEST_CASE("rules of random policies agree with arithmetic in random outages") {
  std::mt19937_64 random(4);
  const auto one_of = [&](std::initializer_list<std::int64_t> values) {
    return *(values.begin() + static_cast<std::ptrdiff_t>(random() % values.size()));
  };
  constexpr std::size_t kCases = 400;
  std::size_t decided = 0;
  std::size_t fired = 0;
  for (std::size_t i = 0; i < kCases; ++i) {
    Slo slo = Plain();
    slo.objective = Objective::FromBudgetPpm(static_cast<unsigned>(one_of({10'000, 1000, 500})));
    BurnAlert alert = {
        .name = "page", .severity = "page", .for_ms = one_of({0, 0, 120, 600}) * kSecond};
    for (std::int64_t tiers = one_of({1, 2}); tiers > 0; --tiers) {
      const std::int64_t long_ms = one_of({1800, 3600, 7200, 21'600}) * kSecond;
      alert.tiers.push_back({.long_ms = long_ms,
                             .short_ms = long_ms / one_of({2, 3, 6}),
                             .factor = static_cast<double>(one_of({144, 60, 30, 10, 134})) / 10});
    }
    slo.policy = {"flags", {alert}};
    Scenario scenario;
    const Ppb error = one_of({2'000'000, 9'000'000, 31'000'000, 155'000'000, 470'000'000, kWhole});
    scenario.outage.phases = {{one_of({240, 700, 1900, 5000, 12'000}) * kSecond, error, error}};
    scenario.background = one_of({0, 0, 300'000, 3'000'000});
    const ServerTiming timing = {.interval_ms = one_of({15, 30, 60}) * kSecond,
                                 .scrape_interval_ms = one_of({15, 30, 60}) * kSecond};
    if (error <= scenario.background || IsClose(slo, scenario, timing)) continue;
    ++decided;
    const Simulator simulator(scenario, slo);
    const auto rules =
        RuleSimulation::Make(slo, *FindLayout(one_of({0, 1}) == 0 ? "sloth" : "exact"));
    REQUIRE(rules.ok());
    const auto runs = rules->Run(simulator, timing);
    REQUIRE(runs.ok());
    const AlertRun exact = simulator.Run(alert, timing.interval_ms);
    if (!exact.firing.empty()) ++fired;
    CAPTURE(i);
    CHECK(Agree(exact, *(*runs)[0], timing.tolerance_ms()));
  }
  CHECK(decided > kCases / 2);
  CHECK(fired > kCases / 4);
}

TEST_CASE("agreement is a matter of every beginning and end") {
  const auto run = [](std::vector<Firing> firing) { return AlertRun{.firing = std::move(firing)}; };
  CHECK(Agree(run({{100, 200}}), run({{140, 160}}), 40));
  CHECK_FALSE(Agree(run({{100, 200}}), run({{141, 200}}), 40));
  CHECK_FALSE(Agree(run({{100, 200}}), run({{100, 241}}), 40));
  CHECK_FALSE(Agree(run({{100, std::nullopt}}), run({{100, 200}}), 40));
  CHECK(Agree(run({{std::nullopt, 200}}), run({{std::nullopt, 210}}), 40));
  CHECK(Agree(run({{100, 180}}), run({}), 40));
  CHECK_FALSE(Agree(run({{100, 181}}), run({}), 40));
  CHECK_FALSE(Agree(run({{100, 180}, {300, 380}}), run({}), 40));
  CHECK(Agree(run({{100, 180}, {300, 900}}), run({{310, 890}}), 40));
  CHECK_FALSE(Agree(run({{100, 300}}), run({{100, 190}, {200, 300}}), 40));
}

std::string SeriesText(const Slo& slo) {
  const auto found = FindSeries(slo);
  if (!found) return found.error().message;
  std::string text;
  for (const SyntheticSeries& series : *found) {
    constexpr std::string_view kRoles[] = {"errors", "good", "total"};
    if (!text.empty()) text += "; ";
    text += kRoles[static_cast<std::size_t>(series.role)];
    for (const auto& [name, value] : series.labels) text += " " + name + "=" + value;
  }
  return text;
}

TEST_CASE("counters are found that make the queries right") {
  CHECK(SeriesText(Plain()) == "errors __name__=errors_total; total __name__=requests_total");
  CHECK(SeriesText(Counted("requests_total{code=\"500\"}", "requests_total")) ==
        "errors __name__=requests_total code=500; good __name__=requests_total");
  Slo good = Counted("", "requests_total");
  good.indicator.good.text = "requests_total{code!~\"5..\"}";
  CHECK(
      SeriesText(good).starts_with("good __name__=requests_total; errors __name__=requests_total"
                                   " code=5"));
  CHECK(SeriesText(
            Counted("sum(rate(latency_count[{{.window}}])) - sum(rate(latency_bucket{le=\"0.3\"}["
                    "{{.window}}]))",
                    "sum(rate(latency_count[{{.window}}]))")) ==
        "total __name__=latency_count; good __name__=latency_bucket le=0.3");
  CHECK(SeriesText(Counted("sum(rate(a[{{.window}}])) * 2", "sum(rate(b[{{.window}}]))")) ==
        "its queries are not the rates of a few counters");
  CHECK(SeriesText(Counted("sum(rate(a[{{.window}}]) + rate(b[{{.window}}]) + "
                           "rate(c[{{.window}}]) + rate(d[{{.window}}]))",
                           "sum(rate(e[{{.window}}]))")) ==
        "its queries have more than 4 different selectors");
  CHECK(SeriesText(Counted("vector(1)", "vector(2) + 0 * {{.window}}")) ==
        "its queries are not valid PromQL");
}

}  // namespace
}  // namespace check::slo

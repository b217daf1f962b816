#include "libcheck/slo/simulate.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/slo/condition.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check::slo {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kMonth = 30 * kDay;

Simulator Simulated(std::string_view outage, const Policy& policy,
                    std::string_view background = "0", std::string_view traffic = "100/s") {
  return {{.outage = *ParseOutage(outage),
           .traffic = *ParseTraffic(traffic),
           .background = *ParseShare(background),
           .start_ms = 12 * kHour},
          *Objective::ParsePercent("99.9"),
          kMonth,
          policy};
}

TEST_CASE("ten minutes without any success page for half an hour more") {
  const Policy policy = WorkbookPolicy(kMonth);
  const Simulator simulator = Simulated("100% for 10m", policy);
  const AlertRun page = simulator.Run(policy.alerts[0], kSecond);
  CHECK(page.detection_ms == 52 * kSecond);
  CHECK(page.reset_ms == 1790 * kSecond);
  CHECK(page.spent_time.value_or(0) == doctest::Approx(0.020061728395061727).epsilon(1e-12));
  CHECK(page.spent_events.value_or(0) == doctest::Approx(0.020061728395061727).epsilon(1e-12));
  CHECK(page.firing == std::vector<Firing>{{52 * kSecond, 2390 * kSecond}});
  CHECK(simulator.Run(policy.alerts[0], 30 * kSecond).detection_ms == 60 * kSecond);
  const AlertRun ticket = simulator.Run(policy.alerts[1], kSecond);
  CHECK(ticket.detection_ms == 260 * kSecond);
  CHECK(ticket.reset_ms == 21579 * kSecond);
}

TEST_CASE("spikes without a pause long enough never outlast a `for`") {
  const Policy policy = {
      "", {{.tiers = {{.long_ms = 5 * kMinute, .factor = 14.4}}, .for_ms = 15 * kMinute}}};
  const Simulator spikes = Simulated("100% for 5m every 20m for 6h", policy);
  CHECK(spikes.Run(policy.alerts[0], kSecond).firing.empty());
}

TEST_CASE("an alert that is kept firing goes on without a `for`") {
  const BurnAlert alert = {.tiers = {{.long_ms = 5 * kMinute, .factor = 14.4}},
                           .for_ms = kMinute,
                           .keep_firing_ms = 10 * kMinute};
  const Policy policy = {"", {alert}};
  const Simulator spikes = Simulated("100% for 5m every 15m for 20m", policy);
  CHECK(spikes.Run(alert, kSecond).firing == std::vector<Firing>{{65 * kSecond, 2096 * kSecond}});
  BurnAlert dropped = alert;
  dropped.keep_firing_ms = 0;
  CHECK(spikes.Run(dropped, kSecond).firing ==
        std::vector<Firing>{{65 * kSecond, 596 * kSecond}, {965 * kSecond, 1496 * kSecond}});
}

TEST_CASE("nights without requests have no error ratio") {
  const Policy policy = {"", {{.tiers = {{.long_ms = kHour, .factor = 1, .or_equal = true}}}}};
  const Simulator idle = Simulated("0.1% for 1h at 12:00", policy, "0.1%", "10/s 08:00-20:00, 0/s");
  const AlertRun run = idle.Run(policy.alerts[0], kSecond);
  CHECK(run.already_firing);
  REQUIRE(run.firing.size() == 2);
  CHECK(run.firing[0] == Firing{std::nullopt, 9 * kHour});
  CHECK(run.firing[1].start_ms == 20 * kHour + kSecond);
  CHECK(std::isnan(idle.BurnRateAt(26 * kHour, kHour)));
  CHECK(idle.BurnRateAt(12 * kHour, kHour) == doctest::Approx(1));
}

TEST_CASE("with too little traffic nothing fires") {
  Slo slo;
  slo.policy = {"", {{.tiers = {{.long_ms = kHour, .factor = 14.4}}}}};
  slo.least_events = 3600;
  const Scenario scenario = {.outage = *ParseOutage("100% for 12h"),
                             .traffic = *ParseTraffic("10/s day 08:00-20:00, 0.5/s night"),
                             .start_ms = 14 * kHour};
  const Simulator simulator(scenario, slo);
  // The hour before 20:56:51 is the first with fewer: 189 s at 10/s and 3411 s at 0.5/s.
  const AlertRun run = simulator.Run(slo.policy.alerts[0], kSecond);
  REQUIRE(run.firing.size() == 1);
  CHECK(run.firing[0].start_ms == 52 * kSecond);
  CHECK(run.firing[0].end_ms == 6 * kHour + 3411 * kSecond);
}

TEST_CASE("ramps pass thresholds on their way") {
  const Policy policy = WorkbookPolicy(kMonth);
  const Simulator ramp = Simulated("0% to 10% over 1h", policy);
  // 1h at threshold 1.44 %: t*t/2 * 10 %/3600 s = 1.44 % * 3600 s.
  const auto detection = ramp.Run(policy.alerts[0], kSecond).detection_ms;
  CHECK(std::abs(detection.value_or(0) / 1000.0 - 3600 * std::sqrt(2 * 0.144)) < 3);
}

TEST_CASE("sets of evaluations") {
  const TickSet a = {{0, 5}, {8, 10}};
  const TickSet b = {{3, 8}, {9, 12}};
  CHECK(Union(a, b) == TickSet{{0, 12}});
  CHECK(Intersection(a, b) == TickSet{{3, 5}, {9, 10}});
  CHECK(FiringOf({{0, 2}, {4, 6}, {10, 20}}, 2, 3) == TickSet{{12, 23}});
  CHECK(FiringOf({{0, 3}, {5, 6}, {10, 20}}, 1, 3) == TickSet{{1, 9}, {11, 23}});
}

TEST_CASE("thresholds are exact") {
  const Decimal threshold = ExactThreshold(14.4, *Objective::ParsePercent("99.9"));
  CHECK(threshold.scale == 4);
  CHECK(static_cast<int>(threshold.digits) == 144);
  // An error ratio of 7 % is not more than 7 * 1 %, whose product of floats is less than 0.07.
  const Policy policy = {"", {{.tiers = {{.long_ms = kHour, .factor = 7}}}}};
  const Simulator simulator({.outage = *ParseOutage("7% for 2h"), .start_ms = 0},
                            *Objective::ParsePercent("99"), kMonth, policy);
  CHECK(simulator.Run(policy.alerts[0], kSecond).firing.empty());
}

// A case of the conformance set.
struct Case {
  Json json;
  std::vector<BurnAlert> alerts;
  Policy all;

  explicit Case(const std::string& line) : json(Json::parse(line)) {
    for (const Json& tier : json["tiers"]) {
      alerts.push_back({.name = tier["severity"],
                        .severity = tier["severity"],
                        .tiers = {{.long_ms = tier["long_s"].get<std::int64_t>() * kSecond,
                                   .short_ms = tier["short_s"].get<std::int64_t>() * kSecond,
                                   .factor = tier["factor_milli"].get<double>() / 1000}},
                        .for_ms = tier["for_s"].get<std::int64_t>() * kSecond});
    }
    all.alerts = alerts;
  }

  Scenario MakeScenario() const {
    const Json& outage = json["outage"];
    Scenario scenario;
    const Ppb error = outage["error_ppm"].get<Ppb>() * 1000;
    scenario.outage.phases = {{outage["duration_s"].get<std::int64_t>() * kSecond, error, error}};
    scenario.background = outage["background_ppm"].get<Ppb>() * 1000;
    scenario.start_ms = outage["start_s"].get<std::int64_t>() * kSecond;
    const Json& traffic = json["traffic"];
    if (traffic["kind"] == "constant") {
      scenario.traffic.parts = {{0, traffic["rps"]}};
    } else {
      scenario.traffic.parts = {
          {0, traffic["night_rps"]},
          {traffic["day_from"].get<std::int64_t>() * kSecond, traffic["day_rps"]},
          {traffic["day_to"].get<std::int64_t>() * kSecond, traffic["night_rps"]}};
    }
    return scenario;
  }

  // One second's spend, or an interval's.
  double SpentIn(double seconds) const {
    const double budget = json["budget_ppm"].get<double>() / 1e6;
    return json["outage"]["error_ppm"].get<double>() / 1e6 * seconds /
           (budget * json["period_s"].get<double>());
  }
};

bool NearTime(std::optional<std::int64_t> found_ms, const Json& seconds, std::int64_t tolerance_s) {
  if (!found_ms || seconds.is_null()) return !found_ms && seconds.is_null();
  return std::abs(*found_ms - seconds.get<std::int64_t>() * kSecond) <= tolerance_s * kSecond;
}

bool NearShare(std::optional<double> found, const Json& share, double tolerance) {
  if (!found || share.is_null()) return !found && share.is_null();
  return std::abs(*found - share.get<double>()) <= tolerance + 1e-12;
}

// Of one alert, or of several together.
bool Agrees(const AlertRun& run, const Json& expected, std::int64_t tolerance_s, double spent) {
  bool same = run.already_firing == expected["already_firing"].get<bool>() &&
              NearTime(run.detection_ms, expected["detection_s"], tolerance_s) &&
              NearTime(run.reset_ms, expected["reset_after_recovery_s"], tolerance_s) &&
              NearShare(run.spent_time, expected["spent_time"], spent) &&
              NearShare(run.spent_events, expected["spent_event"], 10 * spent) &&
              run.firing.size() == expected["firing_s"].size();
  for (std::size_t i = 0; same && i < run.firing.size(); ++i) {
    same = NearTime(run.firing[i].start_ms, expected["firing_s"][i][0], tolerance_s) &&
           NearTime(run.firing[i].end_ms, expected["firing_s"][i][1], tolerance_s);
  }
  return same;
}

// All tiers, severities, and everything together, at one step.
bool Agrees(const Case& given, const Simulator& simulator, std::int64_t step_ms,
            const Json& expected, std::int64_t tolerance_s) {
  const double spent = given.SpentIn(static_cast<double>(tolerance_s));
  std::map<std::string, std::vector<AlertRun>> together;
  for (std::size_t i = 0; i < given.alerts.size(); ++i) {
    const AlertRun run = simulator.Run(given.alerts[i], step_ms);
    if (!Agrees(run, expected["tiers"][i], tolerance_s, spent)) return false;
    together[given.alerts[i].severity].push_back(run);
    together["any"].push_back(run);
  }
  return std::ranges::all_of(together, [&](const auto& runs) {
    return Agrees(simulator.Together(runs.second), expected[runs.first], tolerance_s, spent);
  });
}

TEST_CASE("simulations agree with those of whole seconds made elsewhere") {
  const auto path = test::Shared("conformance/slo/arithmetic/cases.jsonl", "simulations");
  if (!path) return;
  std::size_t total = 0;
  std::size_t seconds = 0;
  std::size_t grids = 0;
  for (const std::string& line : test::Lines(*path)) {
    const Case given(line);
    const Json& json = given.json;
    const std::int64_t period_ms = json["period_s"].get<std::int64_t>() * kSecond;
    const Simulator simulator(given.MakeScenario(), Objective::FromBudgetPpm(json["budget_ppm"]),
                              period_ms, given.all);
    const std::int64_t interval_s = json["interval_s"];
    // No tolerance is made use of: both calculate with whole numbers.
    const bool second = Agrees(given, simulator, kSecond, json["expect"]["second"], 0);
    const bool grid = Agrees(given, simulator, interval_s * kSecond, json["expect"]["grid"], 0);
    if (!second || !grid) MESSAGE(json["id"].get<std::string>(), second ? " grid" : " second");
    ++total;
    if (second) ++seconds;
    if (grid) ++grids;
  }
  test::PrintConformance("slo/arithmetic second", seconds, total);
  test::PrintConformance("slo/arithmetic grid", grids, total);
  CHECK(seconds == total);
  CHECK(grids == total);
}

// The times of the page, and of the ticket, that worked.json has.
TEST_CASE("the worked figures come out") {
  const auto path = test::Shared("conformance/slo/arithmetic/worked.json", "worked figures");
  if (!path) return;
  const Json worked = Json::parse(test::ReadText(*path));
  const Policy policy = WorkbookPolicy(kMonth);
  std::size_t total = 0;
  std::size_t agreed = 0;
  const auto count = [&](bool same, const Json& row) {
    ++total;
    if (same) ++agreed;
    if (!same) MESSAGE(row.dump());
  };
  const auto simulate = [](const Json& error_ppm, std::int64_t duration_s,
                           const std::string& objective, std::int64_t period_ms,
                           const Policy& alerts) {
    const Ppb error = error_ppm.get<Ppb>() * 1000;
    Scenario scenario;
    scenario.outage.phases = {{duration_s * kSecond, error, error}};
    return Simulator(scenario, *Objective::ParsePercent(objective), period_ms, alerts);
  };
  for (const Json& row : worked["table"]) {
    const Simulator simulator =
        simulate(row["error_ppm"], 5 * 86'400, row["objective"], kMonth, policy);
    const AlertRun page = simulator.Run(policy.alerts[0], kSecond);
    const AlertRun ticket = simulator.Run(policy.alerts[1], kSecond);
    const AlertRun grid = simulator.Run(policy.alerts[0], 30 * kSecond);
    count(NearTime(page.detection_ms, row["page_s"], 0) &&
              NearTime(grid.detection_ms, row["page_grid30_s"], 0) &&
              NearShare(page.spent_time, row["page_spent"], 0) &&
              NearTime(ticket.detection_ms, row["ticket_s"], 0) &&
              NearShare(ticket.spent_time, row["ticket_spent"], 0),
          row);
  }
  for (const Json& row : worked["reset"]) {
    const Simulator simulator = simulate(1'000'000, row["outage_s"], "99.9", kMonth, policy);
    count(NearTime(simulator.Run(policy.alerts[0], kSecond).reset_ms, row["page_reset_s"], 0) &&
              NearTime(simulator.Run(policy.alerts[1], kSecond).reset_ms, row["ticket_reset_s"], 0),
          row);
  }
  const Policy pyrra = PyrraPolicy(28 * kDay);
  for (const Json& row : worked["pyrra28"]) {
    const Simulator simulator = simulate(row["error_ppm"], 5 * 86'400, "99.9", 28 * kDay, pyrra);
    bool same = true;
    for (std::size_t i = 0; i < pyrra.alerts.size(); ++i) {
      const AlertRun run = simulator.Run(pyrra.alerts[i], kSecond);
      same = same && NearTime(run.detection_ms, row["tiers"][i], 0);
      if (i == 0) same = same && NearShare(run.spent_time, row["fast_spent"], 0);
    }
    count(same, row);
  }
  test::PrintConformance("slo/arithmetic worked", agreed, total);
  CHECK(agreed == total);
}

}  // namespace
}  // namespace check::slo

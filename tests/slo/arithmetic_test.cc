#include "libcheck/slo/arithmetic.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/slo/objective.h"
#include "tests/support/shared.h"

namespace check::slo {
namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kMonth = 30 * kDay;
constexpr Tier kFast = {kHour, 5 * kMinute, 14.4};

doctest::Approx About(double value) { return doctest::Approx(value).epsilon(1e-9); }

TEST_CASE("budgets, burn rates and exhaustion") {
  const double half_percent = Objective::ParsePercent("99.5")->budget();
  CHECK(BudgetSeconds(half_percent, kMonth) / 60 == About(216));
  CHECK(BudgetEvents(half_percent, 1e6) == About(5000));
  CHECK(BurnRate(0.1, 0.001) == About(100));
  CHECK(HighestBurnRate(0.001) == About(1000));
  CHECK(SecondsToExhaustion(14.4, kMonth) / 3600 == About(50));
  CHECK(SecondsToExhaustion(6, kMonth, 0.5) / 3600 == About(60));
  CHECK(SecondsToExhaustion(6, kMonth, -0.5) == 0);
  CHECK(std::isinf(SecondsToExhaustion(0, kMonth)));
  CHECK(ShareOf(6, 3 * kDay, kMonth) == About(0.6));
  CHECK(SpentByTime(1, 51.84, 0.001, kMonth) == About(0.02));
  CHECK(SpentByEvents(20, 0.001, 1e6) == About(0.02));
}

TEST_CASE("what can fire at all") {
  CHECK(LowestObjective(14.4) == About(1 - 1 / 14.4));
  CHECK(std::round(LowestObjective(14.4) * 10000) == 9306);
  CHECK(std::round(LowestObjective(7) * 10000) == 8571);
  CHECK(LowestObjective(2) == About(0.5));
  CHECK(IsReachable(kFast, 0.06));
  CHECK_FALSE(IsReachable(kFast, 0.07));
  CHECK_FALSE(IsReachable({kHour, 0, 20}, 0.05));  // 1 is not more than 1,
  CHECK(IsReachable({.long_ms = kHour, .factor = 20, .or_equal = true}, 0.05));
  CHECK(std::floor(RequestsPerError(kFast, 0.001)) == 69);
}

// How long until the workbook's page and ticket.
struct Row {
  const char* objective;
  double error;
  double page_s;
  double page_spent;
  double ticket_s;
};

TEST_CASE("the workbook's policy detects as worked out") {
  constexpr double kNever = -1;
  constexpr Row kRows[] = {
      {"99.9", 1, 51.84, 0.02, 259.2},    {"99.9", 0.1, 518.4, 0.02, 2592},
      {"99.9", 0.01, 12960, 0.05, 25920}, {"99.9", 0.004, kNever, 0, 64800},
      {"99", 0.1, 12960, 0.05, 25920},    {"99.99", 0.0015, 3456, 0.02, 17280},
  };
  const Policy policy = WorkbookPolicy(kMonth);
  for (const Row& row : kRows) {
    CAPTURE(row.objective);
    CAPTURE(row.error);
    const double budget = Objective::ParsePercent(row.objective)->budget();
    const OutageTiming page = TimingOf(policy.alerts[0], budget, kMonth, {.error = row.error});
    const OutageTiming ticket = TimingOf(policy.alerts[1], budget, kMonth, {.error = row.error});
    CHECK(page.detection_s.value_or(kNever) == About(row.page_s));
    CHECK(page.spent.value_or(0) == About(row.page_spent));
    CHECK(ticket.detection_s.value_or(kNever) == About(row.ticket_s));
  }
}

TEST_CASE("the slowest tier that fires decides when an alert stops") {
  const BurnAlert page = WorkbookPolicy(kMonth).alerts[0];
  const OutageTiming ten = TimingOf(page, 0.001, kMonth, {.duration_s = 600});
  CHECK(ten.reset_s.value_or(0) == About(1789.2));  // 29.8 minutes,
  const OutageTiming two = TimingOf(page, 0.001, kMonth, {.duration_s = 120});
  CHECK(two.reset_s.value_or(0) == About(295.68));  // 4.9 minutes,
  const OutageTiming one = TimingOf(page, 0.001, kMonth, {.duration_s = 51.84});
  CHECK_FALSE(one.detection_s.has_value());
  CHECK(one.shortest_s.value_or(0) == About(51.84));
}

TEST_CASE("an alert with a `for` may begin to fire after recovery") {
  const BurnAlert alert = {.tiers = {kFast}, .for_ms = 5 * kMinute};
  const OutageTiming timing = TimingOf(alert, 0.001, kMonth, {.duration_s = 60});
  CHECK(timing.detection_s.value_or(0) == About(351.84));
  CHECK(timing.spent.value_or(0) == About(60.0 / 2592));
  CHECK(timing.shortest_s.value_or(0) == About(351.84 - 300 * (1 - 0.0144)));
  CHECK_FALSE(TimingOf(alert, 0.001, kMonth, {.duration_s = 56}).detection_s.has_value());
}

TEST_CASE("evaluations round detection up") {
  CHECK(EvaluatedDetection(51.84, 0, 30 * kSecond) == 60);
  CHECK(EvaluatedDetection(12960, 0, 30 * kSecond) == 12990);
  CHECK(EvaluatedDetection(12959.999999999998, 0, 30 * kSecond) == 12990);
  CHECK(EvaluatedDetection(50.4, 100 * kSecond, 30 * kSecond) == 180);
}

// Whether `found` is what is expected, a number or nothing.
bool IsAbout(std::optional<double> found, const nlohmann::json& expected, const char* key) {
  if (!expected.contains(key) || expected[key].is_null()) return true;
  return found && *found == About(expected[key].get<double>());
}

TEST_CASE("closed forms agree with those worked out elsewhere") {
  const auto path = test::Shared("conformance/slo/arithmetic/cases.jsonl", "closed forms");
  if (!path) return;
  std::size_t total = 0;
  std::size_t agreed = 0;
  for (const std::string& line : test::Lines(*path)) {
    const auto json = nlohmann::json::parse(line);
    if (!json.contains("closed_form")) continue;
    const auto& outage = json["outage"];
    const StepOutage step = {.error = outage["error_ppm"].get<double>() / 1e6,
                             .background = outage["background_ppm"].get<double>() / 1e6,
                             .duration_s = outage["duration_s"]};
    const double budget = Objective::FromBudgetPpm(json["budget_ppm"]).budget();
    bool all = true;
    for (std::size_t i = 0; i < json["tiers"].size(); ++i) {
      const auto& given = json["tiers"][i];
      const auto& expected = json["closed_form"][i];
      const Tier tier = {.long_ms = given["long_s"].get<std::int64_t>() * kSecond,
                         .short_ms = given["short_s"].get<std::int64_t>() * kSecond,
                         .factor = given["factor_milli"].get<double>() / 1000};
      const BurnAlert alert = {.tiers = {tier},
                               .for_ms = given["for_s"].get<std::int64_t>() * kSecond};
      const OutageTiming timing =
          TimingOf(alert, budget, json["period_s"].get<std::int64_t>() * kSecond, step);
      const bool same = Threshold(tier, budget) == About(expected["threshold"].get<double>()) &&
                        IsReachable(tier, budget) == expected["reachable"].get<bool>() &&
                        timing.already_firing == expected.value("background_fires", false) &&
                        IsAbout(timing.condition_s, expected, "condition_s") &&
                        timing.condition_s.has_value() == expected.contains("condition_s") &&
                        IsAbout(timing.detection_s, expected, "detection_s") &&
                        timing.detection_s.has_value() == expected.contains("detection_s") &&
                        IsAbout(timing.spent, expected, "spent") &&
                        IsAbout(timing.reset_s, expected, "reset_after_recovery_s");
      if (!same) MESSAGE(json["id"].get<std::string>(), " ", i, " ", expected.dump());
      all = all && same;
    }
    ++total;
    if (all) ++agreed;
  }
  test::PrintConformance("slo/arithmetic closed forms", agreed, total);
  CHECK(agreed == total);
}

}  // namespace
}  // namespace check::slo

#include "libcheck/slo/whatif.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace check::slo {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

Slo Workbook() {
  Slo slo;
  slo.name = "requests";
  slo.policy = WorkbookPolicy(slo.period.length_ms);
  return slo;
}

// Ten requests a second for ten days, all of which fail on the sixth from 12:00 for `minutes`.
Events TenDays(std::int64_t minutes) {
  Events events;
  for (std::int64_t time = 0; time < 10 * kDay; time += kMinute) {
    const std::int64_t since = time - (5 * kDay + 12 * kHour);
    const bool is_bad = since >= 0 && since < minutes * kMinute;
    events.Append(time, time + kMinute, is_bad ? 600 : 0, 600);
  }
  return events;
}

TEST_CASE("a grid has every combination, and knows the SLO's own") {
  const Slo slo = Workbook();
  WhatIfGrid grid;
  CHECK(MakeVariants(slo, grid)->size() == 1);
  CHECK(MakeVariants(slo, grid)->front().is_own);
  grid.objectives = {*Objective::ParsePercent("99"), *Objective::ParsePercent("99.9")};
  grid.periods_ms = {28 * kDay, 30 * kDay};
  grid.factors = {0.5, 1};
  grid.fors_ms = {0, 2 * kMinute, 15 * kMinute};
  const auto variants = MakeVariants(slo, grid);
  REQUIRE(variants);
  REQUIRE(variants->size() == 24);
  CHECK(variants->front().objective.percent() == "99");
  // The workbook's policy follows the period: 2 % of 28 days in an hour.
  CHECK(variants->front().policy.alerts[0].tiers[0].factor == doctest::Approx(13.44 / 2));
  CHECK((*variants)[1].policy.alerts[1].for_ms == 2 * kMinute);
  std::size_t own = 0;
  for (const Variant& variant : *variants) own += variant.is_own ? 1 : 0;
  CHECK(own == 1);
}

TEST_CASE("windows are scaled, and too many combinations are refused") {
  WhatIfGrid grid;
  grid.windows = {2};
  const auto variants = MakeVariants(Workbook(), grid);
  CHECK(variants->front().policy.alerts[0].tiers[0].long_ms == 2 * kHour);
  CHECK(variants->front().policy.alerts[0].tiers[0].short_ms == 10 * kMinute);
  grid.factors.assign(kMostVariants + 1, 1);
  const auto refused = MakeVariants(Workbook(), grid);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "there are 5001 combinations, more than 5000");
}

TEST_CASE("a shorter way to the page costs pages, a longer one misses spends") {
  // Four minutes of outage are 2400 errors, of a budget of 0.001 * 600 * 60 * 24 * 30 = 25,920:
  // 9.3 % of it.
  const Events events = TenDays(4);
  WhatIfGrid grid;
  grid.fors_ms = {0, 15 * kMinute};
  const auto rows = WhatIf(*MakeVariants(Workbook(), grid), Workbook(), events, {});
  REQUIRE(rows.size() == 2);
  // 14.4x over 1h: more than 518.4 errors, those of the first minute.
  CHECK(rows[0].pages == 1);
  CHECK(rows[0].missed == 0);
  CHECK(rows[0].mean_delay_s == 60.0);
  CHECK(*rows[0].mean_spent == doctest::Approx(600.0 / 25920));
  CHECK(rows[0].page_rate() == doctest::Approx(3).epsilon(0.001));  // Once in ten days.
  CHECK(rows[0].on_front);
  // The short window of 6x, 30m, holds the condition for half an hour, so that even 15 minutes of
  // `for` page, when all is over: after two minutes, 1200 errors are more than 6x over 6h, 1296,
  // not; after three they are.
  CHECK(rows[1].pages == 1);
  CHECK(rows[1].mean_delay_s == 60.0 * (1 + 15));
  CHECK_FALSE(rows[1].on_front);
}

TEST_CASE("noted incidents are what every row is judged by") {
  const Events events = TenDays(4);
  WhatIfGrid grid;
  grid.objectives = {*Objective::ParsePercent("99"), *Objective::ParsePercent("99.9")};
  WhatIfOptions options;
  // At 99 % the outage spends less than 1 % of the budget, which is nothing to page for.
  auto rows = WhatIf(*MakeVariants(Workbook(), grid), Workbook(), events, options);
  CHECK(rows[0].significant == 0);
  CHECK(rows[0].on_front);
  CHECK(rows[1].significant == 1);
  CHECK(rows[1].on_front);
  options.incidents = {{5 * kDay + 12 * kHour, 5 * kDay + 12 * kHour + 4 * kMinute, "disk full"}};
  rows = WhatIf(*MakeVariants(Workbook(), grid), Workbook(), events, options);
  CHECK(rows[0].significant == 1);
  CHECK(rows[1].significant == 1);
  CHECK(rows[1].missed == 0);
}

WhatIfRow Row(std::size_t pages, std::optional<double> delay, std::size_t missed) {
  WhatIfRow row;
  row.pages = pages;
  row.mean_delay_s = delay;
  row.missed = missed;
  row.significant = 5;
  return row;
}

TEST_CASE("the front has what nothing else is better than in every respect") {
  std::vector<WhatIfRow> rows = {
      Row(10, 60, 0),           // The quickest.
      Row(4, 600, 0),           // Quieter.
      Row(10, 600, 0),          // Worse than both.
      Row(0, std::nullopt, 5),  // Says nothing, and so never pages.
      Row(4, 600, 0),           // As good as its equal.
      Row(5, std::nullopt, 5),  // Pages, but never for an episode.
  };
  MarkFront(rows, true);
  std::string marks;
  for (const WhatIfRow& row : rows) marks += row.on_front ? '*' : '-';
  CHECK(marks == "**-**-");
}

TEST_CASE("rows are sorted by what they miss, then by pages, then by delay") {
  std::vector<WhatIfRow> rows = {Row(4, 60, 1), Row(9, 60, 0), Row(3, 90, 0), Row(3, 30, 0)};
  SortRows(rows);
  std::vector<std::size_t> pages;
  for (const WhatIfRow& row : rows) pages.push_back(row.pages);
  CHECK(pages == std::vector<std::size_t>{3, 3, 9, 4});
  CHECK(rows[0].mean_delay_s == 30.0);
}

}  // namespace
}  // namespace check::slo

#include "libcheck/slo/episodes.h"

#include <doctest/doctest.h>

#include <vector>

namespace check::slo {
namespace {

using backtest::AlertTimeline;
using backtest::FiringInterval;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

// One interval a minute with 100 events, of which `errors(minute)` fail.
template <typename Errors>
Events MinuteEvents(int minutes, Errors&& errors) {
  Events events;
  for (int i = 0; i < minutes; ++i) {
    events.Append(i * kMinute, (i + 1) * kMinute, errors(i), 100);
  }
  return events;
}

TEST_CASE("a budget in events follows the traffic") {
  const Events events = MinuteEvents(60, [](int) { return 0; });
  // 100 a minute are 144,000 a day.
  CHECK(BudgetEvents(events, 0.01, kDay) == doctest::Approx(1440));
  CHECK(BudgetEvents(Events(), 0.01, kDay) == 0);
}

TEST_CASE("spends are found where they begin and end") {
  // 40 errors a minute for 10 minutes are 400 of 1,440: 27.8 % of a day's budget. Two errors in one
  // minute are 0.14 % of it.
  const Events events = MinuteEvents(600, [](int minute) {
    if (minute == 20) return 2;
    return minute >= 100 && minute < 110 ? 40 : 0;
  });
  const double budget_events = BudgetEvents(events, 0.01, kDay);
  CHECK(FindSpends(events, 0.01, budget_events) ==
        std::vector<Episode>{{100 * kMinute, 110 * kMinute, ""}});
  CHECK(FindSpends(events, 0.01, budget_events, 0.001).size() == 2);
  CHECK(FindSpends(events, 0.01, budget_events, 0.3).empty());
}

TEST_CASE("a spend goes on through quiet minutes, but not through an hour") {
  const Events close = MinuteEvents(600, [](int minute) {
    return (minute >= 100 && minute < 110) || (minute >= 160 && minute < 170) ? 40 : 0;
  });
  const Events apart = MinuteEvents(600, [](int minute) {
    return (minute >= 100 && minute < 110) || (minute >= 171 && minute < 181) ? 40 : 0;
  });
  const double budget_events = BudgetEvents(close, 0.01, kDay);
  CHECK(FindSpends(close, 0.01, budget_events) ==
        std::vector<Episode>{{100 * kMinute, 170 * kMinute, ""}});
  CHECK(FindSpends(apart, 0.01, budget_events).size() == 2);
}

TEST_CASE("a score says what pages were worth") {
  const Events events =
      MinuteEvents(3000, [](int minute) { return minute >= 100 && minute < 110 ? 40 : 0; });
  const std::vector<Episode> episodes = {{100 * kMinute, 110 * kMinute, "outage"},
                                         {2000 * kMinute, 2010 * kMinute, "nothing failed"}};
  const AlertTimeline page = {
      .alert = "Burn",
      .severity = "page",
      .labels = {},
      .pending = {},
      .firing = {{.start = 5 * kMinute, .end = 6 * kMinute, .warm_up = true},
                 {.start = 104 * kMinute, .end = 112 * kMinute},
                 {.start = 115 * kMinute, .end = 120 * kMinute},
                 {.start = 1000 * kMinute, .end = 1001 * kMinute}}};
  const std::vector<const AlertTimeline*> pages = {&page};
  const Score score = MakeScore(episodes, pages, {}, events, 1440, {});
  CHECK(score.pages == 3);
  CHECK(score.warm_up_pages == 1);
  CHECK(score.false_pages == 1);
  CHECK(score.significant == 1);
  CHECK(score.hit == 1);
  CHECK(score.recall() == 1.0);
  CHECK(score.precision().value() == doctest::Approx(2.0 / 3));
  CHECK(score.paging_ms == 14 * kMinute);
  REQUIRE(score.episodes.size() == 2);
  const EpisodeOutcome& first = score.episodes[0];
  CHECK(first.sum.errors == 400);
  CHECK(first.spent == doctest::Approx(400 / 1440.0));
  CHECK(first.page.intervals == 2);
  CHECK(first.page.flaps() == 1);
  CHECK(first.page.first == 104 * kMinute);
  CHECK(first.page.delay_ms == 4 * kMinute);
  CHECK_FALSE(first.page.after_end);
  CHECK(first.page.errors_at_first == 160);
  CHECK(first.page.last_end == 120 * kMinute);
  CHECK(first.page.reset_ms == 10 * kMinute);
  CHECK_FALSE(first.page.firing_at_start);
  CHECK(score.episodes[1].page.intervals == 0);
  CHECK(score.episodes[1].spent == 0);
}

TEST_CASE("alerts that overlap page once") {
  const auto firing = [](std::vector<FiringInterval> intervals) {
    return AlertTimeline{
        .alert = "A", .severity = {}, .labels = {}, .pending = {}, .firing = std::move(intervals)};
  };
  const AlertTimeline a = firing({{.start = 10, .end = 20}, {.start = 50, .end = std::nullopt}});
  const AlertTimeline b = firing({{.start = 15, .end = 30}, {.start = 40, .end = 45}});
  const std::vector<const AlertTimeline*> both = {&a, &b};
  const std::vector<FiringInterval> joined = {
      {.start = 10, .end = 30}, {.start = 40, .end = 45}, {.start = 50, .end = std::nullopt}};
  CHECK(Union(both, false) == joined);
}

}  // namespace
}  // namespace check::slo

#include "libcheck/slo/replay.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace check::slo {
namespace {

using backtest::AlertTimeline;
using backtest::FiringInterval;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;

// One interval a minute with 100 events, of which `errors(minute)` fail.
template <typename Errors>
Events MinuteEvents(int minutes, Errors&& errors) {
  Events events;
  for (int i = 0; i < minutes; ++i) {
    events.Append(i * kMinute, (i + 1) * kMinute, errors(i), 100);
  }
  return events;
}

Policy OneAlert(Tier tier, std::int64_t for_ms = 0, std::int64_t keep_firing_ms = 0) {
  return {"test", {{"Burn", "page", {tier}, for_ms, keep_firing_ms}}};
}

FiringInterval From(std::int64_t start, std::int64_t end) { return {.start = start, .end = end}; }

TEST_CASE("an outage fires when both windows burn, and until the short one does no longer") {
  // All events fail from minute 100 to 110. 10x of 1 % is 10 % of the hour: 600 of 6,000 events,
  // and more than that only in the seventh minute. The short window of 5m holds more than 10 % for
  // as long as one bad minute of five is left in it.
  const Events events =
      MinuteEvents(200, [](int minute) { return minute >= 100 && minute < 110 ? 100 : 0; });
  const auto timelines = Replay(OneAlert({kHour, 5 * kMinute, 10}), 0.01, events, {});
  REQUIRE(timelines.size() == 1);
  CHECK(timelines[0].alert == "Burn");
  CHECK(timelines[0].firing == std::vector<FiringInterval>{From(107 * kMinute, 115 * kMinute)});
  CHECK(timelines[0].pending.empty());
}

TEST_CASE("`for` delays an alert, and keep_firing_for prolongs it") {
  const Events events =
      MinuteEvents(200, [](int minute) { return minute >= 100 && minute < 110 ? 100 : 0; });
  const auto timelines =
      Replay(OneAlert({kHour, 5 * kMinute, 10}, 2 * kMinute, 3 * kMinute), 0.01, events, {});
  CHECK(timelines[0].pending == std::vector<FiringInterval>{From(107 * kMinute, 109 * kMinute)});
  CHECK(timelines[0].firing == std::vector<FiringInterval>{From(109 * kMinute, 118 * kMinute)});
}

TEST_CASE("an alert that fires at the end of the data stays open") {
  const Events events = MinuteEvents(120, [](int minute) { return minute >= 100 ? 100 : 0; });
  const auto timelines = Replay(OneAlert({kHour, 5 * kMinute, 10}), 0.01, events, {});
  REQUIRE(timelines[0].firing.size() == 1);
  CHECK_FALSE(timelines[0].firing[0].end);
}

TEST_CASE("what windows longer than the history make of it is warm-up") {
  // In minutes 10 to 20 every event fails. The window of 1h has that from minute 11 on, but is not
  // filled before minute 60; then it still holds 10 of 60 bad minutes, more than 10 %, until minute
  // 75: 5 of 60 are less.
  const Events events =
      MinuteEvents(200, [](int minute) { return minute >= 10 && minute < 20 ? 100 : 0; });
  const auto timelines = Replay(OneAlert({kHour, 0, 10}), 0.01, events, {});
  const std::vector<FiringInterval> expected = {
      {.start = 12 * kMinute, .end = 60 * kMinute, .warm_up = true},
      {.start = 60 * kMinute, .end = 74 * kMinute, .warm_up = false}};
  CHECK(timelines[0].firing == expected);
}

TEST_CASE("fewer events than asked for page nobody") {
  const Events events =
      MinuteEvents(200, [](int minute) { return minute >= 100 && minute < 110 ? 100 : 0; });
  const Policy policy = OneAlert({kHour, 5 * kMinute, 10});
  CHECK(Replay(policy, 0.01, events, {.least_events = 6000})[0].firing.size() == 1);
  CHECK(Replay(policy, 0.01, events, {.least_events = 6001})[0].firing.empty());
}

TEST_CASE("a replay without events has no step") {
  const auto timelines = Replay(WorkbookPolicy(30 * 24 * kHour), 0.001, Events(), {});
  REQUIRE(timelines.size() == 2);
  CHECK(timelines[0].firing.empty());
  CHECK(StepsOf(Events(), {}) == 0);
}

// The same by definition: all intervals are looked at in every step.
std::vector<std::int64_t> FiringStepsByDefinition(const BurnAlert& alert, double budget,
                                                  const Events& events, std::int64_t interval) {
  std::vector<std::int64_t> firing;
  constexpr std::int64_t kNever = -1;
  std::int64_t active = kNever;
  std::int64_t lost = kNever;
  bool fires = false;
  for (std::int64_t time = 0; time <= events.last(); time += interval) {
    if (time < events.ends()[0]) continue;
    const auto ratio_above = [&](std::int64_t window, double least) {
      double errors = 0;
      double total = 0;
      for (std::size_t i = 0; i < events.size(); ++i) {
        if (events.begins()[i] < time - window || events.ends()[i] > time) continue;
        errors += events.errors(i);
        total += events.total(i);
      }
      return total > 0 && errors / total > least;
    };
    const bool holds = std::any_of(alert.tiers.begin(), alert.tiers.end(), [&](const Tier& tier) {
      return ratio_above(tier.long_ms, tier.factor * budget) &&
             ratio_above(tier.short_ms, tier.factor * budget);
    });
    if (holds) {
      if (active == kNever) active = time;
      lost = kNever;
      if (time - active >= alert.for_ms) fires = true;
    } else {
      if (fires && lost == kNever) lost = time;
      if (!fires || time - lost >= alert.keep_firing_ms) {
        fires = false;
        active = lost = kNever;
      }
    }
    if (fires) firing.push_back(time);
  }
  return firing;
}

TEST_CASE("a replay does what its definition says, whatever the events") {
  std::mt19937 random(15);
  const auto below = [&](int limit) { return static_cast<int>(random() % unsigned(limit)); };
  std::size_t fired = 0;
  for (int round = 0; round < 300; ++round) {
    Events events;
    std::int64_t time = below(5) * 7'000;
    for (int i = 0; i < 150; ++i) {
      if (below(20) == 0) time += below(10) * kMinute;  // A gap.
      const std::int64_t end = time + (1 + below(4)) * 15'000;
      const int total = below(5) == 0 ? 0 : below(50);
      events.Append(time, end, below(6) == 0 && total > 0 ? below(total + 1) : 0, total);
      time = end;
    }
    BurnAlert alert = {.name = "Burn", .severity = "page"};
    for (int i = 0; i <= below(2); ++i) {
      const std::int64_t window = (2 + below(20)) * kMinute;
      alert.tiers.push_back({window, (1 + below(3)) * kMinute, 1.0 + below(8)});
    }
    alert.for_ms = below(3) * kMinute;
    alert.keep_firing_ms = below(3) * kMinute;
    const std::int64_t interval = (1 + below(4)) * 15'000;
    const auto timelines = Replay({"random", {alert}}, 0.02, events, {.interval_ms = interval});
    std::vector<std::int64_t> firing;
    for (const FiringInterval& each : timelines[0].firing) {
      for (std::int64_t t = each.start; t < each.end.value_or(events.last() + 1); t += interval) {
        firing.push_back(t);
      }
    }
    CHECK(firing == FiringStepsByDefinition(alert, 0.02, events, interval));
    fired += firing.empty() ? 0 : 1;
  }
  CHECK(fired > 100);
}

TEST_CASE("many replays are those of each") {
  const Events events =
      MinuteEvents(200, [](int minute) { return minute >= 100 && minute < 110 ? 100 : 0; });
  const Policy one = OneAlert({kHour, 5 * kMinute, 10});
  const Policy two = OneAlert({kHour, 5 * kMinute, 5});
  const std::vector<ReplayJob> jobs = {{&one, 0.01, &events, {}}, {&two, 0.01, &events, {}}};
  std::size_t most = 0;
  const auto all = ReplayAll(jobs, [&](std::size_t done) { most = std::max(most, done); });
  REQUIRE(all.size() == 2);
  CHECK(most == 2);
  CHECK(all[0][0].firing == Replay(one, 0.01, events, {})[0].firing);
  CHECK(all[1][0].firing == Replay(two, 0.01, events, {})[0].firing);
  CHECK(all[1][0].firing != all[0][0].firing);
}

}  // namespace
}  // namespace check::slo

#include "libcheck/backtest/compare.h"

#include <doctest/doctest.h>

#include <optional>
#include <vector>

namespace check::backtest {
namespace {

FiringInterval From(std::int64_t start, std::optional<std::int64_t> end) {
  return {.start = start, .end = end};
}

TEST_CASE("intervals of two revisions are paired where they overlap") {
  const std::vector<FiringInterval> before = {From(0, 10), From(20, 40), From(60, 65),
                                              From(80, 90)};
  const std::vector<FiringInterval> after = {From(25, 30), From(35, 45), From(60, 65),
                                             From(90, std::nullopt)};
  const std::vector<IntervalPair> expected = {{From(0, 10), std::nullopt},
                                              {From(20, 40), From(25, 45)},
                                              {From(60, 65), From(60, 65)},
                                              {From(80, 90), std::nullopt},
                                              {std::nullopt, From(90, std::nullopt)}};
  const std::vector<IntervalPair> pairs = PairUp(before, after);
  CHECK(pairs == expected);
  CHECK(pairs[0].is_gone());
  CHECK(pairs[1].shift_ms() == 5);
  CHECK(pairs[2].shift_ms() == 0);
  CHECK(pairs[4].is_new());
}

TEST_CASE("a summary counts all sets of labels together") {
  constexpr std::int64_t kMinute = 60'000;
  AlertTimeline one;
  one.firing = {From(0, 10 * kMinute), From(30 * kMinute, 40 * kMinute),
                From(200 * kMinute, std::nullopt)};
  one.firing[0].warm_up = true;
  AlertTimeline two;
  two.firing = {From(5 * kMinute, 15 * kMinute)};
  AlertTimeline pending;
  pending.pending = {From(5 * kMinute, 15 * kMinute)};
  const std::vector<AlertTimeline> all = {one, two, pending};
  const Summary summary = Summarise(all, 230 * kMinute);
  CHECK(summary.times == 4);
  CHECK(summary.warm_up == 1);
  CHECK(summary.sets == 2);
  CHECK(summary.pending_sets == 1);
  // 20 minutes after the last end is within the hour, 160 are not.
  CHECK(summary.flaps == 1);
  CHECK(summary.firing_ms == 55 * kMinute);
  CHECK(summary.longest_ms == 30 * kMinute);
  CHECK(summary.first == 0);
  CHECK(summary.firing_at_end);
}

}  // namespace
}  // namespace check::backtest

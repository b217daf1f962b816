#include "libcheck/slo/policy.h"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

#include "libcheck/slo/arithmetic.h"
#include "libcheck/slo/replay.h"

namespace check::slo {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

std::vector<double> Factors(const Policy& policy) {
  std::vector<double> factors;
  for (const BurnAlert& alert : policy.alerts) {
    for (const Tier& tier : alert.tiers) factors.push_back(tier.factor);
  }
  return factors;
}

TEST_CASE("the workbook's factors follow the period") {
  CHECK(Factors(WorkbookPolicy(30 * kDay)) == std::vector<double>{14.4, 6, 3, 1});
  const auto factors = Factors(WorkbookPolicy(28 * kDay));
  REQUIRE(factors.size() == 4);
  CHECK(factors[0] == doctest::Approx(13.44));
  CHECK(factors[3] == doctest::Approx(0.93333333333));
}

TEST_CASE("Pyrra's windows follow the period") {
  const Policy policy = PyrraPolicy(30 * kDay);
  REQUIRE(policy.alerts.size() == 4);
  CHECK(policy.alerts[0].tiers == std::vector<Tier>{{64 * kMinute, 5 * kMinute, 14}});
  CHECK(policy.alerts[0].for_ms == 2 * kMinute);
  CHECK(policy.alerts[3].tiers == std::vector<Tier>{{6171 * kMinute, 386 * kMinute, 1}});
  CHECK(policy.alerts[3].for_ms == 193 * kMinute);
  CHECK(PyrraPolicy(kDay / 2).alerts[0].tiers[0].short_ms == 0);
}

TEST_CASE("tiers can be written on the command line") {
  const auto tier = ParseTierFlag("page:14.4x:1h/5m:for=2m");
  REQUIRE(tier);
  CHECK(*tier == BurnAlert{"page", "page", {{kHour, 5 * kMinute, 14.4}}, 2 * kMinute});
  CHECK(Describe(tier->tiers[0]) == "14.4x over 1h and 5m");
  CHECK(ParseTierFlag("ticket:1:5m/3d")->tiers[0].long_ms == 3 * kDay);
  for (const std::string_view text : {"", "page", "page:x:1h", "page:3x:", "page:-1x:1h",
                                      "page:3x:1h/", "page:3x:1h:2m", "page:3x:1h/0s"}) {
    CAPTURE(text);
    CHECK(bool(ParseTierFlag(text)) == (text == "page:3x:1h/"));
  }
}

TEST_CASE("a window of Pyrra's that rounds to 0 is one in which the condition never holds") {
  const Policy week = PyrraPolicy(7 * kDay);
  CHECK_FALSE(week.alerts[0].tiers.front().has_empty_window);
  const Policy half = PyrraPolicy(kDay / 2);
  const Tier& tier = half.alerts[0].tiers.front();
  CHECK(tier.has_empty_window);
  CHECK(Describe(tier) == "14x over 1m and 0s");
  CHECK_FALSE(IsReachable(tier, 0.001));
  CHECK_FALSE(half.alerts[1].tiers.front().has_empty_window);
  Events events;  // All of them fail.
  for (std::int64_t time = 0; time < kHour; time += kMinute) {
    events.Append(time, time + kMinute, 10, 10);
  }
  const auto timelines = Replay(half, 0.05, events, {});
  REQUIRE(timelines.size() == 4);
  CHECK(timelines[0].firing.empty());
  CHECK_FALSE(timelines[1].firing.empty());
}

}  // namespace
}  // namespace check::slo

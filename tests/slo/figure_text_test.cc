#include "libcheck/slo/figure_text.h"

#include <doctest/doctest.h>

#include <limits>

namespace check::slo {
namespace {

TEST_CASE("figures of objectives are short") {
  CHECK(PercentText(0.436) == "43.6 %");
  CHECK(PercentText(0.02) == "2 %");
  CHECK(PercentText(0.000095238) == "0.00952 %");
  CHECK(PercentText(-2.4192) == "-242 %");
  CHECK(PercentText(1) == "100 %");
  CHECK(PercentText(0) == "0 %");
  CHECK(PercentText(std::numeric_limits<double>::quiet_NaN()) == "–");
  CHECK(SpanText(51.84) == "51.8s");
  CHECK(SpanText(0.5) == "0.5s");
  CHECK(SpanText(59.97) == "1m");
  CHECK(SpanText(518.4) == "8m38s");
  CHECK(SpanText(12960) == "3h36m");
  CHECK(SpanText(36 * 3600) == "36h");
  CHECK(SpanText(50 * 3600) == "2d2h");
  CHECK(SpanText(std::numeric_limits<double>::infinity()) == "never");
  CHECK(WindowText(86'400'000) == "1d");
  CHECK(EventsText(0) == "0");
  CHECK(EventsText(999) == "999");
  CHECK(EventsText(9304) == "9,304");
  CHECK(EventsText(-1234567) == "-1,234,567");
  CHECK(EventsText(12.5) == "12.5");
  CHECK(EventsText(16510238) == "16.51M");
  CHECK(FactorText(14.4) == "14.4x");
}

TEST_CASE("availability that misses its objective is not rounded up to it") {
  const Objective objective = *Objective::ParsePercent("99.9");
  CHECK(AvailabilityText(0.999437, objective) == "99.943 %");
  CHECK(AvailabilityText(0.99899999, objective) == "99.899 %");
  CHECK(AvailabilityText(0.999, objective) == "99.900 %");
  CHECK(AvailabilityText(1, *Objective::ParsePercent("95")) == "100.00 %");
}

TEST_CASE("periods of the calendar have their unit's name") {
  Period period;
  CHECK(PeriodText(period) == "30d");
  period.calendar = Period::Calendar{};
  CHECK(PeriodText(period) == "a month");
  period.calendar->unit = Period::Calendar::Unit::kWeek;
  period.calendar->count = 2;
  CHECK(PeriodText(period) == "2 weeks");
}

}  // namespace
}  // namespace check::slo

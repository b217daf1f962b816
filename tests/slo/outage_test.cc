#include "libcheck/slo/outage.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace check::slo {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr Ppb kPercent = 10'000'000;

std::string ErrorOf(std::string_view text) {
  const auto outage = ParseOutage(text);
  return outage ? "" : outage.error().message;
}

std::string TrafficError(std::string_view text) {
  const auto traffic = ParseTraffic(text);
  return traffic ? "" : traffic.error().message;
}

TEST_CASE("outages are phases") {
  const auto simple = ParseOutage(" 5%  for 2h ");
  REQUIRE(simple.ok());
  CHECK(simple->text == "5%  for 2h");
  CHECK(simple->phases == std::vector<OutagePhase>{{2 * kHour, 5 * kPercent, 5 * kPercent}});
  CHECK(simple->Constant() == 5 * kPercent);

  const auto phases = ParseOutage("100% for 10m at 03:30, 1% ramp to 20% over 1h, 0.5% for 30s");
  REQUIRE(phases.ok());
  CHECK(phases->at_ms == 3 * kHour + 30 * kMinute);
  CHECK(phases->phases == std::vector<OutagePhase>{{10 * kMinute, kWhole, kWhole},
                                                   {kHour, kPercent, 20 * kPercent},
                                                   {30'000, kPercent / 2, kPercent / 2}});
  CHECK_FALSE(phases->Constant().has_value());

  const auto spikes = ParseOutage("100% for 5m every 10m for 25m");
  REQUIRE(spikes.ok());
  CHECK(spikes->phases.size() == 5);
  CHECK(spikes->phases[1] == OutagePhase{.duration_ms = 5 * kMinute});
  CHECK(spikes->DurationMs() == 25 * kMinute);
}

TEST_CASE("what is not an outage") {
  const std::string usage =
      ": write it as in `5% for 2h`, `1% to 20% over 1h`, `100% for 5m every 10m "
      "for 2h` or `100% for 10m at 03:00`";
  for (const char* text :
       {"", "5", "5%", "5 for 2h", "5% for", "5% over 2h", "5% ramp for 2h", "5% for 2h at",
        "5% for 2h at 25:00", "5% for 2h at 3pm", "5% for 2h 3", "5% for 5m every 10m"}) {
    CHECK(ErrorOf(text) == "invalid outage `" + std::string(text) + "`" + usage);
  }
  CHECK(ErrorOf("101% for 2h") == "invalid share `101%`: expected 0% to 100%");
  CHECK(ErrorOf("0.00000001% for 2h") == "`0.00000001%` has more than 7 decimals");
  CHECK(ErrorOf("5% for 2x") == "invalid duration `2x`: expected whole seconds, as in 10m or 2h");
  CHECK(ErrorOf("5% for 500ms") ==
        "invalid duration `500ms`: expected whole seconds, as in 10m or 2h");
  CHECK(ErrorOf("5% for 2y") == "2y is more than a year");
  CHECK(ErrorOf("5% for 300d, 6% for 300d") ==
        "`5% for 300d, 6% for 300d` lasts for more than a year");
  CHECK(ErrorOf("5% for 5m every 5m for 2h") ==
        "`5% for 5m every 5m for 2h` leaves no time between, or ends before the first time");
  CHECK(ErrorOf("5% for 1s every 2s for 1d") ==
        "`5% for 1s every 2s for 1d` has more than 10000 phases");
  CHECK(ErrorOf("5% for 2h, 6% for 2h at 03:00") ==
        "only the first phase of `5% for 2h, 6% for 2h at 03:00` can have a time of day");
}

TEST_CASE("traffic follows the time of day") {
  CHECK(ParseTraffic("600/m")->parts == std::vector<Traffic::Part>{{0, 10}});
  const auto day = ParseTraffic("1000/s day 08:00-20:00, 50/s night");
  REQUIRE(day.ok());
  CHECK(day->parts == std::vector<Traffic::Part>{{0, 50}, {8 * kHour, 1000}, {20 * kHour, 50}});
  CHECK(day->MeanPerSecond() == doctest::Approx(525));
  const auto over_midnight = ParseTraffic("50/s 20:00-08:00, 1000/s 08:00-20:00");
  REQUIRE(over_midnight.ok());
  CHECK(over_midnight->parts == day->parts);
  CHECK(ParseTraffic("5/s 00:00-24:00")->is_constant());
}

TEST_CASE("what is not traffic") {
  const std::string usage =
      ": write it as in `100/s`, or with times of day as in `1000/s day "
      "08:00-20:00, 50/s night`";
  for (const char* text :
       {"", "100", "-1/s", "x/s", "100/d", "100/s 8-20", "100/s day night", "100/s 08:00-08:00"}) {
    CHECK(TrafficError(text) == "invalid rate of requests `" + std::string(text) + "`" + usage);
  }
  CHECK(TrafficError("1e10/s") == "1e10/s is too many");
  CHECK(TrafficError("0/s") == "no requests at any time of day");
  CHECK(TrafficError("1/s, 2/s") == "two rates of requests have no times of day");
  CHECK(TrafficError("1/s 08:00-20:00") ==
        "no rate of requests at 00:00: add one without times of day, such as `50/s night`");
  CHECK(TrafficError("1/s 08:00-20:00, 2/s 19:00-21:00") == "two rates of requests apply at 19:00");
}

}  // namespace
}  // namespace check::slo

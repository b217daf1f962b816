#include "libcheck/base/duration.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/shared.h"

namespace check {
namespace {

std::string Prometheus(std::string_view text) {
  const auto duration = ParsePrometheusDuration(text);
  return duration ? FormatPrometheusDuration(*duration) : duration.error().message;
}

std::string Go(std::string_view text) {
  const auto duration = ParseGoDuration(text);
  return duration ? FormatGoDuration(*duration) : duration.error().message;
}

std::string Kingpin(std::string_view text) {
  const auto duration = ParseKingpinDuration(text);
  return duration ? FormatGoDuration(*duration) : duration.error().message;
}

// What is read where a sign is allowed.
Result<Duration> ParseSigned(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  const Result<Duration> duration = ParsePrometheusDuration(text.substr(is_negative ? 1 : 0));
  return duration && is_negative ? Result<Duration>(-*duration) : duration;
}

TEST_CASE("durations are read and printed as in prometheus/common's own tests") {
  const auto path = test::Shared("conformance/common_model/durations.jsonl", "durations");
  if (!path) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*path)) {
    CAPTURE(line);
    const auto row = nlohmann::json::parse(line);
    const auto input = row.at("input").get<std::string>();
    const Result<Duration> duration =
        row.at("allow_negative").get<bool>() ? ParseSigned(input) : ParsePrometheusDuration(input);
    bool same = static_cast<bool>(duration) == row.at("ok").get<bool>();
    if (same && duration) {
      same = *duration == std::chrono::milliseconds(row.at("duration_ms").get<std::int64_t>()) &&
             FormatPrometheusDuration(*duration) == row.at("formatted").get<std::string>();
    }
    CHECK(same);
    ++total;
    agreed += same ? 1 : 0;
  }
  test::PrintConformance("common_model/durations.jsonl", agreed, total);
}

TEST_CASE("Prometheus durations read and print as in prometheus/common") {
  CHECK(Prometheus("0") == "0s");
  CHECK(Prometheus("90m") == "1h30m");
  CHECK(Prometheus("3w2d") == "23d");
  CHECK(Prometheus("365d") == "1y");
  CHECK(Prometheus("1500ms") == "1s500ms");
  CHECK(Prometheus("") == "empty duration string");
  CHECK(Prometheus("abc") == R"(not a valid duration string: "abc")");
  CHECK(Prometheus("1") == R"(not a valid duration string: "1")");
  CHECK(Prometheus("5m1h") == R"(not a valid duration string: "5m1h")");
  CHECK(Prometheus("5M") == R"(unknown unit "M" in duration "5M")");
  CHECK(Prometheus("300y") == "duration out of range");
  CHECK(*ParsePrometheusDuration("1d") == std::chrono::hours(24));
}

TEST_CASE("Go durations read and print as in package time") {
  CHECK(Go("1h30m") == "1h30m0s");
  CHECK(Go("1.5s") == "1.5s");
  CHECK(Go("-3us") == "-3\u00b5s");
  CHECK(Go("100ms") == "100ms");
  CHECK(Go("0") == "0s");
  CHECK(Go("1d") == R"(time: unknown unit "d" in duration "1d")");
  CHECK(Go("3") == R"(time: missing unit in duration "3")");
  CHECK(Go("") == R"(time: invalid duration "")");
  CHECK(Go("2562048h") == R"(time: invalid duration "2562048h")");
  CHECK(FormatGoDuration(Duration::min()) == "-2562047h47m16.854775808s");
}

TEST_CASE("durations of promtool's flags are read as by promtool 3.14.0") {
  CHECK(Kingpin("1d") == "24h0m0s");
  CHECK(Kingpin("1.5d") == "36h0m0s");
  CHECK(Kingpin("1h1d") == "25h0m0s");
  CHECK(Kingpin("1m1m") == "2m0s");
  CHECK(Kingpin(".5h") == "30m0s");
  CHECK(Kingpin("0.16h") == "9m36s");
  CHECK(Kingpin("-1h1w") == "-169h0m0s");
  CHECK(Kingpin("+3ns") == "3ns");
  CHECK(Kingpin("1us2\u00b5s3\u03bcs") == "6\u00b5s");
  CHECK(Kingpin("0") == "0s");
  CHECK(Kingpin("1y") == R"(time: unknown unit "y" in duration "1y")");
  CHECK(Kingpin("5") == R"(time: missing unit in duration "5")");
  CHECK(Kingpin(" 5m") == R"(time: invalid duration " 5m")");
  CHECK(Kingpin("") == R"(time: invalid duration "")");
  CHECK(Kingpin("5m\n") == "time: unknown unit \"m\n\" in duration \"5m\n\"");
  CHECK(Kingpin("15251w") == R"(time: invalid duration "15251w")");
  CHECK(Kingpin("9223372036854775808ns") == R"(time: invalid duration "9223372036854775808ns")");
}

TEST_CASE("durations of flags may be written as for Prometheus or as for promtool") {
  CHECK(*ParseFlagDuration("1y") == std::chrono::hours(365 * 24));
  CHECK(*ParseFlagDuration("1w2d") == std::chrono::hours(9 * 24));
  CHECK(*ParseFlagDuration("2d1w") == std::chrono::hours(9 * 24));
  CHECK(*ParseFlagDuration("1.5h") == std::chrono::minutes(90));
  CHECK_FALSE(ParseFlagDuration("1y1.5h"));
  CHECK_FALSE(ParseFlagDuration("5"));
}

}  // namespace
}  // namespace check

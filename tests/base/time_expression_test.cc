#include "libcheck/base/time_expression.h"

#include <doctest/doctest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "libcheck/base/time_span.h"
#include "tests/support/shared.h"

namespace check {
namespace {

constexpr std::int64_t kNow = 1'710'079'205'123;  // Sunday, 2024-03-10T14:00:05.123Z

// The time that `text` says, as RFC 3339 in UTC, or the error's first word.
std::string Utc(std::string_view text, std::string_view zone = "UTC", std::int64_t now = kNow) {
  const auto time = ParseTime(text, now, zone);
  if (time) return FormatTime(*time, "UTC", TimeStyle::kRfc3339);
  return time.error().message.substr(0, time.error().message.find(' '));
}

TEST_CASE("times are read as the server's API reads them") {
  const auto path = test::Shared("conformance/prometheus_api/parse_time.jsonl", "times of the API");
  if (!path) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*path)) {
    CAPTURE(line);
    const auto row = nlohmann::json::parse(line);
    const auto time = ParseTime(row.at("input").get<std::string>(), kNow, "UTC");
    const bool agrees = time.ok() == row.at("ok").get<bool>() &&
                        (!time || *time == row.at("unix_ms").get<std::int64_t>());
    CHECK(agrees);
    agreed += agrees ? 1 : 0;
    ++total;
  }
  test::PrintConformance("times of the API", agreed, total);
}

TEST_CASE("dates are read as RFC 3339 and its relatives") {
  CHECK(Utc("2024-03-10T14:00:00Z") == "2024-03-10T14:00:00Z");
  CHECK(Utc("2024-03-10t14:00:00.25z") == "2024-03-10T14:00:00.250Z");
  CHECK(Utc("2024-03-10T14:00:00.123456789+02:00") == "2024-03-10T12:00:00.123Z");
  CHECK(Utc("2024-03-10 14:00:00 -0330") == "2024-03-10T17:30:00Z");
  CHECK(Utc("2024-03-10 14:00 UTC", "Europe/Berlin") == "2024-03-10T14:00:00Z");
  CHECK(Utc("2024-03-10 14:00", "Europe/Berlin") == "2024-03-10T13:00:00Z");
  CHECK(Utc("2024-07-10 14:00", "Europe/Berlin") == "2024-07-10T12:00:00Z");
  CHECK(Utc("2024-03-10", "+05:30") == "2024-03-09T18:30:00Z");
  CHECK(Utc("  2024-3-1  ") == "2024-03-01T00:00:00Z");
  CHECK(Utc("0000-01-01") == "0000-01-01T00:00:00Z");
  CHECK(Utc("0000-01-01", "+01:00") == "invalid");
  for (const char* text : {"2024-02-30", "2024-13-01", "2024-03-10T24:00:00Z", "2024-03-10T14",
                           "2024-03-10T14:60", "2024-03-10T14:00:00+25:00", "2024-03-10Z",
                           "2024-03-10T14:00:00.Z", "10000-01-01", "2024-03-10 14:00 yesterday"}) {
    CAPTURE(text);
    CHECK(Utc(text) == "invalid");
  }
}

TEST_CASE("Unix times are seconds unless they are too long for that") {
  CHECK(ParseTime("1710079200", 0, "UTC").ok());
  CHECK(*ParseTime("1710079200", 0, "UTC") == 1'710'079'200'000);
  CHECK(*ParseTime("1710079200.1234", 0, "UTC") == 1'710'079'200'123);
  CHECK(*ParseTime("1710079200500", 0, "UTC") == 1'710'079'200'500);
  CHECK(*ParseTime("1710079200500000", 0, "UTC") == 1'710'079'200'500);
  CHECK(*ParseTime("1710079200500000000", 0, "UTC") == 1'710'079'200'500);
  CHECK(*ParseTime("1.7100792e9", 0, "UTC") == 1'710'079'200'000);
  CHECK(*ParseTime("-1", 0, "UTC") == -1000);
  for (const char* text : {"1e400", "1e300", "-1e17", "inf", "nan", "0x10", "1_000"}) {
    CAPTURE(text);
    CHECK(Utc(text) == "invalid");
  }
}

TEST_CASE("times relative to now are read") {
  CHECK(Utc("now") == "2024-03-10T14:00:05.123Z");
  CHECK(Utc("Now") == "2024-03-10T14:00:05.123Z");
  CHECK(Utc("-1h") == "2024-03-10T13:00:05.123Z");
  CHECK(Utc("- 1h30m") == "2024-03-10T12:30:05.123Z");
  CHECK(Utc("now-2d") == "2024-03-08T14:00:05.123Z");
  CHECK(Utc("now - 2d + 5m") == "2024-03-08T14:05:05.123Z");
  CHECK(Utc("+5m") == "2024-03-10T14:05:05.123Z");
  CHECK(Utc("2d ago") == "2024-03-08T14:00:05.123Z");
  CHECK(Utc("1h30m ago") == "2024-03-10T12:30:05.123Z");
  CHECK(Utc("now/m") == "2024-03-10T14:00:00Z");
  CHECK(Utc("now/h", "+05:30") == "2024-03-10T13:30:00Z");
  CHECK(Utc("now/d", "+10:00") == "2024-03-10T14:00:00Z");
  CHECK(Utc("now-1d/d") == "2024-03-09T00:00:00Z");
  CHECK(Utc("now/w") == "2024-03-04T00:00:00Z");
  for (const char* text : {"", " ", "now-", "now-1", "now-1x", "now/x", "now/", "now 14:00", "1h",
                           "ago", "-1h ago", "now-300000y", "/d", "-1h/d/d"}) {
    CAPTURE(text);
    CHECK(Utc(text) == "invalid");
  }
}

TEST_CASE("days are read by their names") {
  CHECK(Utc("today") == "2024-03-10T00:00:00Z");
  CHECK(Utc("yesterday") == "2024-03-09T00:00:00Z");
  CHECK(Utc("tomorrow 8:15") == "2024-03-11T08:15:00Z");
  CHECK(Utc("yesterday 14:00") == "2024-03-09T14:00:00Z");
  CHECK(Utc("yesterday 14:00 +5m") == "2024-03-09T14:05:00Z");
  CHECK(Utc("Yesterday 14:00", "America/New_York") == "2024-03-09T19:00:00Z");
  CHECK(Utc("today", "Asia/Tokyo") == "2024-03-09T15:00:00Z");
  CHECK(Utc("today 09:30") == "2024-03-10T09:30:00Z");
  CHECK(Utc("23:00:30") == "2024-03-10T23:00:30Z");
  CHECK(Utc("14:00-1h") == "2024-03-10T13:00:00Z");
  CHECK(Utc("monday 10:00") == "2024-03-04T10:00:00Z");
  CHECK(Utc("sunday 10:00") == "2024-03-10T10:00:00Z");
  CHECK(Utc("sun 14:01") == "2024-03-03T14:01:00Z");
  CHECK(Utc("sunday") == "2024-03-10T00:00:00Z");
  CHECK(Utc("saturday") == "2024-03-09T00:00:00Z");
  CHECK(Utc("thu", "UTC", -1) == "1969-12-25T00:00:00Z");
  for (const char* text : {"someday", "yesterday 25:00", "yesterday 14", "mond", "14:0", "14:00pm",
                           "yesterdays", "yesterday yesterday"}) {
    CAPTURE(text);
    CHECK(Utc(text) == "invalid");
  }
}

TEST_CASE("local times that are skipped move forward, and of two the first is meant") {
  CHECK(Utc("2024-03-31 02:30", "Europe/Berlin") == "2024-03-31T01:30:00Z");  // 03:30 CEST
  CHECK(Utc("2024-03-31 01:59", "Europe/Berlin") == "2024-03-31T00:59:00Z");
  CHECK(Utc("2024-03-31 03:00", "Europe/Berlin") == "2024-03-31T01:00:00Z");
  CHECK(Utc("2024-10-27 02:30", "Europe/Berlin") == "2024-10-27T00:30:00Z");  // CEST
  CHECK(Utc("2024-10-27 03:00", "Europe/Berlin") == "2024-10-27T02:00:00Z");
  CHECK(Utc("2024-03-10 02:30", "America/New_York") == "2024-03-10T07:30:00Z");
  // Midnight is skipped.
  CHECK(Utc("2024-09-08", "America/Santiago") == "2024-09-08T04:00:00Z");
  // A day of 25 hours.
  CHECK(Utc("today", "Europe/Berlin", 1'730'062'800'000) == "2024-10-26T22:00:00Z");
  // Beyond the transitions that the database lists.
  CHECK(Utc("2090-07-01 12:00", "Europe/Berlin") == "2090-07-01T10:00:00Z");
}

TEST_CASE("errors of times and zones say what is expected") {
  CHECK(ParseTime("5 o'clock", kNow, "UTC").error().message ==
        "invalid time `5 o'clock`: expected an RFC 3339 or Unix time, or one such as `-1h`, "
        "`now-2d`, `yesterday 14:00` or `monday 09:30`");
  for (const char* zone : {"Europe/Bonn", "Europe", "../zoneinfo/UTC", "/etc/localtime", "+2",
                           "+24:00", "tzdata.zi"}) {
    CAPTURE(zone);
    const auto error = CheckTimeZone(zone);
    REQUIRE(error);
    CHECK(error->message == "unknown time zone `" + std::string(zone) +
                                "`: expected `UTC`, `local`, an offset such as `+02:00`, or a "
                                "name such as `Europe/Berlin`");
    CHECK_FALSE(ParseTime("now", kNow, zone).ok());
  }
  for (const char* zone : {"", "UTC", "utc", "Z", "local", "+02:00", "-0330", "Europe/Berlin"}) {
    CHECK_FALSE(CheckTimeZone(zone));
  }
}

TEST_CASE("times are shown in their zone") {
  CHECK(FormatTime(kNow, "Europe/Berlin", TimeStyle::kRfc3339) == "2024-03-10T15:00:05.123+01:00");
  CHECK(FormatTime(kNow, "-03:30", TimeStyle::kRfc3339) == "2024-03-10T10:30:05.123-03:30");
  CHECK(FormatTime(kNow - 123, "UTC", TimeStyle::kDateTime) == "2024-03-10 14:00:05");
  CHECK(FormatTime(kNow, "UTC", TimeStyle::kDate) == "2024-03-10");
  CHECK(FormatTime(kNow, "Asia/Tokyo", TimeStyle::kMonthDay) == "Mar 10");
  CHECK(FormatTime(kNow, "UTC", TimeStyle::kMinute) == "14:00");
  CHECK(FormatTime(kNow, "UTC", TimeStyle::kSecond) == "14:00:05.123");
  CHECK(FormatTime(-1, "UTC", TimeStyle::kDateTime) == "1969-12-31 23:59:59.999");
  CHECK(FormatTime(std::numeric_limits<std::int64_t>::max(), "UTC", TimeStyle::kDate) ==
        "9223372036854776");
  CHECK(UtcOffset(kNow, "Europe/Berlin") == 3'600'000);
}

TEST_CASE("a step is round and leaves a picture's worth of points") {
  constexpr std::int64_t kHour = 3'600'000;
  CHECK(ChooseStep(-1) == 1000);
  CHECK(ChooseStep(0) == 1000);
  CHECK(ChooseStep(kHour) == 15'000);
  CHECK(ChooseStep(6 * kHour) == 120'000);
  CHECK(ChooseStep(24 * kHour) == 600'000);
  CHECK(ChooseStep(250 * 24 * kHour) == 24 * kHour);
  CHECK(ChooseStep(250 * 24 * kHour + 1) == 48 * kHour);
  CHECK(ChooseStep(std::numeric_limits<std::int64_t>::max()) > 0);
}

// A time toward the future, as RFC 3339 in UTC, or the error's first word.
std::string Next(std::string_view text, std::string_view zone = "UTC") {
  const auto time = ParseTime(text, kNow, zone, Toward::kFuture);
  return time ? FormatTime(*time, "UTC", TimeStyle::kRfc3339)
              : time.error().message.substr(0, time.error().message.find(' '));
}

TEST_CASE("toward the future, days and times of day are the next ones") {
  CHECK(Next("monday 10:00") == "2024-03-11T10:00:00Z");
  CHECK(Next("sunday 10:00") == "2024-03-17T10:00:00Z");
  CHECK(Next("sunday 15:00") == "2024-03-10T15:00:00Z");
  CHECK(Next("sun") == "2024-03-17T00:00:00Z");
  CHECK(Next("15:00") == "2024-03-10T15:00:00Z");
  CHECK(Next("14:00") == "2024-03-11T14:00:00Z");
  CHECK(Next("today 10:00") == "2024-03-10T10:00:00Z");
  CHECK(Next("tomorrow 06:00") == "2024-03-11T06:00:00Z");
  CHECK(Next("+2h") == "2024-03-10T16:00:05.123Z");
  CHECK(Next("-2h") == "2024-03-10T12:00:05.123Z");
  CHECK(Next("2024-03-01") == "2024-03-01T00:00:00Z");
  // Clocks are put forward on the night to the 31st.
  CHECK(Next("2024-03-31 02:30", "Europe/Berlin") == "2024-03-31T01:30:00Z");
  CHECK(Next("soon") == "invalid");
}

std::string Span(std::string_view text, std::string_view zone = "UTC") {
  const auto span = ParseTimeSpan(text, kNow, zone);
  if (!span) return span.error().message;
  return FormatTime(span->start, "UTC", TimeStyle::kRfc3339) + " " +
         FormatTime(span->end, "UTC", TimeStyle::kRfc3339);
}

TEST_CASE("of two times, the second counts from the first") {
  CHECK(Span("saturday 22:00..+2h") == "2024-03-16T22:00:00Z 2024-03-17T00:00:00Z");
  CHECK(Span("saturday 22:00 .. 02:00") == "2024-03-16T22:00:00Z 2024-03-17T02:00:00Z");
  CHECK(Span("now..monday 06:00", "Europe/Berlin") ==
        "2024-03-10T14:00:05.123Z 2024-03-11T05:00:00Z");
  CHECK(Span("tomorrow 10:00..-1h") ==
        "invalid times `tomorrow 10:00..-1h`: the second must be after the first");
  CHECK(Span("tomorrow") ==
        "invalid times `tomorrow`: expected two with `..` between them, such as `saturday "
        "22:00..+2h`");
  CHECK(Span("..+2h").starts_with("invalid time ``"));
}

}  // namespace
}  // namespace check

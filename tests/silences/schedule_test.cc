#include "libcheck/silences/schedule.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/time_expression.h"

namespace check::silences {
namespace {

constexpr std::string_view kBerlin = "Europe/Berlin";

std::int64_t Ms(std::string_view time) { return ParseAbsoluteTime(time, "UTC").value(); }

Recurrence Lasting(Result<Schedule> schedule, std::int64_t minutes,
                   std::string_view zone = kBerlin) {
  return {.schedule = *schedule, .zone = std::string(zone), .duration_ms = minutes * 60'000};
}
Recurrence Until(Result<Schedule> schedule, int until) {
  return {.schedule = *schedule, .zone = std::string(kBerlin), .until = until};
}

// What clocks of the zone show at the start, and how many minutes it is to the end.
std::vector<std::string> Windows(const Recurrence& recurrence, std::string_view from,
                                 std::string_view to) {
  std::vector<std::string> texts;
  for (const TimeSpan& window : Expand(recurrence, Ms(from), Ms(to), 1000)) {
    texts.push_back(FormatTime(window.start, recurrence.zone, TimeStyle::kRfc3339) + " " +
                    std::to_string((window.end - window.start) / 60'000));
  }
  return texts;
}
using Texts = std::vector<std::string>;

TEST_CASE("a weekly window keeps its time of day when clocks are changed") {
  // Clocks are put back on 25 October 2026 and forward on 28 March 2027, Sundays both.
  const Recurrence saturday = Lasting(ParseWeekly("saturday 22:00"), 180);
  CHECK(Windows(saturday, "2026-10-17", "2026-11-01") == Texts{"2026-10-17T22:00:00+02:00 180",
                                                               "2026-10-24T22:00:00+02:00 180",
                                                               "2026-10-31T22:00:00+01:00 180"});
  CHECK(Windows(saturday, "2027-03-20", "2027-04-04") == Texts{"2027-03-20T22:00:00+01:00 180",
                                                               "2027-03-27T22:00:00+01:00 180",
                                                               "2027-04-03T22:00:00+02:00 180"});
}

TEST_CASE("a window that ends by the clock is an hour longer or shorter when clocks are changed") {
  const Recurrence night = Until(ParseWeekly("sat 22:00"), 6 * 60);
  CHECK(Windows(night, "2026-10-18T12:00:00Z", "2026-11-01") ==
        Texts{"2026-10-24T22:00:00+02:00 540", "2026-10-31T22:00:00+01:00 480"});
  CHECK(Windows(night, "2027-03-22", "2027-04-04") ==
        Texts{"2027-03-27T22:00:00+01:00 420", "2027-04-03T22:00:00+02:00 480"});
  // Until the second time that clocks show 02:30.
  CHECK(Windows(Until(ParseWeekly("sun 01:00"), 150), "2026-10-25", "2026-10-26") ==
        Texts{"2026-10-25T01:00:00+02:00 150"});
}

TEST_CASE("a window in the hour that is left out begins that much later") {
  CHECK(Windows(Lasting(ParseWeekly("sunday 02:30"), 60), "2027-03-21", "2027-04-05") ==
        Texts{"2027-03-21T02:30:00+01:00 60", "2027-03-28T03:30:00+02:00 60",
              "2027-04-04T02:30:00+02:00 60"});
  // It would end in it.
  CHECK(Windows(Until(ParseWeekly("sunday 01:00"), 150), "2027-03-28", "2027-03-29") ==
        Texts{"2027-03-28T01:00:00+01:00 90"});
}

TEST_CASE("a window in the hour that comes twice begins at the first") {
  CHECK(Windows(Lasting(ParseWeekly("sunday 02:30"), 60), "2026-10-18", "2026-11-02") ==
        Texts{"2026-10-18T02:30:00+02:00 60", "2026-10-25T02:30:00+02:00 60",
              "2026-11-01T02:30:00+01:00 60"});
}

TEST_CASE("a window of every hour comes in both hours, and not twice where one is left out") {
  const Recurrence hourly = Lasting(ParseCron("0 * * * *"), 10);
  CHECK(Windows(hourly, "2026-10-24T23:30:00Z", "2026-10-25T03:30:00Z") ==
        Texts{"2026-10-25T02:00:00+02:00 10", "2026-10-25T02:00:00+01:00 10",
              "2026-10-25T03:00:00+01:00 10", "2026-10-25T04:00:00+01:00 10"});
  CHECK(Windows(hourly, "2027-03-27T23:30:00Z", "2027-03-28T02:30:00Z") ==
        Texts{"2027-03-28T01:00:00+01:00 10", "2027-03-28T03:00:00+02:00 10",
              "2027-03-28T04:00:00+02:00 10"});
}

TEST_CASE("monthly windows know the ends of months") {
  CHECK(Windows(Lasting(ParseMonthly("last 23:00"), 60), "2028-01-01", "2028-05-01") ==
        Texts{"2028-01-31T23:00:00+01:00 60", "2028-02-29T23:00:00+01:00 60",
              "2028-03-31T23:00:00+02:00 60", "2028-04-30T23:00:00+02:00 60"});
  CHECK(Windows(Lasting(ParseMonthly("31 04:00"), 60, "UTC"), "2027-01-01", "2027-06-01") ==
        Texts{"2027-01-31T04:00:00Z 60", "2027-03-31T04:00:00Z 60", "2027-05-31T04:00:00Z 60"});
  CHECK(
      Windows(Lasting(ParseMonthly("first sunday 03:00"), 60, "UTC"), "2027-01-01", "2027-03-10") ==
      Texts{"2027-01-03T03:00:00Z 60", "2027-02-07T03:00:00Z 60", "2027-03-07T03:00:00Z 60"});
  CHECK(Windows(Lasting(ParseMonthly("last friday 22:00"), 60, "UTC"), "2027-01-01",
                "2027-03-10") == Texts{"2027-01-29T22:00:00Z 60", "2027-02-26T22:00:00Z 60"});
  CHECK(Windows(Lasting(ParseMonthly("5th mon 01:00"), 60, "UTC"), "2027-01-01", "2027-06-30") ==
        Texts{"2027-03-29T01:00:00Z 60", "2027-05-31T01:00:00Z 60"});
  CHECK(Windows(Lasting(ParseMonthly("1-2,15 00:00"), 60, "UTC"), "2027-01-01T00:30:00Z",
                "2027-02-01") ==
        Texts{"2027-01-01T00:00:00Z 60", "2027-01-02T00:00:00Z 60", "2027-01-15T00:00:00Z 60"});
}

TEST_CASE("windows that began before the time that is asked for count until they end") {
  const Recurrence long_one = Lasting(ParseWeekly("mon 00:00"), 4 * 24 * 60, "UTC");
  CHECK(Windows(long_one, "2027-01-07T23:59:00Z", "2027-01-08") ==
        Texts{"2027-01-04T00:00:00Z 5760"});
  CHECK(Windows(long_one, "2027-01-08", "2027-01-11") == Texts{});
  CHECK(Windows(Lasting(ParseWeekly("sat-mon,wed 22:00,23:00"), 30, "UTC"), "2027-01-02",
                "2027-01-05")
            .size() == 6);
  CHECK(Expand(Lasting(ParseCron("* * * * *"), 1), 0, Ms("2027-01-01"), 50).size() == 50);
}

Schedule Cron(std::string_view text) { return *ParseCron(text); }

TEST_CASE("cron's fields mean what they do in a crontab") {
  CHECK(Cron("@daily") == Cron("0 0 * * *"));
  CHECK(Cron("0 2 * * 7") == Cron("0 2 * * sun"));
  CHECK(Cron("0 2 * JAN-mar mon-fri") == Cron("0 2 * 1,2,3 1-5"));
  CHECK(Cron("*/20 9-17/4 * * *") == Cron("0,20,40 9,13,17 * * *"));
  // One of both days is enough, unless one begins with a star.
  CHECK(Windows(Lasting(ParseCron("0 0 13 * fri"), 1, "UTC"), "2026-11-10", "2026-11-21") ==
        Texts{"2026-11-13T00:00:00Z 1", "2026-11-20T00:00:00Z 1"});
  CHECK(Windows(Lasting(ParseCron("0 0 */2 * fri"), 1, "UTC"), "2026-11-10", "2026-11-21") ==
        Texts{"2026-11-13T00:00:00Z 1"});
  CHECK(Windows(Lasting(ParseCron("30 1 L * *"), 1, "UTC"), "2027-02-01", "2027-04-01") ==
        Texts{"2027-02-28T01:30:00Z 1", "2027-03-31T01:30:00Z 1"});
  CHECK(Cron("0 0 29 2 *").EverComes());
  CHECK(!Cron("0 0 30 2 *").EverComes());
  CHECK(!Cron("0 0 31 4,6,9,11 *").EverComes());
}

TEST_CASE("schedules that cannot be are refused with a reason") {
  for (const std::string_view text :
       {"", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8",
        "5-1 * * * *", "*/0 * * * *", "*/ * * * *", "1- * * * *", "a * * * *", "@never",
        "* * * * * *"}) {
    CAPTURE(text);
    CHECK(!ParseCron(text));
  }
  for (const std::string_view text : {"", "saturday", "22:00", "someday 22:00", "sat- 22:00",
                                      "sat 25:00", "sat 24:00", "sat 22:0", "sat 22:00,23:30"}) {
    CAPTURE(text);
    CHECK(!ParseWeekly(text));
  }
  for (const std::string_view text : {"", "0 04:00", "32 04:00", "5-1 04:00", "sixth sun 04:00",
                                      "first someday 04:00", "last- 04:00"}) {
    CAPTURE(text);
    CHECK(!ParseMonthly(text));
  }
  CHECK(ParseWeekly("someday 22:00").error().message == "unknown weekday `someday`");
  CHECK(ParseCron("61 * * * *").error().message ==
        "invalid minute `61`: expected numbers from 0 to 59, as `*`, `1-5`, `*/2` or `1,3`");
}

}  // namespace
}  // namespace check::silences

#include "libcheck/alertmanager/time_interval.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "libcheck/base/time_expression.h"
#include "tests/alertmanager/config_text.h"
#include "tests/support/shared.h"

namespace check::alertmanager {
namespace {

using nlohmann::json;

std::int64_t At(std::string_view time) {
  const auto ms = ParseAbsoluteTime(time, "UTC");
  REQUIRE(ms.has_value());
  return *ms;
}

// The time intervals of a configuration with these lines, or what is wrong with it.
Result<std::vector<NamedInterval>> ReadNamed(const std::string& lines) {
  const test::ConfigText config("route: {receiver: a}\nreceivers: [{name: a}]\n" + lines);
  if (!config.error().empty()) return Error{config.error()};
  return config.routing().intervals;
}

// What stands below `time_intervals` of one with a name, which has one item or a list.
Result<std::vector<TimeInterval>> Read(std::string_view text) {
  std::string list;
  if (!text.starts_with("- ") && text.find("\n- ") == std::string_view::npos) {
    list = test::Below("-", text).replace(0, 2, "-");
    text = list;
  }
  auto named = ReadNamed("time_intervals:\n- name: x\n" + test::Below("  time_intervals", text, 4));
  if (!named) return named.error();
  return named->front().intervals;
}

template <typename Agrees>
void ForEachRow(const char* name, Agrees&& agrees) {
  const std::string file = std::string("alertmanager_timeinterval/") + name;
  const auto path = test::Shared("conformance/" + file, "time intervals");
  if (!path) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*path)) {
    CAPTURE(line);
    const bool same = agrees(json::parse(line));
    CHECK(same);
    ++total;
    agreed += same ? 1 : 0;
  }
  test::PrintConformance(file, agreed, total);
}

template <typename Range>
void AddRanges(const char* name, const char* begin, const char* end,
               const std::optional<std::vector<Range>>& ranges, json& out) {
  if (!ranges) return;
  json& list = out[name] = json::array();
  for (const Range& range : *ranges) list.push_back({{begin, range.begin}, {end, range.end}});
}

json Described(const TimeInterval& interval) {
  json out = json::object();
  AddRanges("times", "start_minute", "end_minute", interval.times, out);
  AddRanges("weekdays", "begin", "end", interval.weekdays, out);
  AddRanges("days_of_month", "begin", "end", interval.days_of_month, out);
  AddRanges("months", "begin", "end", interval.months, out);
  AddRanges("years", "begin", "end", interval.years, out);
  return out;
}

TEST_CASE("time intervals are read as in Alertmanager's own tests") {
  ForEachRow("parse.jsonl", [](const json& row) {
    // A range of times is read as part of an interval.
    const bool one_range = row.at("kind") == "time_range";
    const auto yaml = row.at("yaml").get<std::string>();
    const auto read = Read(one_range ? "- times: [" + yaml + "]" : yaml);
    if (!row.at("ok").get<bool>()) {
      if (read) return false;
      CHECK(read.error().message == row.value("error", read.error().message));
      return read.error().message == row.value("error", read.error().message);
    }
    if (!read) return false;
    if (one_range) return Described(read->front()).at("times").at(0) == row.at("parsed");
    json described = json::array();
    for (const TimeInterval& interval : *read) described.push_back(Described(interval));
    return described == row.at("parsed");
  });
}

TEST_CASE("locations are names of the time zone database, with Go's errors") {
  const auto error = [](std::string_view location) {
    const auto zone = ParseLocation(location);
    return zone ? *zone : zone.error().message;
  };
  CHECK(error("") == "UTC");
  CHECK(error("Local") == "local");
  CHECK(error("Europe/Berlin") == "Europe/Berlin");
  CHECK(error("Europe") == "is a directory");
  CHECK(error("zone.tab") == "malformed time zone information");
  for (const std::string unknown : {"utc", "z", "local", "+02:00", "Nowhere"}) {
    CHECK(error(unknown) == "unknown time zone " + unknown);
  }
  CHECK(error("/x") == "time: invalid location name");
  CHECK(error("a..b") == "time: invalid location name");
}

TEST_CASE("times are in intervals as in Alertmanager's own tests") {
  ForEachRow("contains.jsonl", [](const json& row) {
    // Some of upstream's are no YAML that it would read.
    constexpr std::string_view kRefused = R"(["-31:31"])";
    auto yaml = row.at("yaml").get<std::string>();
    const std::size_t refused = yaml.find(kRefused);
    if (refused != std::string::npos) yaml.replace(refused, kRefused.size(), "[]");
    auto read = Read(yaml);
    if (!read) return false;
    if (refused != std::string::npos) read->front().days_of_month = {{-31, 31}};
    const std::int64_t time = At(row.at("time").get<std::string>());
    return std::any_of(read->begin(), read->end(), [&](const TimeInterval& interval) {
             return interval.Contains(time);
           }) == row.at("contained").get<bool>();
  });
}

TEST_CASE("named intervals mute as in Alertmanager's own tests") {
  ForEachRow("mutes.jsonl", [](const json& row) {
    json list = json::array();
    for (const auto& [name, intervals] : row.at("time_intervals").items()) {
      list.push_back({{"name", name}, {"time_intervals", intervals}});
    }
    const auto read = ReadNamed("time_intervals: " + list.dump());
    if (!read) return false;
    const std::int64_t time = At(row.at("time").get<std::string>());
    json muted_by = json::array();
    for (const auto& name : row.at("names")) {
      for (const NamedInterval& interval : *read) {
        if (interval.name == name && interval.Contains(time)) muted_by.push_back(name);
      }
    }
    return muted_by == row.at("muted_by");
  });
}

std::string ErrorOf(std::string_view yaml) {
  const auto read = Read(yaml);
  return read ? "" : read.error().message;
}

TEST_CASE("what is wrong with a time interval is said in Alertmanager's words") {
  CHECK(ErrorOf("- weekdays: [saturday:monday]") == "start day cannot be before end day");
  CHECK(ErrorOf("- weekdays: [Funday]") == "funday is not a valid weekday");
  CHECK(ErrorOf("- weekdays: ['a:b:c']") == "couldn't parse range a:b:c, invalid format");
  CHECK(ErrorOf("- days_of_month: ['-5:5']") ==
        "end day must be negative if start day is negative");
  CHECK(ErrorOf("- days_of_month: ['-1:-5']") == "end day -5 is always before start day -1");
  CHECK(ErrorOf("- days_of_month: [x]") == R"(strconv.Atoi: parsing "x": invalid syntax)");
  CHECK(ErrorOf("- years: ['99999999999999999999']") ==
        R"(strconv.Atoi: parsing "99999999999999999999": value out of range)");
  CHECK(ErrorOf("- months: ['15:13']") == "end month  is before start month ");
  CHECK(ErrorOf("- months: ['13']") == "");
  CHECK(ErrorOf("- times: [{start_time: '9:00', end_time: '10:00'}]") ==
        "couldn't parse timestamp 9:00, invalid format");
  CHECK(ErrorOf("- times: [{start_time: '09:00', end_time: '24:01'}]") ==
        "couldn't parse timestamp 24:01, invalid format");
  CHECK(ErrorOf("- times: [{start_time: '09:00'}]") == "both start and end times must be provided");
  CHECK(ErrorOf("- times: [{start_time: '09:00', end_time: '09:00'}]") ==
        "start time cannot be equal or greater than end time");
  CHECK(ErrorOf("- location: Europe/Atlantis") == "unknown time zone Europe/Atlantis");
  CHECK(ErrorOf("- location: '+02:00'") == "unknown time zone +02:00");
  CHECK(ErrorOf("- location: utc") == "unknown time zone utc");
  CHECK(ErrorOf("- location: ../Berlin") == "time: invalid location name");
  CHECK(ErrorOf("- {location: Local, weekdays: }") == "");
}

bool IsIn(std::string_view yaml, std::string_view time) {
  const auto read = Read(yaml);
  REQUIRE(read.ok());
  return read->front().Contains(At(time));
}

TEST_CASE("an empty list of ranges has no times, and an interval without fields has all") {
  CHECK_FALSE(IsIn("- weekdays: []", "2026-01-01T00:00:00Z"));
  CHECK(IsIn("- weekdays:", "2026-01-01T00:00:00Z"));
  CHECK(IsIn("- {}", "2026-01-01T00:00:00Z"));
  CHECK_FALSE(NamedInterval{"none", {}}.Contains(0));
}

TEST_CASE("local times are those of the zone, whose months are as long as they are") {
  constexpr std::string_view kNight =
      "- {times: [{start_time: '02:00', end_time: '03:00'}], location: Europe/Berlin}";
  // Put forward: there is no such hour. Put back: it comes twice.
  CHECK_FALSE(IsIn(kNight, "2026-03-29T00:59:59Z"));
  CHECK_FALSE(IsIn(kNight, "2026-03-29T01:00:00Z"));
  CHECK(IsIn(kNight, "2026-10-25T00:30:00Z"));
  CHECK(IsIn(kNight, "2026-10-25T01:30:00Z"));
  CHECK_FALSE(IsIn(kNight, "2026-10-25T02:00:00Z"));
  constexpr std::string_view kLast = "- {days_of_month: ['-1'], location: Europe/Berlin}";
  CHECK(IsIn(kLast, "2026-03-31T12:00:00Z"));
  CHECK_FALSE(IsIn(kLast, "2026-03-30T12:00:00Z"));
  CHECK(IsIn(kLast, "2024-02-29T00:00:00Z"));
  CHECK(IsIn(kLast, "2026-02-27T23:30:00Z"));
  constexpr std::string_view kEnd = "- {days_of_month: ['30:31']}";
  CHECK(IsIn(kEnd, "2026-04-30T00:00:00Z"));
  CHECK_FALSE(IsIn(kEnd, "2026-02-28T00:00:00Z"));
}

}  // namespace
}  // namespace check::alertmanager

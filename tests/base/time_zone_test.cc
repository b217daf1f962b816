#include "libcheck/base/time_zone.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace check {
namespace {

// What is in testdata/fuzz/time_zone.
std::string Bytes(const std::string& name) {
  std::ifstream file(std::string(PRONOIA_SOURCE_DIR) + "/testdata/fuzz/time_zone/" + name,
                     std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string At(const TimeZone& zone, std::int64_t time) {
  const ZoneOffset offset = zone.At(time);
  return offset.name + " " + std::to_string(offset.seconds) + (offset.is_dst ? " dst" : "");
}

TEST_CASE("A zone's clocks follow its list of changes, and then its rule") {
  const auto zone = TimeZone::Parse("X", Bytes("summer"));
  REQUIRE(zone.ok());
  CHECK(At(*zone, -1) == "LMT 561");
  CHECK(At(*zone, 0) == "CET 3600");
  CHECK(At(*zone, 999'999'999) == "CET 3600");
  // The last change is in the list: from there on the rule says all.
  CHECK(At(*zone, 1'711'846'799) == "CET 3600");  // 2024-03-31, a second before 01:00 UTC
  CHECK(At(*zone, 1'711'846'800) == "CEST 7200 dst");
  CHECK(At(*zone, 1'729'990'799) == "CEST 7200 dst");  // 2024-10-27, a second before 01:00 UTC
  CHECK(At(*zone, 1'729'990'800) == "CET 3600");
  REQUIRE(zone->FindNamed("CEST") != nullptr);
  CHECK(zone->FindNamed("CEST")->seconds == 7200);
  CHECK(zone->FindNamed("PST") == nullptr);
}

TEST_CASE("A rule may count days and have offsets of half an hour") {
  const auto zone = TimeZone::Parse("X", Bytes("julian"));
  REQUIRE(zone.ok());
  // From 22:00 of the 28th or 29th of February, since the clock goes forward at -2 hours of March.
  CHECK(At(*zone, 1'709'254'799) == "-03 -10800");
  CHECK(At(*zone, 1'709'254'800) == "-02 -9000 dst");
}

TEST_CASE("What is no file of a zone has Go's errors") {
  const auto error = [](std::string_view name) {
    const auto zone = TimeZone::Load(name);
    return zone ? std::string() : zone.error().message;
  };
  CHECK(error("Europe") == "is a directory");
  CHECK(error("Europe/") == "is a directory");
  CHECK(error("Europe/Berlin").empty());
  CHECK(error("Nowhere") == "unknown time zone Nowhere");
  CHECK(error("../Berlin") == "time: invalid location name");
}

TEST_CASE("Bytes that are no zone are refused") {
  for (const char* name : {"short", "nothing"}) {
    const auto zone = TimeZone::Parse("X", Bytes(name));
    REQUIRE_FALSE(zone.ok());
    CHECK(zone.error().message == "malformed time zone information");
  }
  const auto zone = TimeZone::Parse("X", Bytes("bad_rule"));
  REQUIRE(zone.ok());
  CHECK(At(*zone, 1'709'254'800) == "UTC 0");
  CHECK(TimeZone::Load("../etc/passwd").error().message == "time: invalid location name");
  CHECK(TimeZone::Load("Nope/Nowhere").error().message == "unknown time zone Nope/Nowhere");
}

}  // namespace
}  // namespace check

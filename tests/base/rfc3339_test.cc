#include "libcheck/base/rfc3339.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace check {
namespace {

std::string Again(std::string_view text) {
  const auto time = ParseRfc3339(text);
  return time ? FormatRfc3339Millis(*time) : "no time";
}

TEST_CASE("times keep their offset, and milliseconds") {
  CHECK(Again("2026-11-28T20:00:00Z") == "2026-11-28T20:00:00.000Z");
  CHECK(Again("2026-11-28T20:00:00.5+02:00") == "2026-11-28T20:00:00.500+02:00");
  CHECK(Again("2026-11-28T20:00:00.123456789-03:30") == "2026-11-28T20:00:00.123-03:30");
  CHECK(Again("2026-11-28T20:00:00+00:00") == "2026-11-28T20:00:00.000Z");
  CHECK(Again("0001-01-01T00:00:00.000Z") == "0001-01-01T00:00:00.000Z");
  CHECK(Again("9999-12-31T23:59:59.999Z") == "9999-12-31T23:59:59.999Z");
  CHECK(Again("1969-12-31T23:59:59.999Z") == "1969-12-31T23:59:59.999Z");
  CHECK(ParseRfc3339("0001-01-01T00:00:00Z")->is_zero());
  CHECK(OffsetTime().is_zero());
  CHECK(ParseRfc3339("2026-11-28T20:00:00+02:00")->ms == ParseRfc3339("2026-11-28T18:00:00Z")->ms);
}

TEST_CASE("what is not RFC 3339 is no time") {
  for (const std::string_view text :
       {"", "2026-11-28", "2026-11-28T20:00:00", "2026-11-28 20:00:00Z", "2026-02-30T00:00:00Z",
        "2026-11-28T24:00:00Z", "2026-11-28T20:60:00Z", "2026-11-28T20:00:60Z",
        "2026-11-28T20:00:00.Z", "2026-11-28T20:00:00+2:00", "2026-11-28T20:00:00+24:00",
        "2026-11-28T20:00:00+02:00x", "2026-11-28T20:00:00z", "26-11-28T20:00:00Z"}) {
    CAPTURE(text);
    CHECK(Again(text) == "no time");
  }
}

}  // namespace
}  // namespace check

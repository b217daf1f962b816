#include "libcheck/promql/start_sequence.h"

#include <doctest/doctest.h>

#include <string>

namespace check::promql {
namespace {

std::string Text(const SequenceValues& values) {
  std::string text;
  for (const SequenceValue& value : values) {
    text += value.omitted ? "_ " : std::to_string(static_cast<long long>(value.value)) + " ";
  }
  return text;
}

TEST_CASE("start timestamps are read, or refused in Prometheus's words") {
  struct Case {
    std::string line;
    std::string expected;  // Of a problem: what follows "invalid @st ".
  };
  const Case cases[] = {
      {"x@st -1m", "-60000 "},
      {"x@st\t+1s  0s _", "1000 0 _ "},
      {"x{a=\"b\"}@st _x3 5ms", "_ _ _ 5 "},
      {"x@st -1mx2", "-60000 -60000 -60000 "},
      {"x@st 0sx0", "0 "},
      {"x@st -1m+10sx2", "-60000 -50000 -40000 "},
      {"x@st 1m-90sx1", "60000 -30000 "},
      {"x@st abc", "sequence: invalid ST item \"abc\": expected digits in duration \"abc\""},
      {"x@st 1q",
       "sequence: invalid ST item \"1q\": invalid duration \"1q\": unknown unit \"q\" in "
       "duration \"1q\""},
      {"x@st 5",
       "sequence: invalid ST item \"5\": invalid duration \"5\": not a valid duration "
       "string: \"5\""},
      {"x@st 1mxz", "sequence: invalid ST item \"1mxz\": invalid repeat count"},
      {"x@st _x0", "sequence: invalid ST item \"_x0\": invalid repeat count"},
      {"x@st 1m!", "sequence: invalid ST item \"1m!\": unexpected character '!' after duration"},
      {"x@st 1m\xc3\xa9",
       "sequence: invalid ST item \"1m\xc3\xa9\": unexpected character "
       "'\xc3\x83' after duration"},
      {"x@st 1m+", "sequence: invalid ST item \"1m+\": invalid step duration: empty duration"},
      {"x@st 1m+1s",
       "sequence: invalid ST item \"1m+1s\": expected 'x<count>' after step duration"},
      {"x@st 1m+1sx-1",
       "sequence: invalid ST item \"1m+1sx-1\": invalid repeat count: "
       "strconv.ParseUint: parsing \"-1\": invalid syntax"},
      {"x@st 1m+1sx99999999999999999999",
       "sequence: invalid ST item "
       "\"1m+1sx99999999999999999999\": invalid repeat count: "
       "strconv.ParseUint: parsing \"99999999999999999999\": "
       "value out of range"},
      {"x{@st 1m", "line metric \"x{\": 4:5: parse error: unexpected end of input inside braces"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.line);
    REQUIRE(IsStartLine(c.line));
    StartSequence read;
    const auto problem = ParseStartLine(c.line, 3, read);
    if (problem) {
      CHECK(*problem == "invalid @st " + c.expected);
    } else {
      CHECK(Text(read.offsets) == c.expected);
    }
  }
  CHECK_FALSE(IsStartLine("x@st"));
  CHECK_FALSE(IsStartLine("x @st 1m"));
  CHECK_FALSE(IsStartLine("x{a=\"b\", c=\"d\"}@st 1m"));
}

TEST_CASE("start timestamps are for one series, and for each of its samples") {
  SeriesDescription samples;
  REQUIRE_FALSE(ParseSeriesDescription("x{b=\"c\",a=\"b\",e=\"\"} 1x2", samples));
  const auto mismatch = [&](const char* line) {
    StartSequence starts;
    REQUIRE_FALSE(ParseStartLine(line, 0, starts));
    return StartMismatch(starts, samples).value_or("");
  };
  CHECK(mismatch("x{a=\"b\",b=\"c\"}@st 0sx2").empty());
  CHECK(mismatch("x{a=\"b\"}@st 0sx2") ==
        "@st metric does not match the following sample line metric");
  CHECK(mismatch("x{a=\"b\",b=\"c\"}@st 0s _") == "@st line has 2 values but sample line has 3");
}

}  // namespace
}  // namespace check::promql

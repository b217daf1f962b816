#include "libcheck/base/duration_advice.h"

#include <doctest/doctest.h>

#include <string_view>

namespace check {
namespace {

TEST_CASE("for what people write as a duration, the way to write it is named") {
  constexpr std::string_view kGeneral =
      "write whole numbers with units, such as `90s`, `5m` or `1h30m`";
  struct Row {
    std::string_view text;
    std::string_view advice;
  };
  const Row rows[] = {
      {"5mins", "did you mean `5m`?"},
      {"30sec", "did you mean `30s`?"},
      {"1 minute", "did you mean `1m`?"},
      {"2days", "did you mean `2d`?"},
      {"5M", "did you mean `5m`?"},
      {"1month", "did you mean `30d`?"},
      {"PT1H30M", "did you mean `1h30m`?"},
      {"P1D", "did you mean `1d`?"},
      {"00:05:00", "did you mean `5m`?"},
      {"1 hour, 30 minutes", "did you mean `1h30m`?"},
      {"30 s", "no space is allowed: write `30s`"},
      {"1h 30m", "no space is allowed: write `1h30m`"},
      {"5m ", "no space is allowed: write `5m`"},
      {"5", "a unit is missing: did you mean `5m` or `5s`?"},
      {"90", "a unit is missing: write `90s`"},
      {"1.5h", "fractions are not allowed: write `1h30m`"},
      {"0.5s", "fractions are not allowed: write `500ms`"},
      {"30m1h", "each unit at most once, the largest first: write `1h30m`"},
      {"1m1m", "each unit at most once, the largest first: write `2m`"},
      {"-5m", "a duration cannot be negative"},
      {"five minutes", kGeneral},
      {"", kGeneral},
      {"5x", kGeneral},
      {"99999999999999999999y", kGeneral},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(DurationAdvice(row.text) == row.advice);
  }
  CHECK(DurationAdvice("${INTERVAL}") ==
        "variables are not replaced here: " + std::string(kGeneral));
}

TEST_CASE("where Go reads the duration, no days are advised") {
  CHECK(GoDurationAdvice("1d") == "did you mean `24h`?");
  CHECK(GoDurationAdvice("90 seconds") == "did you mean `1m30s`?");
  CHECK(GoDurationAdvice("5mins") == "did you mean `5m`?");
  CHECK(GoDurationAdvice("x") ==
        "write numbers with the units `h`, `m`, `s` or `ms`, such as `90s` or `1m30s`");
}

}  // namespace
}  // namespace check

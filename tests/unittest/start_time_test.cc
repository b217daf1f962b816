#include "libcheck/unittest/start_time.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace check::unittest {
namespace {

TEST_CASE("start times are seconds or dates") {
  struct Case {
    std::string_view text;
    std::optional<std::int64_t> time;
  };
  constexpr std::int64_t kSecond = 1'000'000'000;
  const Case cases[] = {
      {"0", 0},
      {"1735689600", 1735689600 * kSecond},
      {"1.5", 1'500'000'000},
      {"-1.5", -1'500'000'000},
      {"1e3", 1000 * kSecond},
      {"2025-01-01T00:00:00Z", 1735689600 * kSecond},
      {"2025-01-01T01:00:00+01:00", 1735689600 * kSecond},
      {"2024-12-31T22:30:00-01:30", 1735689600 * kSecond},
      {"2025-01-01T00:00:00.25Z", 1735689600 * kSecond + 250'000'000},
      {"1969-12-31T23:59:59Z", -kSecond},
      {"2024-02-29T00:00:00Z", 1709164800 * kSecond},
      {"2025-02-29T00:00:00Z", std::nullopt},
      {"2025-01-01", std::nullopt},
      {"2025-01-01T24:00:00Z", std::nullopt},
      {"2025-01-01T00:00:00", std::nullopt},
      {"2025-01-01T00:00:00Zx", std::nullopt},
      {"", std::nullopt},
      {"yesterday", std::nullopt},
      {"nan", std::nullopt},
      {"1e30", std::nullopt},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(ParseTime(c.text) == c.time);
  }
}

}  // namespace
}  // namespace check::unittest

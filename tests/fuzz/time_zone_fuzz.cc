#include <cstdlib>
#include <limits>

#include "libcheck/base/time_zone.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {

void FuzzTimeZone(std::string_view bytes) {
  const auto zone = TimeZone::Parse("X", bytes);
  if (!zone.ok()) return;
  using Limits = std::numeric_limits<std::int64_t>;
  for (const std::int64_t time : {Limits::min(), std::int64_t{-62'135'596'800}, std::int64_t{0},
                                  std::int64_t{1'719'792'000}, Limits::max()}) {
    const ZoneOffset offset = zone->At(time);
    Require(std::abs(offset.seconds) <= 8 * 86'400, "an offset is a matter of days at the most");
  }
}

}  // namespace check::fuzz

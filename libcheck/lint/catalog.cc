#include <algorithm>
#include <array>

#include "libcheck/lint/check.h"

namespace check::lint {
namespace {

// Every check, one line each, sorted by code. The list is written out rather than gathered by
// static constructors: a static library drops an object file that nothing refers to.
constexpr std::array<const Check*, 0> kChecks = {};

}  // namespace

std::span<const Check* const> AllChecks() { return kChecks; }

const Check* FindCheck(std::string_view code) {
  const auto* const at =
      std::lower_bound(kChecks.begin(), kChecks.end(), code,
                       [](const Check* check, std::string_view c) { return check->info.code < c; });
  return at != kChecks.end() && (*at)->info.code == code ? *at : nullptr;
}

}  // namespace check::lint

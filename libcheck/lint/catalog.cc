#include "libcheck/lint/catalog.h"

#include <algorithm>
#include <iterator>

namespace check::lint {
namespace {

#define LIBCHECK_ADDRESS(check) &check,  // NOLINT(bugprone-macro-parentheses): it is a name.
constexpr const Check* kChecks[] = {LIBCHECK_ALL_CHECKS(LIBCHECK_ADDRESS)};
#undef LIBCHECK_ADDRESS

}  // namespace

std::span<const Check* const> AllChecks() { return kChecks; }

const Check* FindCheck(std::string_view code) {
  const auto* const at =
      std::lower_bound(std::begin(kChecks), std::end(kChecks), code,
                       [](const Check* check, std::string_view c) { return check->info.code < c; });
  return at != std::end(kChecks) && (*at)->info.code == code ? *at : nullptr;
}

}  // namespace check::lint

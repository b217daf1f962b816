#include "libcheck/discovery/mechanisms.h"

#include <algorithm>
#include <iterator>

namespace check::discovery {
namespace {

struct Row {
  std::string_view field;
  const Mechanism* mechanism;
};

constexpr Row kRows[] = {
#define LIBCHECK_ROW(Name, field, go_type, doc, since) {field, &k##Name},
    LIBCHECK_DISCOVERY_MECHANISMS(LIBCHECK_ROW)
#undef LIBCHECK_ROW
};

}  // namespace

const Mechanism* FindMechanism(std::string_view field) {
  const auto* const found = std::find_if(std::begin(kRows), std::end(kRows),
                                         [&](const Row& row) { return row.field == field; });
  return found == std::end(kRows) ? nullptr : found->mechanism;
}

}  // namespace check::discovery

#include "libcheck/promql/aggregations.h"

#include <algorithm>
#include <vector>

#include "libcheck/promql/aggregations/families.h"

namespace check::promql {

std::span<const Aggregation> AllAggregations() {
  static const std::vector<Aggregation> rows = [] {
    std::vector<Aggregation> all;
#define LIBCHECK_ADD_FAMILY(family) \
  for (const Aggregation& aggregation : family()) all.push_back(aggregation);
    LIBCHECK_AGGREGATION_FAMILIES(LIBCHECK_ADD_FAMILY)
#undef LIBCHECK_ADD_FAMILY
    return all;
  }();
  return rows;
}

const Aggregation* FindAggregation(std::string_view name) {
  const auto all = AllAggregations();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Aggregation& aggregation) {
    return aggregation.name == name;
  });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace check::promql

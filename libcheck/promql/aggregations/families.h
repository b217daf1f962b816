#ifndef LIBCHECK_PROMQL_AGGREGATIONS_FAMILIES_H_
#define LIBCHECK_PROMQL_AGGREGATIONS_FAMILIES_H_

#include <span>

#include "libcheck/promql/aggregations.h"

namespace check::promql {

// Every family of aggregations, one file each in this folder, in the order of the documentation.
#define LIBCHECK_AGGREGATION_FAMILIES(X) \
  X(FoldAggregations)                    \
  X(SelectingAggregations)               \
  X(CountValuesAggregations)

#define LIBCHECK_DECLARE_FAMILY(family) std::span<const Aggregation> family();
LIBCHECK_AGGREGATION_FAMILIES(LIBCHECK_DECLARE_FAMILY)
#undef LIBCHECK_DECLARE_FAMILY

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_AGGREGATIONS_FAMILIES_H_

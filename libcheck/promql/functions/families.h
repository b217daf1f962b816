#ifndef LIBCHECK_PROMQL_FUNCTIONS_FAMILIES_H_
#define LIBCHECK_PROMQL_FUNCTIONS_FAMILIES_H_

#include <span>

#include "libcheck/promql/functions.h"

namespace check::promql {

// Every family of functions, one file each in this folder, in any order.
#define LIBCHECK_FUNCTION_FAMILIES(X) \
  X(ChangeFunctions)                  \
  X(HistogramFunctions)               \
  X(InfoFunctions)                    \
  X(LabelFunctions)                   \
  X(MathFunctions)                    \
  X(OverTimeFunctions)                \
  X(RateFunctions)                    \
  X(TimeFunctions)                    \
  X(VectorFunctions)

#define LIBCHECK_DECLARE_FAMILY(family) std::span<const Function> family();
LIBCHECK_FUNCTION_FAMILIES(LIBCHECK_DECLARE_FAMILY)
#undef LIBCHECK_DECLARE_FAMILY

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_FUNCTIONS_FAMILIES_H_

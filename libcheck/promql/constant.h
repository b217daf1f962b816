#ifndef LIBCHECK_PROMQL_CONSTANT_H_
#define LIBCHECK_PROMQL_CONSTANT_H_

#include <optional>

#include "libcheck/promql/ast.h"

namespace check::promql {

/// The value of a scalar expression made of numbers alone: `5 * 60`.
std::optional<double> ConstantValue(const Expr& expr);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_CONSTANT_H_

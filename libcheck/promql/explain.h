#ifndef LIBCHECK_PROMQL_EXPLAIN_H_
#define LIBCHECK_PROMQL_EXPLAIN_H_

#include <string>

#include "libcheck/promql/ast.h"

namespace check::promql {

/// The tree of an expression for a terminal, one line for each node: what it is, its type, which
/// labels its result can have, and what it does. Columns are aligned; every line ends in a line
/// break. With `colour`, ANSI escapes set the columns apart.
std::string Explain(const Expr& expr, bool colour);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_EXPLAIN_H_

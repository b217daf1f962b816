#ifndef LIBCHECK_PROMQL_TYPE_CHECK_H_
#define LIBCHECK_PROMQL_TYPE_CHECK_H_

#include <string_view>

#include "libcheck/model/matcher.h"
#include "libcheck/promql/ast.h"
#include "libcheck/promql/problems.h"

namespace check::promql {

/// Reports every operand and argument of a wrong type or number in `expr`, which was parsed from
/// `text`, in Prometheus's order. Where the tree has holes, because parsing it failed, they are
/// ignored, and all is reported as late.
void CheckTypes(const Expr& expr, std::string_view text, Problems& problems);

/// Whether a series without the label matches. The regular expression must compile.
bool MatchesEmpty(const model::Matcher& matcher);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_TYPE_CHECK_H_

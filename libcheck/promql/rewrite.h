#ifndef LIBCHECK_PROMQL_REWRITE_H_
#define LIBCHECK_PROMQL_REWRITE_H_

#include <string>
#include <string_view>

#include "libcheck/base/result.h"
#include "libcheck/model/matcher.h"
#include "libcheck/promql/ast.h"
#include "libcheck/promql/parse.h"
#include "libcheck/promql/printer.h"

namespace check::promql {

/// `expr`, pretty-printed, with `matcher` in every selector: instead of each matcher that a
/// selector has on that label, or added where it has none. A matcher on `__name__` replaces a name
/// written before the braces too.
///
/// `options` are those `expr` was parsed with. Fails if the result would no longer parse: the value
/// is not a regular expression, or a selector would match everything.
Result<std::string> SetMatcher(const Expr& expr, const model::Matcher& matcher,
                               const ParseOptions& options,
                               Misprints misprints = Misprints::kCorrected);

/// `expr`, pretty-printed, without any matcher on the label `name`.
///
/// Prometheus: promtool leaves the second of two adjacent matchers on the label behind, and prints
/// nothing at all for a selector that is left empty. Here both go, and the latter is an error.
Result<std::string> DeleteMatchers(const Expr& expr, std::string_view name,
                                   const ParseOptions& options,
                                   Misprints misprints = Misprints::kCorrected);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_REWRITE_H_

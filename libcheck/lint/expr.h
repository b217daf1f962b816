#ifndef LIBCHECK_LINT_EXPR_H_
#define LIBCHECK_LINT_EXPR_H_

#include <optional>
#include <string>
#include <string_view>

#include "libcheck/promql/ast.h"
#include "libcheck/promql/constant.h"
#include "libcheck/promql/functions.h"
#include "libcheck/source/source_file.h"

/// Questions about expressions that several checks ask.
namespace check::lint {

/// The function that `expr` calls, or null.
const promql::Function* CalledFunction(const promql::Expr& expr);

/// The selector that `expr` is, or reads a range of, parentheses aside; else null.
const promql::VectorSelector* SelectorIn(const promql::Expr& expr);

using promql::ConstantValue;

/// The first argument of a call that holds series; null if there is none.
const promql::Expr* SeriesArgument(const promql::Call& call);

/// "`text`"
std::string Code(std::string_view text);

/// A piece of the user's text in backticks: on one line, and cut where it is long.
std::string Code(const SourceFile& source, Span span);

/// The span of a selector's metric name, or all of it if the name is not in front.
Span NameSpan(const SourceFile& source, const promql::VectorSelector& selector);

}  // namespace check::lint

#endif  // LIBCHECK_LINT_EXPR_H_

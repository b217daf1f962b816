#ifndef LIBCHECK_PROMQL_ADVICE_H_
#define LIBCHECK_PROMQL_ADVICE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/ast.h"
#include "libcheck/promql/token.h"

/// Notes on what to do about faults. The messages are Prometheus's; these are ours.
namespace check::promql {

/// "needs `--enable-feature=NAME`".
std::string NeedsFeature(std::string_view name);

/// `token` is the kError; it begins where the fault does.
void AdviseOnLexicalFault(std::string_view text, const Token& token, Diagnostic& problem);

/// `context` is what the message says the token is in; may be empty.
void AdviseOnUnexpected(std::string_view text, const Token& token, std::string_view context,
                        Diagnostic& problem);

void AdviseOnUnknownFunction(std::string_view name, Diagnostic& problem);

void AdviseOnAggregateArguments(const Aggregation& aggregation, std::size_t given,
                                Diagnostic& problem);

void AdviseOnRegex(std::string_view pattern, Diagnostic& problem);

/// `operand` is what the range was put after.
void AdviseOnRange(const Expr& operand, Diagnostic& problem);

/// For `x offset 5m [1m]`; `modifier` is "offset" or "@".
void AdviseToMoveRange(std::string_view text, Span brackets, std::string_view modifier,
                       Diagnostic& problem);

/// `operand` is what `offset` or `@` was put after.
void AdviseOnMisplacedModifier(const Expr& operand, Diagnostic& problem);

/// `operand` has another type than `wanted`.
void AdviseOnType(const Expr& operand, ValueType wanted, Diagnostic& problem);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_ADVICE_H_

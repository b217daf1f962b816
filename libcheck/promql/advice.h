#ifndef LIBCHECK_PROMQL_ADVICE_H_
#define LIBCHECK_PROMQL_ADVICE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/ast.h"
#include "libcheck/promql/lexer.h"
#include "libcheck/promql/token.h"

/// Notes on what to do about faults. The messages are Prometheus's; these are ours.
namespace check::promql {

/// "needs `--enable-feature=NAME`".
std::string NeedsFeature(std::string_view name);

void AdviseOnLexicalFault(const LexicalFault& fault, Diagnostic& problem);

// What the parser may be in, and may expect there: as in Prometheus's messages.
inline constexpr std::string_view kInLabelMatching = "label matching";
inline constexpr std::string_view kInGrouping = "grouping opts";
inline constexpr std::string_view kWantsMatchOperator = "label matching operator";
inline constexpr std::string_view kWantsString = "string";
inline constexpr std::string_view kWantsParenthesis = "\"(\"";

/// `context` is what the message says the token is in, `expected` what it says should be there; may
/// be empty.
void AdviseOnUnexpected(std::string_view text, const Token& token, std::string_view context,
                        std::string_view expected, Diagnostic& problem);

void AdviseOnUnknownFunction(std::string_view name, Diagnostic& problem);

void AdviseOnAggregateArguments(const Aggregation& aggregation, std::size_t given,
                                Diagnostic& problem);

/// `fault` is what RegexProblem() says of `pattern`, which is written as `quoted` at `where`. Marks
/// the part of it that is wrong.
void AdviseOnRegex(std::string_view pattern, std::string_view fault, Span where,
                   std::string_view quoted, Diagnostic& problem);

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

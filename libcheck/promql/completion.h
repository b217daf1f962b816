#ifndef LIBCHECK_PROMQL_COMPLETION_H_
#define LIBCHECK_PROMQL_COMPLETION_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace check::promql {

/// What could be typed at the end of the beginning of an expression.
struct Completion {
  enum class Wanted : std::uint8_t {
    kNothing,
    kExpression,  ///< Metrics, functions and aggregations.
    kLabelName,   ///< In braces, or in a grouping.
    kLabelValue,  ///< In quotes, behind a label.
    kDuration,    ///< In brackets.
  } wanted = Wanted::kNothing;
  std::size_t begin = 0;  ///< Where the word begins that is being typed.
  std::string word;       ///< What there is of it.
  std::string metric;     ///< Whose labels they are, if that is known.
  std::string label;      ///< kLabelValue: of which label.
  char quote = '\0';      ///< kLabelValue: what it began with.
};

Completion CompletionAt(std::string_view text);

/// The words of the language that begin with `word`: functions and aggregations with a parenthesis
/// behind them, and operators that are words. Sorted.
std::vector<std::string> WordsBeginning(std::string_view word);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_COMPLETION_H_

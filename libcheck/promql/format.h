#ifndef LIBCHECK_PROMQL_FORMAT_H_
#define LIBCHECK_PROMQL_FORMAT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/promql/ast.h"
#include "libcheck/promql/parse.h"
#include "libcheck/source/source_file.h"

namespace check::promql {

/// Everything in the language switched on: formatting is not the place to refuse a part of it.
inline constexpr ParseOptions kWholeLanguage = {.experimental_functions = true,
                                                .duration_expressions = true,
                                                .extended_range_selectors = true,
                                                .fill_modifiers = true};

struct FormatOptions {
  /// A part that would be longer than this on one line is split over several.
  std::size_t width = 100;
  /// Whether the left operand of the outermost operator is indented, as Prometheus does. Text in a
  /// YAML block cannot begin with an indented line, so rule files say no: there, outermost
  /// operators and the operand on their left begin at column 1.
  bool indent_left_operand = true;
};

/// `source` as Prometheus's pretty printer lays it out, with its comments.
///
/// Without comments the result is that of Pretty(). A part with comments inside is split over
/// lines: arguments, operands and matchers get a line each. A comment on a line of its own stays on
/// one, before what it stood before; a comment behind something stays at the end of the
/// line which that ends up on. Matchers, and a grouping clause behind its argument, keep the order
/// they were written in where there are comments among them. Comments keep their text (but for
/// white space at the end) and their order, formatting twice changes nothing, and the result always
/// parses to an equal expression: where the printed form would not (Prometheus prints `info(x, {})`
/// as `info(x, )`), `source` is returned as it is.
///
/// Nothing if `source` does not parse; `diagnostics` then says why.
std::optional<std::string> Format(const SourceFile& source, const ParseOptions& parse_options,
                                  Diagnostics& diagnostics, const FormatOptions& options = {});

/// The same for an expression that has been parsed: `expr` from `source`, with `parse_options`.
/// Nothing where the printed form would mean something else.
std::optional<std::string> Format(const SourceFile& source, const Expr& expr,
                                  const ParseOptions& parse_options,
                                  const FormatOptions& options = {});

/// Whether there is a comment in `text`, which is PromQL.
bool HasComments(std::string_view text);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_FORMAT_H_

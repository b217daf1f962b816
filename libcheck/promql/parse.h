#ifndef LIBCHECK_PROMQL_PARSE_H_
#define LIBCHECK_PROMQL_PARSE_H_

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/promql/ast.h"

namespace check::promql {

/// The parts of the language that must be switched on (`--enable-feature`), as in
/// Prometheus 3.14.
struct ParseOptions {
  bool experimental_functions = false;
  bool duration_expressions = true;  ///< On by default since 3.14.
  bool extended_range_selectors = false;
  bool fill_modifiers = false;
  /// Also the errors that Prometheus adds only because of one that it reported before.
  bool report_consequences = false;
  /// Trees with more levels are refused, and so are those with more than MaxTreeDepth() of the
  /// calling thread: whoever uses the tree must have as large a stack. An operator in a row is a
  /// level.
  std::size_t max_depth = std::numeric_limits<std::size_t>::max();
};

/// Parses all of `source`, reporting every fault found: syntax, types, matchers. Messages are
/// Prometheus's own ("unclosed left parenthesis"), Diagnostic::upstream is the whole line it prints
/// ("1:7: parse error: unclosed left parenthesis"); notes may add advice.
///
/// Returns the tree, or null if anything was wrong.
/// `comments`, if given, receives the span of every comment.
const Expr* ParseExpr(const SourceFile& source, const ParseOptions& options, Arena& arena,
                      Diagnostics& diagnostics, std::vector<Span>* comments = nullptr);

/// Every CodeInfo that ParseExpr can report, for the catalogue.
std::span<const CodeInfo* const> ParseCodes();

/// As Prometheus prints it: one line, canonical spacing.
std::string ToString(const Expr& expr);

/// As Prometheus's pretty printer does: split over lines where a part is longer than `width`.
std::string Pretty(const Expr& expr, std::size_t width = 100);

/// Whether two expressions are the same but for white space, comments, redundant parentheses and
/// the order of matchers and labels.
bool StructurallyEqual(const Expr& a, const Expr& b);
/// Appends bytes to `key` that are the same for expressions that are structurally equal, and for no
/// others.
void AppendStructure(std::string& key, const Expr& expr);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_PARSE_H_

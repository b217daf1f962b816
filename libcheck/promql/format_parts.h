#ifndef LIBCHECK_PROMQL_FORMAT_PARTS_H_
#define LIBCHECK_PROMQL_FORMAT_PARTS_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "libcheck/promql/ast.h"
#include "libcheck/promql/token.h"
#include "libcheck/source/source_file.h"

namespace check::promql {

/// The comments between two neighbouring tokens.
struct Gap {
  std::string_view trailing;          ///< At the end of the line of the token before. Or empty.
  std::vector<std::string_view> own;  ///< On lines of their own.

  bool empty() const { return trailing.empty() && own.empty(); }
};

/// A syntax tree node and the tokens it was made of. Tokens are named by their index.
struct Part {
  const Expr* expr = nullptr;
  std::uint32_t first = 0;
  std::uint32_t last = 0;   ///< The last one, not the one after.
  std::uint32_t open = 0;   ///< `(` of a call, aggregation or parenthesis; `{` of a selector, or 0.
  std::uint32_t close = 0;  ///< What matches `open`.
  std::uint32_t suffix = 0;             ///< First token of a range and modifiers, or `last` + 1.
  std::vector<std::uint32_t> children;  ///< Indices into PartTree::parts.
};

/// The tokens of an expression, the comments between them, and which node each belongs to. Commas
/// that may be omitted (before a closing bracket) are.
struct PartTree {
  std::vector<Token> tokens;
  std::vector<Gap> gaps;  ///< gaps[i] lies before token i; the last one after the last token.
  /// Whether the layout can have a line break in the gap. Elsewhere there is one only for the sake
  /// of a comment on its own line.
  std::vector<bool> breaks;
  std::vector<Part> parts;
  std::uint32_t root = 0;

  /// Whether there is a comment between token `first` and token `last`.
  bool HasComments(std::uint32_t first, std::uint32_t last) const {
    return first < last && comments_before[last + 1] != comments_before[first + 1];
  }

  /// comments_before[i]: the number of gaps before gap i that have comments in them.
  std::vector<std::uint32_t> comments_before;
};

/// Nothing if `expr` is not what the text of `source` says.
std::optional<PartTree> BuildParts(const SourceFile& source, const Expr& expr);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_FORMAT_PARTS_H_

#ifndef LIBCHECK_DIAGNOSTIC_COMMENTS_H_
#define LIBCHECK_DIAGNOSTIC_COMMENTS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "libcheck/source/source_file.h"

namespace check {

/// A comment in a YAML file, or in a PromQL expression in one.
struct Comment {
  Span span;              ///< From the `#` to the end of the line, line break excluded.
  std::uint32_t line;     ///< Counted from 1.
  bool is_alone = false;  ///< Whether nothing else is on the line.
  /// Whether it is about the whole of an expression: it stands in front of it or behind it, or
  /// where PromQL has but one line.
  bool is_of_whole = false;
};

/// The comments of a YAML file that have `word` in them, in order. A `#` in a string or a block
/// scalar is text, but two kinds of value have comments of their own: those of `expr`, quoted or in
/// a block, which are PromQL, and blocks of keys that are called like a rule file, as in a
/// ConfigMap.
///
/// Reads the text and not its events, since YAML parsers keep no comments. Text that is no YAML
/// gives some answer.
std::vector<Comment> FindComments(std::string_view text, std::string_view word);

}  // namespace check

#endif  // LIBCHECK_DIAGNOSTIC_COMMENTS_H_

#ifndef LIBCHECK_RULES_FORMAT_EDIT_H_
#define LIBCHECK_RULES_FORMAT_EDIT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/rules/format.h"
#include "libcheck/rules/rule_file.h"
#include "libcheck/source/source_file.h"
#include "libcheck/yaml/node.h"
#include "libcheck/yaml/parse.h"

namespace check::rules {

/// Text to be put instead of a part of a file.
struct Edit {
  Span span;
  std::string text;
};

/// `text` with `edits` made, which must not overlap. They are sorted on the way; those at the same
/// place keep their order.
std::string Apply(std::string_view text, std::vector<Edit>& edits);

/// A text that is being formatted, and what it says.
struct Unit {
  const SourceFile& source;
  const yaml::Stream& stream;
  const LoadedFile& loaded;

  std::string_view text() const { return source.text(); }
};

/// Offset of the first byte of the line that `offset` is in.
std::uint32_t LineBegin(std::string_view text, std::uint32_t offset);
/// Offset of the line break (or end of text) that ends the line `offset` is in.
std::uint32_t LineEnd(std::string_view text, std::uint32_t offset);
/// The line break that `text` uses.
std::string_view LineBreak(std::string_view text);
/// Whether there is nothing but spaces, and dashes that begin list items, between the beginning of
/// its line and `offset`.
bool BeginsEntry(std::string_view text, std::uint32_t offset);
/// Whether `node` begins with an anchor or a tag.
bool HasProperties(std::string_view text, const yaml::Node& node);

/// Edits that give the file one way to indent. None if it has only one.
std::vector<Edit> IndentationEdits(const Unit& unit);

/// Edits that bring the keys of rules into their usual order.
std::vector<Edit> OrderEdits(const Unit& unit);

/// Edits that lay out expressions.
std::vector<Edit> ExpressionEdits(const Unit& unit, const FormatOptions& options);

/// Edits that remove white space at the end of lines and of the file, but for what is inside
/// scalars. `others` are edits that will be made as well.
std::vector<Edit> SpaceEdits(const Unit& unit, const std::vector<Edit>& others);

}  // namespace check::rules

#endif  // LIBCHECK_RULES_FORMAT_EDIT_H_

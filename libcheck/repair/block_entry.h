#ifndef LIBCHECK_REPAIR_BLOCK_ENTRY_H_
#define LIBCHECK_REPAIR_BLOCK_ENTRY_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "libcheck/source/source_file.h"

namespace check::repair {

/// An entry of a block mapping, by its lines alone: of YAML in a block scalar, too.
class BlockEntry {
 public:
  /// The entry whose key is at `key`. Nothing if something other than blanks and dashes of lists
  /// stands before it on its line, as in a flow mapping.
  static std::optional<BlockEntry> At(std::string_view text, Span key);

  Span key() const { return key_; }
  /// How far the key is from the start of its line.
  std::size_t indent() const { return indent_; }
  /// From the key to the end of the value's last line, without the line break.
  Span span() const { return {key_.begin, end_}; }
  /// What stands behind the colon on the key's line, without blanks around it. Its end is that of
  /// the line.
  Span first_line_of_value() const { return value_; }
  /// Whether the value is on the key's line.
  bool is_one_line() const { return is_one_line_; }
  /// All its lines with their line breaks; nothing if it shares the first one with a list's dash.
  std::optional<Span> lines() const;

  /// The entry with the key `name` in the same mapping.
  std::optional<BlockEntry> Sibling(std::string_view name) const;

 private:
  explicit BlockEntry(std::string_view text) : text_(text) {}

  std::string_view text_;
  Span key_;
  Span value_;
  std::size_t line_begin_ = 0;
  std::size_t indent_ = 0;
  std::uint32_t end_ = 0;
  bool is_after_dash_ = false;
  bool is_one_line_ = true;
};

}  // namespace check::repair

#endif  // LIBCHECK_REPAIR_BLOCK_ENTRY_H_

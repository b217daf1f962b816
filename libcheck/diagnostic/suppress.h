#ifndef LIBCHECK_DIAGNOSTIC_SUPPRESS_H_
#define LIBCHECK_DIAGNOSTIC_SUPPRESS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/diagnostic/finding.h"

namespace check {

/// What the comments of one file hide.
///
///     # pronoia: ignore CODE[, CODE...] reason
///
/// at the end of a line covers that line; alone on a line, what comes next: the line and all that
/// is indented under it, so that above `- alert: ...` it covers the rule.
///
///     # pronoia: ignore-file CODE[, CODE...] reason
///     # pronoia: ignore-start CODE[, CODE...] reason
///     # pronoia: ignore-end [CODE...]
///
/// cover the file and the lines between. What makes Prometheus refuse a file cannot be hidden.
///
/// Keeps nothing of the file's text. Costs one search where the file does not have the word
/// `pronoia:`.
class Suppressions {
 public:
  /// `codes` is every code there is.
  static Suppressions Read(const SourceFile& file, std::span<const CodeInfo* const> codes);

  bool empty() const { return entries_.empty() && complaints_.empty(); }

  /// Whether a comment hides `finding`, which is in this file.
  bool Hides(const Finding& finding);

  /// Takes the hidden ones out of `findings` and returns how many there were. Those in other files
  /// stay.
  std::size_t Remove(std::vector<Finding>& findings);

  /// What is wrong with the comments themselves, once every finding of the file has been shown to
  /// Hides(): codes that do not exist or cannot be hidden, and comments that hide nothing. A code
  /// that was not looked for (`is_active`) is not called unused.
  std::vector<Finding> Complaints(const std::function<bool(const CodeInfo&)>& is_active);

 private:
  // One code in one comment, and the lines it covers.
  struct Entry {
    const CodeInfo* info;
    std::uint32_t first_line;
    std::uint32_t last_line;
    bool at_line_end;  // Covers what ends on its line as well.
    Place where;       // Of the code in the comment.
  };
  // All entries of one code together, so that thousands of comments and of findings stay cheap.
  struct Coverage {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> ranges;  // Sorted; none overlap.
    std::vector<std::uint32_t> line_ends;                         // Sorted.
    // The lines on which hidden findings begin and end.
    std::vector<std::uint32_t> hidden_begins;
    std::vector<std::uint32_t> hidden_ends;
  };
  void Index();
  bool IsUsed(const Entry& entry) const;
  class Reader;

  std::string path_;
  std::vector<Entry> entries_;
  std::map<const CodeInfo*, Coverage> coverage_;
  std::vector<Finding> complaints_;
};

/// The codes that suppression comments themselves can earn.
std::span<const CodeInfo* const> SuppressionCodes();

}  // namespace check

#endif  // LIBCHECK_DIAGNOSTIC_SUPPRESS_H_

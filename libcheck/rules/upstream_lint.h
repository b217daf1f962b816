#ifndef LIBCHECK_RULES_UPSTREAM_LINT_H_
#define LIBCHECK_RULES_UPSTREAM_LINT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/rules/load.h"

namespace check::rules {

/// promtool's `duplicate-rules`: rules of one file with the same name and the same labels, whatever
/// their expressions. Keeps a copy of what it needs, so that groups may be gone when it tells.
class UpstreamDuplicates {
 public:
  void Add(const Group& group);
  void Append(const UpstreamDuplicates& later);

  /// What promtool prints, which is several lines without a last line break; nothing if no rule is
  /// there twice.
  std::string Text() const;

 private:
  struct Entry {
    std::uint64_t hash;
    std::size_t begin;  // In data_.
    std::size_t end;
  };
  std::string_view Data(const Entry& entry) const {
    return std::string_view(data_).substr(entry.begin, entry.end - entry.begin);
  }

  std::string data_;  // Of each rule its name, then its labels by name, each with its length.
  std::vector<Entry> entries_;
};

/// What promtool's `duplicate-rules` prints for a file, or nothing.
std::string UpstreamDuplicateRules(const LoadedFile& file);

/// What `promtool check rules` makes of one file.
struct UpstreamCheck {
  std::vector<std::string> errors;  ///< Lines, without the file's name in front.
  std::size_t rule_count = 0;
  bool goes_on = false;    ///< It warns of a second document: RuleReader::goes_on().
  std::string duplicates;  ///< As UpstreamDuplicates::Text(), if that was requested.
};

/// Reads `file` as promtool does. Uses all cores for a large file, and holds no more than one
/// group's syntax trees for each in memory. `arena` may be reset when it returns.
UpstreamCheck CheckAsUpstream(const SourceFile& file, LoadOptions options, bool find_duplicates,
                              Arena& arena);

}  // namespace check::rules

#endif  // LIBCHECK_RULES_UPSTREAM_LINT_H_

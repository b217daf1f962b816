#ifndef LIBCHECK_WORKSPACE_RULE_OUTLINE_H_
#define LIBCHECK_WORKSPACE_RULE_OUTLINE_H_

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/rules/load.h"
#include "libcheck/source/source_file.h"

/// Where rules are in a file and what they mention, for those who compare files.
namespace check::workspace {

/// Lines of a file, both counted from 1, the last one included.
struct LineRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  bool Overlaps(LineRange other) const { return first <= other.last && other.first <= last; }
};

using WordSet = std::set<std::string, std::less<>>;

struct RuleOutline {
  LineRange lines;   ///< With comment lines above it.
  std::string name;  ///< Of the recorded metric or the alert.
  WordSet words;     ///< All words of the expression: metrics, labels, functions.
};

struct GroupOutline {
  LineRange lines;
  std::vector<RuleOutline> rules;
};

/// The groups of a rule file, as far as they can be read.
std::vector<GroupOutline> OutlineOf(const SourceBuffer& file, const rules::LoadOptions& options);

/// Finds words of a set in texts. A word is what a metric's name can consist of.
class WordSearch {
 public:
  /// `words` has to live as long.
  explicit WordSearch(const WordSet& words);

  bool AnyIn(std::string_view text) const;

 private:
  const WordSet& words_;
  // For each first byte, the lengths of words that begin with it; bit 63 is for longer ones.
  std::array<std::uint64_t, 256> lengths_ = {};
};

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_RULE_OUTLINE_H_

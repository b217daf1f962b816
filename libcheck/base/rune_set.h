#ifndef LIBCHECK_BASE_RUNE_SET_H_
#define LIBCHECK_BASE_RUNE_SET_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace check {

/// Code points from `first` to `last`, both included.
struct RuneRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};
/// Sorted, and neither overlapping nor touching.
using RuneSet = std::vector<RuneRange>;

inline constexpr std::uint32_t kMaxRune = 0x10FFFF;

/// Puts ranges in any order into that of a RuneSet.
void Normalize(RuneSet& runes);

/// All code points that are not in `runes`.
RuneSet Others(const RuneSet& runes);

/// Adds the letters of `runes` in the other case, in any order; false if letters beyond ASCII are
/// among them, of which that is not known here.
bool AddOtherCase(RuneSet& runes);

/// What `\d`, `\s` and `\w` stand for in regular expressions; a capital letter is the same.
RuneSet PerlClass(char letter);
/// What `[[:name:]]` stands for; empty if there is no such class.
RuneSet PosixClass(std::string_view name);

}  // namespace check

#endif  // LIBCHECK_BASE_RUNE_SET_H_

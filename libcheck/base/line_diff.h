#ifndef LIBCHECK_BASE_LINE_DIFF_H_
#define LIBCHECK_BASE_LINE_DIFF_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace check {

/// A line that only one of two texts has, or that both have.
struct DiffLine {
  char sign = ' ';         ///< '+', '-', ' '
  std::size_t number = 0;  ///< In the text that has it (of both: the new one), from 0.
};

/// The fewest changes that make `after` of `before`, line by line; of changes at one place, lines
/// that go come first. Where both differ in thousands of lines, all between the first and the last
/// change is taken as changed.
std::vector<DiffLine> DiffLines(std::span<const std::string_view> before,
                                std::span<const std::string_view> after);

/// The changes to the file `path` in the unified format, with three lines around each:
/// `patch -p0` and `git apply -p0` make them. Empty if the texts are the same.
std::string UnifiedDiff(std::string_view path, std::string_view before, std::string_view after);

}  // namespace check

#endif  // LIBCHECK_BASE_LINE_DIFF_H_

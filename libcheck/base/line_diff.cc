#include "libcheck/base/line_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <unordered_map>

// E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986). A library
// for this is not worth one more thing to install for a build: those in Debian (libdtl-dev,
// libgit2) are larger than what is needed, and dtl does not know of last lines without a line
// break.
namespace check {
namespace {

// Of changes that are looked for, since memory grows with the square of it.
constexpr std::ptrdiff_t kMostChanges = 2000;
constexpr std::size_t kContext = 3;

using Numbers = std::vector<std::uint32_t>;

// Appends the signs of the changes between two lists, or gives false if there are too many.
bool AddChanges(std::span<const std::uint32_t> before, std::span<const std::uint32_t> after,
                std::string& signs) {
  const auto rows = static_cast<std::ptrdiff_t>(before.size());
  const auto columns = static_cast<std::ptrdiff_t>(after.size());
  const std::ptrdiff_t most = std::min(rows + columns, kMostChanges);
  // How far down each diagonal one comes with so many changes: of diagonals -d to d for each d.
  std::vector<std::vector<std::int32_t>> reached;
  const auto reach = [&](std::ptrdiff_t changes, std::ptrdiff_t diagonal) -> std::int32_t {
    const bool is_there = changes >= 0 && diagonal >= -changes && diagonal <= changes;
    return is_there ? reached[static_cast<std::size_t>(changes)]
                             [static_cast<std::size_t>(diagonal + changes)]
                    : -1;
  };
  // Whether a diagonal is best reached by a line that is new, rather than by one that goes.
  const auto adds = [&](std::ptrdiff_t changes, std::ptrdiff_t diagonal) {
    return diagonal == -changes || (diagonal != changes && reach(changes - 1, diagonal - 1) <
                                                               reach(changes - 1, diagonal + 1));
  };
  // Diagonals are rows minus columns.
  const auto start = [&](std::ptrdiff_t changes, std::ptrdiff_t diagonal) -> std::ptrdiff_t {
    if (changes == 0) return 0;
    return adds(changes, diagonal) ? reach(changes - 1, diagonal + 1)
                                   : reach(changes - 1, diagonal - 1) + 1;
  };
  std::ptrdiff_t needed = -1;
  for (std::ptrdiff_t changes = 0; changes <= most && needed < 0; ++changes) {
    reached.emplace_back(static_cast<std::size_t>(2 * changes + 1), -1);
    for (std::ptrdiff_t diagonal = -changes; diagonal <= changes; diagonal += 2) {
      std::ptrdiff_t row = start(changes, diagonal);
      while (row < rows && row - diagonal < columns &&
             before[static_cast<std::size_t>(row)] ==
                 after[static_cast<std::size_t>(row - diagonal)]) {
        ++row;
      }
      reached.back()[static_cast<std::size_t>(diagonal + changes)] = static_cast<std::int32_t>(row);
      if (row >= rows && row - diagonal >= columns) needed = changes;
    }
  }
  if (needed < 0) return false;
  // Back from the end.
  std::string backwards;
  std::ptrdiff_t row = rows;
  std::ptrdiff_t diagonal = rows - columns;
  for (std::ptrdiff_t changes = needed; changes >= 0; --changes) {
    const std::ptrdiff_t from = start(changes, diagonal);
    backwards.append(static_cast<std::size_t>(row - from), ' ');
    if (changes == 0) break;
    const bool is_new = adds(changes, diagonal);
    backwards += is_new ? '+' : '-';
    row = is_new ? from : from - 1;
    diagonal += is_new ? 1 : -1;
  }
  signs.append(backwards.rbegin(), backwards.rend());
  return true;
}

// Lines with their line breaks.
std::vector<std::string_view> SplitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

// "3,4": the first line and how many there are.
std::string Range(std::size_t first, std::size_t count) {
  // Of none, it is the line in front.
  if (count == 0) return fmt::format("{},0", first);
  return count == 1 ? fmt::format("{}", first + 1) : fmt::format("{},{}", first + 1, count);
}

}  // namespace

std::vector<DiffLine> DiffLines(std::span<const std::string_view> before,
                                std::span<const std::string_view> after) {
  std::size_t begin = 0;
  while (begin < before.size() && begin < after.size() && before[begin] == after[begin]) ++begin;
  std::size_t end = 0;
  while (end < before.size() - begin && end < after.size() - begin &&
         before[before.size() - 1 - end] == after[after.size() - 1 - end]) {
    ++end;
  }
  const auto middle_before = before.subspan(begin, before.size() - end - begin);
  const auto middle_after = after.subspan(begin, after.size() - end - begin);
  std::unordered_map<std::string_view, std::uint32_t> known;
  const auto numbers = [&](std::span<const std::string_view> lines) {
    Numbers out;
    for (const std::string_view line : lines) {
      out.push_back(
          known.try_emplace(line, static_cast<std::uint32_t>(known.size())).first->second);
    }
    return out;
  };
  std::string signs(begin, ' ');
  if (!AddChanges(numbers(middle_before), numbers(middle_after), signs)) {
    signs.append(middle_before.size(), '-').append(middle_after.size(), '+');
  }
  signs.append(end, ' ');

  std::vector<DiffLine> lines;
  std::size_t old_line = 0;
  std::size_t new_line = 0;
  for (auto at = signs.begin(); at != signs.end();) {
    if (*at == ' ') {
      lines.push_back({' ', new_line++});
      ++old_line, ++at;
      continue;
    }
    const auto next = std::find(at, signs.end(), ' ');
    for (auto gone = std::count(at, next, '-'); gone > 0; --gone)
      lines.push_back({'-', old_line++});
    for (auto more = std::count(at, next, '+'); more > 0; --more)
      lines.push_back({'+', new_line++});
    at = next;
  }
  return lines;
}

std::string UnifiedDiff(std::string_view path, std::string_view before, std::string_view after) {
  if (before == after) return {};
  const std::vector<std::string_view> old_lines = SplitLines(before);
  const std::vector<std::string_view> new_lines = SplitLines(after);
  const std::vector<DiffLine> lines = DiffLines(old_lines, new_lines);
  // A name ends at a tab, so that it may have blanks.
  const std::string_view name_end = path.find(' ') == std::string_view::npos ? "\n" : "\t\n";
  std::string out = fmt::format("--- {0}{1}+++ {0}{1}", path, name_end);
  const auto is_change = [](const DiffLine& line) { return line.sign != ' '; };
  std::size_t old_line = 0;
  std::size_t new_line = 0;
  const auto step = [&](const DiffLine& line) {
    if (line.sign != '+') ++old_line;
    if (line.sign != '-') ++new_line;
  };
  auto at = lines.begin();
  while (true) {
    const auto change = std::find_if(at, lines.end(), is_change);
    if (change == lines.end()) return out;
    const auto first = change - std::min<std::ptrdiff_t>(change - at, kContext);
    for (; at != first; ++at) step(*at);
    // To the last change that is not too far from the one before it.
    auto last = change;
    for (auto next = change; next != lines.end() && next - last <= 2 * std::ptrdiff_t{kContext};) {
      last = std::find_if_not(next, lines.end(), is_change);
      next = std::find_if(last, lines.end(), is_change);
    }
    last += std::min<std::ptrdiff_t>(lines.end() - last, kContext);

    std::string hunk;
    const std::size_t old_first = old_line;
    const std::size_t new_first = new_line;
    for (; at != last; ++at) {
      const std::string_view text = at->sign == '-' ? old_lines[at->number] : new_lines[at->number];
      hunk += at->sign;
      hunk += text;
      if (!text.ends_with('\n')) hunk += "\n\\ No newline at end of file\n";
      step(*at);
    }
    out += fmt::format("@@ -{} +{} @@\n{}", Range(old_first, old_line - old_first),
                       Range(new_first, new_line - new_first), hunk);
  }
}

}  // namespace check

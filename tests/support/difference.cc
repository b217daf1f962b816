#include "tests/support/difference.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace check::test {
namespace {

using Lines = std::vector<std::string_view>;

Lines LinesOf(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return lines;
}

// One line of the outcome.
struct Edit {
  char mark;
  std::string_view line;
};

// What is between the lines that both begin and end with, by the longest common subsequence. Texts
// of too many lines for that are shown one after the other.
void Compare(const Lines& a, const Lines& b, std::vector<Edit>& edits) {
  constexpr std::size_t kMost = 4'000'000;
  if (a.size() * b.size() > kMost) {
    for (const std::string_view line : a) edits.push_back({'-', line});
    for (const std::string_view line : b) edits.push_back({'+', line});
    return;
  }
  std::vector<std::vector<std::size_t>> common(a.size() + 1,
                                               std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t k = b.size(); k-- > 0;) {
      common[i][k] =
          a[i] == b[k] ? common[i + 1][k + 1] + 1 : std::max(common[i + 1][k], common[i][k + 1]);
    }
  }
  std::size_t i = 0;
  std::size_t k = 0;
  while (i < a.size() || k < b.size()) {
    if (i < a.size() && k < b.size() && a[i] == b[k]) {
      edits.push_back({' ', a[i++]});
      ++k;
    } else if (i < a.size() && (k == b.size() || common[i + 1][k] >= common[i][k + 1])) {
      edits.push_back({'-', a[i++]});
    } else {
      edits.push_back({'+', b[k++]});
    }
  }
}

}  // namespace

std::string Difference(std::string_view expected, std::string_view actual) {
  constexpr std::size_t kAround = 3;
  const Lines a = LinesOf(expected);
  const Lines b = LinesOf(actual);
  if (a == b) return "they differ in their last line break";
  std::size_t begin = 0;
  while (begin < a.size() && begin < b.size() && a[begin] == b[begin]) ++begin;
  std::size_t end = 0;
  while (end < a.size() - begin && end < b.size() - begin &&
         a[a.size() - 1 - end] == b[b.size() - 1 - end]) {
    ++end;
  }
  std::vector<Edit> edits;
  for (std::size_t i = 0; i < begin; ++i) edits.push_back({' ', a[i]});
  const auto middle = [&](const Lines& lines) {
    return Lines(lines.begin() + static_cast<std::ptrdiff_t>(begin),
                 lines.end() - static_cast<std::ptrdiff_t>(end));
  };
  Compare(middle(a), middle(b), edits);
  for (std::size_t i = a.size() - end; i < a.size(); ++i) edits.push_back({' ', a[i]});

  std::string out;
  std::size_t shown_to = 0;  // The edits before this one have been shown or left out.
  for (std::size_t i = 0; i < edits.size(); ++i) {
    if (edits[i].mark == ' ') continue;
    const std::size_t from = std::max(shown_to, i - std::min(i, kAround));
    if (from > shown_to || (shown_to == 0 && from > 0)) out += "...\n";
    std::size_t to = i + 1;
    while (to < edits.size() && edits[to].mark != ' ') ++to;
    to = std::min(edits.size(), to + kAround);
    for (std::size_t k = from; k < to; ++k) {
      out += edits[k].mark;
      out += std::string(edits[k].line) + "\n";
    }
    shown_to = to;
    i = to - 1;
  }
  return out;
}

}  // namespace check::test

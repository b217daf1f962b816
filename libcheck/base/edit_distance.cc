#include "libcheck/base/edit_distance.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace check {

std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t substituted = last[j] + (a[i] == b[j] ? 0 : 1);
      row[j + 1] = std::min({substituted, last[j + 1] + 1, row[j] + 1});
      if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j]) {
        row[j + 1] = std::min(row[j + 1], before_last[j - 1] + 1);
      }
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last.back();
}

std::optional<std::string_view> ClosestMatch(std::string_view word,
                                             std::span<const std::string_view> candidates) {
  // Nobody mistypes a word this long, and the work grows with its square.
  constexpr std::size_t kLongestWord = 100;
  if (word.size() > kLongestWord) return std::nullopt;

  // A name with a word too many in front: `config-unknown-field`.
  for (std::string_view candidate : candidates) {
    const bool is_end = word.size() > candidate.size() && word.ends_with(candidate);
    if (is_end && word[word.size() - candidate.size() - 1] == '-') return candidate;
  }

  // The same letters in another order.
  const auto sorted = [](std::string_view text) {
    std::string letters(text);
    std::sort(letters.begin(), letters.end());
    return letters;
  };
  constexpr std::size_t kShortest = 4;
  if (word.size() >= kShortest) {
    for (std::string_view candidate : candidates) {
      if (candidate.size() == word.size() && sorted(candidate) == sorted(word)) return candidate;
    }
  }

  // A third of the word may be wrong. Beyond that, suggestions are more often baffling than useful.
  std::size_t best = word.size() / 3 + 1;
  std::optional<std::string_view> match;
  for (std::string_view candidate : candidates) {
    const std::size_t distance = EditDistance(word, candidate);
    if (distance < best) {
      best = distance;
      match = candidate;
    }
  }
  return match;
}

}  // namespace check

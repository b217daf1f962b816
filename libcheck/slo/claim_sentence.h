#ifndef LIBCHECK_SLO_CLAIM_SENTENCE_H_
#define LIBCHECK_SLO_CLAIM_SENTENCE_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "libcheck/slo/claim_words.h"
#include "libcheck/slo/claims.h"

/// What sentences of claims are about.
namespace check::slo {

/// What stands in a sentence, and what is understood from those before it.
struct Sentence {
  std::vector<ClaimWord> words;
  ClaimContext context;
  double period_s = 0;               // The one it names; 0: none.
  std::vector<std::size_t> periods;  ///< Words that are durations and name the period.
  bool has_budget = false;

  bool IsPeriod(std::size_t at) const { return std::ranges::find(periods, at) != periods.end(); }
};

/// The objective, the burn rates and the period that a sentence is about: what it says itself, and
/// what it leaves to `context`.
Sentence Understand(std::string_view text, const ClaimContext& context);

bool IsBudget(const ClaimWord& word);

/// Whether one of the `reach` words behind `at` is such a one. Other quantities and marks are in
/// the way.
template <typename Is>
bool HasFollowing(std::span<const ClaimWord> words, std::size_t at, std::size_t reach, Is&& is) {
  for (std::size_t i = at + 1; i < words.size() && i <= at + reach; ++i) {
    if (is(words[i])) return true;
    const bool goes_on =
        words[i].is(ClaimWord::Kind::kWord) || words[i].is(ClaimWord::Kind::kDuration);
    if (!goes_on) return false;
  }
  return false;
}

template <std::size_t kSize>
bool IsOneOf(const ClaimWord& word, const std::array<std::string_view, kSize>& list) {
  return word.is(ClaimWord::Kind::kWord) &&
         std::ranges::find(list, std::string_view(word.text)) != list.end();
}

inline constexpr std::array<std::string_view, 4> kDowntime = {"downtime", "outage",
                                                              "unavailability", "unavailable"};

}  // namespace check::slo

#endif  // LIBCHECK_SLO_CLAIM_SENTENCE_H_

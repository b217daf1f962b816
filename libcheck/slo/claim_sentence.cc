#include "libcheck/slo/claim_sentence.h"

#include <utility>

#include "libcheck/base/number.h"

namespace check::slo {
namespace {

using Kind = ClaimWord::Kind;
using Words = std::span<const ClaimWord>;

constexpr double kDay = 24 * 60 * 60;

constexpr std::array<std::string_view, 2> kBudget = {"budget", "budgets"};
constexpr std::array<std::string_view, 8> kGoal = {"slo",    "objective", "availability", "target",
                                                   "uptime", "success",   "reliability",  "sla"};

struct Period {
  double seconds = 0;
  std::string_view adverb;
};
constexpr std::array<Period, 5> kPeriods = {{{30 * kDay, "monthly"},
                                             {7 * kDay, "weekly"},
                                             {365 * kDay, "yearly"},
                                             {90 * kDay, "quarterly"},
                                             {kDay, "daily"}}};

// "/month", "per month", "a month", "monthly", "30-day budget", "of the 30d budget".
void FindPeriod(Sentence& sentence) {
  const Words words = sentence.words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const ClaimWord& word = words[i];
    for (const Period& period : kPeriods) {
      if (word.is(Kind::kWord) && word.text == period.adverb) sentence.period_s = period.seconds;
    }
    const bool after_per = i > 0 && (words[i - 1].text == "/" || words[i - 1].text == "per" ||
                                     words[i - 1].text == "a" || words[i - 1].text == "each" ||
                                     words[i - 1].text == "every");
    if (after_per && word.is(Kind::kWord)) {
      const std::vector<ClaimWord> one = SplitClaim("1 " + word.text);
      if (one.size() == 1 && one[0].is(Kind::kDuration) && one[0].unit_s >= kDay) {
        sentence.period_s = one[0].unit_s;
      }
    }
    if (!word.is(Kind::kDuration) || word.seconds() < kDay) continue;
    const auto names_period = [](const ClaimWord& next) {
      return IsBudget(next) || next.text == "window" || next.text == "period" ||
             next.text == "rolling" || next.text == "slo";
    };
    const bool rolling = i > 0 && (words[i - 1].text == "rolling" || words[i - 1].text == "/");
    if (rolling || HasFollowing(words, i, 3, names_period)) {
      sentence.period_s = word.seconds();
      sentence.periods.push_back(i);
    }
  }
}

}  // namespace

bool IsBudget(const ClaimWord& word) { return IsOneOf(word, kBudget); }

Sentence Understand(std::string_view text, const ClaimContext& context) {
  Sentence sentence = {.words = SplitClaim(text), .context = context, .periods = {}};
  const Words words = sentence.words;
  sentence.has_budget = context.is_about_budget || std::ranges::any_of(words, IsBudget);
  FindPeriod(sentence);
  const bool is_about_goal = std::ranges::any_of(words, [](const ClaimWord& word) {
    return IsOneOf(word, kGoal) || IsOneOf(word, kDowntime);
  });
  std::vector<double> factors;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const ClaimWord& word = words[i];
    if (word.is(Kind::kPercent) && word.value > 50 && word.value < 100 &&
        (is_about_goal || sentence.has_budget) &&
        !(i + 1 < words.size() && words[i + 1].text == "of")) {
      const auto objective = Objective::ParsePercent(FormatGoFloat(word.value, 'f', -1));
      if (objective) sentence.context.objective = *objective;
    }
    const auto is_burn = [](const ClaimWord& next) { return next.text.starts_with("burn"); };
    const bool is_factor =
        word.is(Kind::kFactor) || (word.is(Kind::kNumber) && HasFollowing(words, i, 2, is_burn));
    // "burn rate of 14.4", "burn rate > 14.4"
    const bool is_rate = word.is(Kind::kNumber) && i >= 2 &&
                         (words[i - 1].text == "rate" || words[i - 2].text == "rate");
    if ((is_factor || is_rate) && word.value > 0) factors.push_back(word.value);
  }
  if (!factors.empty()) sentence.context.factors = std::move(factors);
  return sentence;
}

}  // namespace check::slo

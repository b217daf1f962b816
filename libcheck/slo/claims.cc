#include "libcheck/slo/claims.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>

#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/slo/claim_sentence.h"
#include "libcheck/slo/claim_words.h"

namespace check::slo {
namespace {

using Kind = ClaimWord::Kind;
using Words = std::span<const ClaimWord>;

constexpr double kDay = 24 * 60 * 60;
constexpr double kMonth = 30 * kDay;

std::string Figure(double value) { return FormatGoFloat(value, 'g', 4); }
std::string Length(double seconds) {
  constexpr double kLongest = 9e9;  // Sentences can say anything, and durations end at 292 years.
  const double whole = std::min(seconds, kLongest);
  return FormatPrometheusDuration(std::chrono::milliseconds(std::llround(whole * 1000)));
}

template <std::size_t kSize>
bool BeginsWithAny(const ClaimWord& word, const std::array<std::string_view, kSize>& list) {
  return word.is(Kind::kWord) && std::ranges::any_of(list, [&](std::string_view stem) {
           return word.text.starts_with(stem);
         });
}

constexpr std::array<std::string_view, 5> kEnds = {"exhaust", "deplet", "gone", "empt", "last"};
constexpr std::array<std::string_view, 5> kSpends = {"consum", "spen", "burn", "use", "eat"};
constexpr std::array<std::string_view, 6> kAll = {"entire", "all",      "whole",
                                                  "full",   "complete", "total"};
constexpr std::array<std::string_view, 6> kWithin = {"in",     "within", "over",
                                                     "during", "after",  "per"};

// `named`: the period that the sentence names; 0: none.
double PeriodOf(const Sentence& sentence, double named) {
  const double given = static_cast<double>(sentence.context.period_ms) / 1000;
  if (named == 0) return given > 0 ? given : kMonth;
  // What is called a month is the SLO's own period, be it 28, 30 or 31 days.
  const bool is_month = named == kMonth && given >= 28 * kDay && given <= 31 * kDay;
  return is_month ? given : named;
}

bool Agrees(double claimed, double right, double tolerance) {
  return std::abs(claimed - right) <= tolerance * std::abs(right) + 1e-12;
}

Claim::Verdict Judge(const ClaimWord& claimed, double right) {
  if (Agrees(claimed.value, right, 1e-6)) return Claim::Verdict::kRight;
  const double digit = std::pow(10.0, -claimed.decimals);
  const double half = digit / 2 + 1e-9;
  const bool to_digits = std::abs(claimed.value - right) <= half && claimed.value > 0;
  const bool nearly = Agrees(claimed.value, right, claimed.approximate ? 0.1 : 0.02);
  return to_digits || nearly ? Claim::Verdict::kRounded : Claim::Verdict::kWrong;
}

std::string InUnit(const ClaimWord& like, double value) {
  if (like.is(Kind::kPercent)) return Figure(value) + " %";
  return Figure(value) + " " + UnitName(like.unit_s, value);
}

Claim Made(Claim::Kind kind, const ClaimWord& claimed, double right, std::string arithmetic) {
  Claim claim = {.kind = kind,
                 .sentence = {},
                 .source = {},
                 .claimed = InUnit(claimed, claimed.value),
                 .right = InUnit(claimed, right),
                 .claimed_value = claimed.value,
                 .right_value = right,
                 .arithmetic = std::move(arithmetic),
                 .verdict = Judge(claimed, right)};
  if (claimed.approximate) claim.claimed = "~" + claim.claimed;
  return claim;
}

Claim Unknown(Claim::Kind kind, const ClaimWord& claimed, std::string_view missing) {
  return {.kind = kind,
          .sentence = {},
          .source = {},
          .claimed = InUnit(claimed, claimed.value),
          .right = {},
          .claimed_value = claimed.value,
          .right_value = std::nan(""),
          .arithmetic = fmt::format("it does not say {}", missing),
          .verdict = Claim::Verdict::kUnknown};
}

// The burn rate with which the claim is nearest to the truth.
template <typename Make>
Claim Best(const std::vector<double>& factors, Make&& make) {
  Claim best = make(factors.front());
  for (const double factor : factors) {
    Claim claim = make(factor);
    if (claim.verdict < best.verdict) best = std::move(claim);
  }
  return best;
}

// `other`: a duration that stands for something else.
const ClaimWord* FindExhaustionTime(const Sentence& sentence, const ClaimWord* other) {
  const Words words = sentence.words;
  bool ends = false;
  bool spends = false;
  bool all = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const ClaimWord& word = words[i];
    const bool negated = i > 0 && (words[i - 1].text == "not" || words[i - 1].text == "never");
    ends = ends || (BeginsWithAny(word, kEnds) && !negated) ||
           (word.text == "out" && i > 0 &&
            (words[i - 1].text == "run" || words[i - 1].text == "runs"));
    spends = spends ||
             (BeginsWithAny(word, kSpends) && word.text != "burn" && word.text != "used") ||
             word.text == "burn" || word.text == "used";
    all = all || IsOneOf(word, kAll) || (word.is(Kind::kPercent) && word.value == 100);
  }
  if (!ends && !(spends && all && sentence.has_budget)) return nullptr;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (!words[i].is(Kind::kDuration) || sentence.IsPeriod(i) || &words[i] == other) continue;
    const ClaimWord& before = words[i].approximate && i > 1 ? words[i - 2] : words[i - 1];
    if (IsOneOf(before, kWithin) || IsOneOf(words[i - 1], kWithin) ||
        before.text.starts_with("last")) {
      return &words[i];
    }
  }
  return nullptr;
}

// The share of a budget, and the time in which it is spent.
struct Spending {
  const ClaimWord* share = nullptr;
  const ClaimWord* window = nullptr;
};
Spending FindSpending(const Sentence& sentence) {
  const Words words = sentence.words;
  Spending spending;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].is(Kind::kPercent) || words[i].value >= 100) continue;
    const bool is_share =
        words[i].value < 50 || (i + 1 < words.size() && words[i + 1].text == "of");
    const bool of_budget = is_share && HasFollowing(words, i, 6, IsBudget);
    // "budget burnt: 2% in 1h"
    const bool before = i > 0 && !words[i - 1].is(Kind::kDuration) && words[i].value < 50 &&
                        std::ranges::any_of(words.first(i), [](const ClaimWord& word) {
                          return BeginsWithAny(word, kSpends);
                        });
    if (of_budget || (before && sentence.has_budget)) spending.share = &words[i];
    if (of_budget) break;
  }
  if (spending.share == nullptr) return {};
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (!words[i].is(Kind::kDuration) || sentence.IsPeriod(i)) continue;
    const ClaimWord& before = words[i].approximate && i > 1 ? words[i - 2] : words[i - 1];
    const bool is_window = IsOneOf(before, kWithin) || before.text == "(" || before.text == "/" ||
                           before.text == "every" || before.text == "for";
    if (!is_window) continue;
    // The one behind the share, if there are several.
    spending.window = &words[i];
    if (&words[i] > spending.share) break;
  }
  return spending;
}

std::optional<Claim> ExhaustionClaim(const Sentence& sentence, const ClaimWord* other) {
  const ClaimWord* time = FindExhaustionTime(sentence, other);
  if (time == nullptr) return std::nullopt;
  if (sentence.context.factors.empty()) {
    return Unknown(Claim::Kind::kExhaustion, *time, "at which burn rate");
  }
  const double period = PeriodOf(sentence, sentence.period_s);
  return Best(sentence.context.factors, [&](double factor) {
    const double right = period / factor / time->unit_s;
    return Made(Claim::Kind::kExhaustion, *time, right,
                fmt::format("{} / {} is {}", Length(period), Figure(factor), InUnit(*time, right)));
  });
}

std::optional<Claim> SpendingClaim(const Sentence& sentence, const Spending& spending) {
  if (spending.share == nullptr || spending.window == nullptr) return std::nullopt;
  if (sentence.context.factors.empty()) {
    return Unknown(Claim::Kind::kSpentInWindow, *spending.share, "at which burn rate");
  }
  const double period = PeriodOf(sentence, sentence.period_s);
  const double window = spending.window->seconds();
  return Best(sentence.context.factors, [&](double factor) {
    const double right = 100 * factor * window / period;
    return Made(Claim::Kind::kSpentInWindow, *spending.share, right,
                fmt::format("{} x {} / {} is {}", Figure(factor), Length(window), Length(period),
                            InUnit(*spending.share, right)));
  });
}

const ClaimWord* FindBudgetPercent(const Sentence& sentence) {
  for (const ClaimWord& word : sentence.words) {
    if (word.is(Kind::kPercent) && word.value < 50 && word.value > 0) return &word;
  }
  return nullptr;
}

// "43.2 minutes" of "99.9 % (43.2 minutes of downtime a month)".
std::optional<Claim> BudgetTimeClaim(const Sentence& sentence, const ClaimWord* percent) {
  const Words words = sentence.words;
  const ClaimWord* time = nullptr;
  double period_s = sentence.period_s;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].is(Kind::kDuration) || sentence.IsPeriod(i)) continue;
    const bool is_span = i > 0 && (IsOneOf(words[i - 1], kWithin) || words[i - 1].text == "for" ||
                                   words[i - 1].text == "every");
    // "43.2 minutes in 30 days"
    if (is_span && period_s == 0 && words[i].seconds() >= kDay) period_s = words[i].seconds();
    if (!is_span && time == nullptr) time = &words[i];
  }
  if (time == nullptr) return std::nullopt;
  const auto has = [&](const auto& list) {
    return std::ranges::any_of(words, [&](const ClaimWord& word) { return IsOneOf(word, list); });
  };
  const bool is_about_budget =
      sentence.has_budget && (period_s > 0 || sentence.context.period_ms > 0);
  if (!is_about_budget && !(period_s > 0 && has(kDowntime))) return std::nullopt;
  double share = 0;
  if (percent != nullptr) {
    share = percent->value / 100;
  } else if (sentence.context.objective) {
    share = sentence.context.objective->budget();
  } else {
    return Unknown(Claim::Kind::kBudgetTime, *time, "of which objective");
  }
  const auto of = [&](double period) {
    const double right = share * period / time->unit_s;
    return Made(
        Claim::Kind::kBudgetTime, *time, right,
        fmt::format("{} % of {} is {}", Figure(100 * share), Length(period), InUnit(*time, right)));
  };
  Claim claim = of(PeriodOf(sentence, period_s));
  if (claim.verdict == Claim::Verdict::kWrong && sentence.period_s == kMonth) {
    // A twelfth of a year: 43.8 minutes at 99.9 %.
    const double right = share * 365.25 / 12 * kDay / time->unit_s;
    if (Judge(*time, right) != Claim::Verdict::kWrong) {
      claim.verdict = Claim::Verdict::kRounded;
      claim.arithmetic +=
          fmt::format("; of 30.44 days, a twelfth of a year, {}", InUnit(*time, right));
    }
  }
  return claim;
}

std::optional<Claim> BudgetShareClaim(const Sentence& sentence, const ClaimWord* percent) {
  // A percentage can be that of many things.
  const bool names_budget = std::ranges::any_of(sentence.words, IsBudget);
  if (!names_budget || percent == nullptr || !sentence.context.objective) return std::nullopt;
  const Objective& objective = *sentence.context.objective;
  const double right = objective.budget() * 100;
  return Made(Claim::Kind::kBudgetShare, *percent, right,
              fmt::format("100 % - {} % is {}", objective.percent(), InUnit(*percent, right)));
}

std::vector<Claim> ClaimsOf(const Sentence& sentence) {
  std::vector<Claim> claims;
  const Spending spending = FindSpending(sentence);
  const ClaimWord* window = spending.share == nullptr ? nullptr : spending.window;
  if (auto claim = SpendingClaim(sentence, spending)) claims.push_back(std::move(*claim));
  if (auto claim = ExhaustionClaim(sentence, window)) claims.push_back(std::move(*claim));
  // What is spent of a budget says nothing of how large that is.
  if (!claims.empty() || spending.share != nullptr) return claims;
  const ClaimWord* percent = FindBudgetPercent(sentence);
  if (auto claim = BudgetShareClaim(sentence, percent)) claims.push_back(std::move(*claim));
  if (auto claim = BudgetTimeClaim(sentence, percent)) claims.push_back(std::move(*claim));
  return claims;
}

}  // namespace

std::string_view ToString(Claim::Kind kind) {
  switch (kind) {
    case Claim::Kind::kBudgetTime:
      return "budget-time";
    case Claim::Kind::kBudgetShare:
      return "budget-share";
    case Claim::Kind::kExhaustion:
      return "time-to-exhaustion";
    case Claim::Kind::kSpentInWindow:
      return "spent-in-window";
  }
  return "";
}

std::string_view ToString(Claim::Verdict verdict) {
  switch (verdict) {
    case Claim::Verdict::kRight:
      return "right";
    case Claim::Verdict::kRounded:
      return "rounded";
    case Claim::Verdict::kWrong:
      return "wrong";
    case Claim::Verdict::kUnknown:
      return "unknown";
  }
  return "";
}

std::vector<Claim> JudgeClaims(std::string_view text, const ClaimContext& context,
                               std::string_view source, std::uint32_t first_line) {
  std::vector<Claim> claims;
  // What each heading, and what is below it, is about. The first entry is the document's.
  std::vector<std::pair<unsigned, ClaimContext>> sections = {{0, context}};
  for (const Statement& statement : SplitDocument(text)) {
    if (statement.heading > 0) {
      while (sections.size() > 1 && sections.back().first >= statement.heading) sections.pop_back();
      sections.emplace_back(statement.heading, sections.back().second);
    }
    Sentence sentence = Understand(statement.text, sections.back().second);
    ClaimContext& section = sections.back().second;
    section.objective = sentence.context.objective;
    section.factors = sentence.context.factors;
    if (sentence.period_s > 0 && !sentence.has_budget) {
      section.period_ms = std::llround(std::min(sentence.period_s, 1e12) * 1000);
      sentence.context.period_ms = section.period_ms;
    }
    for (Claim& claim : ClaimsOf(sentence)) {
      claim.sentence = statement.text;
      claim.source = std::string(source);
      claim.line = first_line == 0 ? 0 : first_line + statement.line - 1;
      claims.push_back(std::move(claim));
    }
  }
  return claims;
}

}  // namespace check::slo

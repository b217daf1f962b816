#include "libcheck/promql/keywords.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"
#include "libcheck/promql/aggregations.h"

namespace check::promql {
namespace {

using enum TokenKind;

// All but the names of aggregations.
constexpr Keyword kKeywords[] = {
    {"and", kAnd},
    {"or", kOr},
    {"unless", kUnless},
    {"atan2", kAtan2},
    {"offset", kOffset},
    {"smoothed", kSmoothed},
    {"anchored", kAnchored},
    {"by", kBy},
    {"without", kWithout},
    {"on", kOn},
    {"ignoring", kIgnoring},
    {"group_left", kGroupLeft},
    {"group_right", kGroupRight},
    {"fill", kFill},
    {"fill_left", kFillLeft},
    {"fill_right", kFillRight},
    {"bool", kBool},
    {"start", kStart},
    {"end", kEnd},
    {"step", kStep},
    {"range", kRange},
    {"max_of", kMaxOf},
    {"min_of", kMinOf},
    {"inf", kNumber},
    {"nan", kNumber},
};

constexpr std::size_t Hash(std::string_view word) {
  const auto byte = [](char c) { return static_cast<std::size_t>(LowerAscii(c)); };
  return (word.size() * 5 + byte(word.front()) * 3 + byte(word[word.size() - 2]) * 11 +
          byte(word.back()) * 7) %
         128;
}

constexpr std::uint8_t kNone = 0xFF;

// Open addressing over Hash: most words that are not keywords meet an empty slot at once.
class Table {
 public:
  static const Table& Get() {
    static const Table table;
    return table;
  }

  const Keyword* Find(std::string_view word) const {
    if (word.size() < 2 || word.size() > longest_) return nullptr;
    for (std::size_t at = Hash(word); slots_[at] != kNone; at = (at + 1) % slots_.size()) {
      const Keyword& keyword = words_[slots_[at]];
      if (IsInAnyCase(word, keyword.word)) return &keyword;
    }
    return nullptr;
  }

 private:
  Table() : words_(std::begin(kKeywords), std::end(kKeywords)) {
    for (const Aggregation& aggregation : AllAggregations()) {
      const auto index = static_cast<std::uint8_t>(words_.size() - std::size(kKeywords));
      words_.push_back({aggregation.name, kAggregator, index});
    }
    slots_.fill(kNone);
    for (std::size_t i = 0; i < words_.size(); ++i) {
      longest_ = std::max(longest_, words_[i].word.size());
      std::size_t at = Hash(words_[i].word);
      while (slots_[at] != kNone) at = (at + 1) % slots_.size();
      slots_[at] = static_cast<std::uint8_t>(i);
    }
  }

  std::vector<Keyword> words_;
  std::array<std::uint8_t, 128> slots_;
  std::size_t longest_ = 0;
};

template <std::size_t N>
bool Contains(const std::string_view (&words)[N], std::string_view word) {
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view lower) { return IsInAnyCase(word, lower); });
}

// In the order of Prometheus's numbers for them, which its messages tell.
constexpr std::string_view kHistogramKeys[] = {
    "sum",       "count",    "schema",     "offset",        "n_offset",           "buckets",
    "n_buckets", "z_bucket", "z_bucket_w", "custom_values", "counter_reset_hint",
};

constexpr std::string_view kCounterResetHints[] = {"unknown", "reset", "not_reset", "gauge"};

// fmt's %.10q for what is longer than ten bytes.
std::string QuoteShortened(std::string_view text) {
  std::size_t end = 0;
  for (int runes = 0; runes < 10 && end < text.size(); ++runes) {
    end += DecodeRune(text.substr(end)).size;
  }
  return GoQuote(text.substr(0, end)) + "...";
}

std::string Quote(const Token& token, std::string_view text) {
  if (token.kind == kIdentifier || token.kind == kMetricIdentifier) return GoQuote(text);
  if (IsKeyword(token.kind)) return "<" + std::string(text) + ">";
  if (token.kind == kAggregator) return "<aggr:" + std::string(text) + ">";
  if (IsOperator(token.kind)) return "<op:" + std::string(text) + ">";
  return text.size() > 10 ? QuoteShortened(text) : GoQuote(text);
}

// Prometheus: a token without a name of its own has its number for one.
template <std::size_t N>
std::string Numbered(int first, const std::string_view (&words)[N], std::string_view text) {
  const auto word = std::find_if(std::begin(words), std::end(words),
                                 [&](std::string_view lower) { return IsInAnyCase(text, lower); });
  return "\"<Item " + std::to_string(first + (word - std::begin(words))) + ">\" ";
}

}  // namespace

const Keyword* FindKeyword(std::string_view word) { return Table::Get().Find(word); }

bool IsHistogramKey(std::string_view word) { return Contains(kHistogramKeys, word); }

bool IsCounterResetHint(std::string_view word) { return Contains(kCounterResetHints, word); }

std::string Describe(const Token& token, std::string_view text) {
  switch (token.kind) {
    case kEof:
      return "end of input";
    case kIdentifier:
      return "identifier " + Quote(token, text);
    case kMetricIdentifier:
      return "metric identifier " + Quote(token, text);
    case kString:
      return "string " + Quote(token, text);
    case kNumber:
      return "number " + Quote(token, text);
    case kDuration:
      return "duration " + Quote(token, text);
    case kHistogramKey:
      return Numbered(57370, kHistogramKeys, text) + Quote(token, text);
    case kCounterResetHint:
      return Numbered(57445, kCounterResetHints, text) + Quote(token, text);
    default:
      return Quote(token, text);
  }
}

}  // namespace check::promql

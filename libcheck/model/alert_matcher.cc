#include "libcheck/model/alert_matcher.h"

#include <algorithm>
#include <cassert>
#include <mutex>
#include <optional>
#include <tuple>
#include <utility>

#include "libcheck/base/quote.h"
#include "libcheck/base/regex.h"
#include "libcheck/base/text.h"
#include "libcheck/model/alert_matcher_lexer.h"

namespace check::model {
namespace {

// Beyond this length, and if it repeats, RE2 may refuse a pattern as too large.
constexpr std::size_t kSurelyCompiles = 256;

std::string Anchored(std::string_view value) { return "^(?:" + std::string(value) + ")$"; }

// A pattern that is literals with bars between them, which are compared one by one: that may be
// anchored already, as those of `match_re` are.
std::optional<std::string_view> Alternatives(std::string_view pattern) {
  if (pattern.starts_with("^(?:") && pattern.ends_with(")$")) {
    pattern = pattern.substr(4, pattern.size() - 6);
  }
  if (pattern.find_first_of("\\.+*?()[]{}^$") != std::string_view::npos) return std::nullopt;
  return pattern;
}

bool IsAnyOf(std::string_view alternatives, std::string_view text) {
  for (;;) {
    const std::size_t bar = alternatives.find('|');
    if (alternatives.substr(0, bar) == text) return true;
    if (bar == std::string_view::npos) return false;
    alternatives.remove_prefix(bar + 1);
  }
}

// As OpenMetrics escapes label values.
std::string Escape(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

struct AlertMatcher::Pattern {
  std::once_flag once;
  std::optional<SearchRegex> regex;
};

AlertMatcher::AlertMatcher(MatchType type, std::string name, std::string value)
    : type_(type), name_(std::move(name)), value_(std::move(value)) {}

Result<AlertMatcher> AlertMatcher::Make(MatchType type, std::string name, std::string value) {
  AlertMatcher matcher(type, std::move(name), std::move(value));
  if (!IsRegexp(type) || Alternatives(matcher.value_)) return matcher;
  const std::string anchored = Anchored(matcher.value_);
  if (const auto problem = RegexProblem(anchored)) {
    return Error{"error parsing regexp: " + *problem};
  }
  matcher.pattern_ = std::make_shared<Pattern>();
  if (anchored.size() > kSurelyCompiles || anchored.find('{') != std::string::npos) {
    Result<SearchRegex> regex = SearchRegex::Compile(anchored);
    if (!regex) return regex.error();
    std::call_once(matcher.pattern_->once, [&] { matcher.pattern_->regex = std::move(*regex); });
  }
  return matcher;
}

bool AlertMatcher::Matches(std::string_view label_value) const {
  const bool negated = IsNegated(type_);
  if (!IsRegexp(type_)) return (label_value == value_) != negated;
  if (pattern_ == nullptr) return IsAnyOf(*Alternatives(value_), label_value) != negated;
  std::call_once(pattern_->once, [&] {
    Result<SearchRegex> regex = SearchRegex::Compile(Anchored(value_));
    assert(regex.ok());
    if (regex) pattern_->regex = std::move(*regex);
  });
  return (pattern_->regex && pattern_->regex->Matches(label_value)) != negated;
}

std::string MatcherText(MatchType type, std::string_view name, std::string_view value) {
  const bool quoted = HasReservedCharacter(name);
  std::string out = quoted ? GoQuote(name) : std::string(name);
  out += ToString(type);
  out += quoted ? GoQuote(value) : '"' + Escape(value) + '"';
  return out;
}

bool operator<(const AlertMatcher& a, const AlertMatcher& b) {
  return std::tie(a.name_, a.value_, a.type_) < std::tie(b.name_, b.value_, b.type_);
}

bool MatchesAll(std::span<const AlertMatcher> matchers, Labels labels) {
  return std::all_of(matchers.begin(), matchers.end(),
                     [&](const AlertMatcher& matcher) { return matcher.Matches(labels); });
}

std::string JoinMatchers(std::span<const AlertMatcher> matchers) {
  std::string out;
  for (const AlertMatcher& matcher : matchers) {
    if (!out.empty()) out += ',';
    out += matcher.ToString();
  }
  return out;
}

std::string ToString(std::span<const AlertMatcher> matchers) {
  return '{' + JoinMatchers(matchers) + '}';
}

}  // namespace check::model

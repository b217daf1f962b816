#include <string>

#include "libcheck/base/utf8.h"
#include "libcheck/model/alert_matcher_parse.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

void CheckPlaces(const model::ParsedMatchers& parsed, std::string_view input) {
  Require(parsed.spans.size() == parsed.matchers.size(), "each matcher has a place");
  Require(!parsed.fault || parsed.matchers.empty(), "there are matchers or a fault");
  // A byte that is not UTF-8 counts as the three of U+FFFD.
  const std::size_t size = 3 * input.size();
  Require(!parsed.fault || (parsed.fault->span.begin <= parsed.fault->span.end &&
                            parsed.fault->span.end <= size),
          "a fault is in the input");
  for (const Span span : parsed.spans) {
    Require(span.begin < span.end && span.end <= size, "a matcher is in the input");
  }
}

// What is read the quick way is read the long way, too, in both syntaxes.
void CheckModes(std::string_view bytes) {
  const model::ParsedMatchers parsed = model::ParseMatchers(bytes, model::MatcherMode::kFallback);
  const model::ParsedMatchers classic = model::ParseClassicMatchers(bytes);
  const model::ParsedMatchers utf8 = model::ParseUtf8Matchers(bytes);
  Require(parsed.fault.has_value() == (classic.fault && utf8.fault), "either syntax will do");
  const model::ParsedMatchers& counts = classic.fault ? utf8 : classic;
  Require(parsed.matchers == counts.matchers && parsed.spans == counts.spans,
          "the classic syntax counts where both read something");
  if (parsed.oddity != model::MatcherOddity::kNone || classic.fault) return;
  Require(utf8.matchers == classic.matchers, "what is not odd is the same in both");
}

}  // namespace

void FuzzAlertMatchers(std::string_view bytes) {
  using model::MatcherMode;
  CheckModes(bytes);
  for (const auto mode : {MatcherMode::kFallback, MatcherMode::kClassic, MatcherMode::kUtf8}) {
    const model::ParsedMatchers one = model::ParseMatcher(bytes, mode);
    CheckPlaces(one, bytes);
    Require(one.fault || one.matchers.size() == 1, "one matcher is one");
    const model::ParsedMatchers parsed = model::ParseMatchers(bytes, mode);
    CheckPlaces(parsed, bytes);
    for (const model::AlertMatcher& matcher : parsed.matchers) {
      Require(
          matcher.Matches(matcher.value()) || IsRegexp(matcher.type()) || IsNegated(matcher.type()),
          "a value equals itself");
    }
    // What is printed reads as the same again, but for an empty name. Go replaces bytes that are
    // not UTF-8 in quotes.
    if (parsed.fault || !IsValidUtf8(bytes)) continue;
    const std::string printed = model::ToString(parsed.matchers);
    const model::ParsedMatchers again = model::ParseUtf8Matchers(printed);
    Require(again.fault || again.matchers == parsed.matchers, "what is printed is the same");
  }
}

}  // namespace check::fuzz

#ifndef LIBCHECK_MODEL_ALERT_MATCHER_PARSE_H_
#define LIBCHECK_MODEL_ALERT_MATCHER_PARSE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/model/alert_matcher.h"
#include "libcheck/model/alert_matcher_lexer.h"
#include "libcheck/model/names.h"

namespace check::model {

/// How Alertmanager reads matchers: what `--enable-feature` chooses.
enum class MatcherMode : std::uint8_t {
  kFallback,  ///< By default: both syntaxes, and the classic one where they disagree.
  kClassic,   ///< classic-mode
  kUtf8,      ///< utf8-strict-mode
};

/// What is odd about matchers that kFallback accepts.
enum class MatcherOddity : std::uint8_t {
  kNone,
  kNotUtf8Syntax,  ///< Only the classic syntax accepts them: utf8-strict-mode will not.
  kDisagreement,   ///< The UTF-8 syntax takes them for other matchers.
};

struct ParsedMatchers {
  std::vector<AlertMatcher> matchers;  ///< In their order; none if there is a fault.
  std::vector<Span> spans;             ///< Where each is in the input.
  std::optional<MatcherFault> fault;

  MatcherOddity oddity = MatcherOddity::kNone;
  std::optional<MatcherFault> utf8_fault;   ///< Of kNotUtf8Syntax: what is wrong with it there.
  std::vector<AlertMatcher> utf8_matchers;  ///< Of kDisagreement: what they are there.
};

/// A list such as `{a="b", c=~d}`, as one line of `matchers` in a configuration is.
ParsedMatchers ParseMatchers(std::string_view input, MatcherMode mode);

/// Exactly one, without braces, as command lines and the API have them.
ParsedMatchers ParseMatcher(std::string_view input, MatcherMode mode);

/// Which names labels may have in group_by, equal and the like.
inline NameValidation LabelNames(MatcherMode mode) {
  return mode == MatcherMode::kClassic ? NameValidation::kLegacy : NameValidation::kUtf8;
}

/// The two syntaxes by themselves. The one matcher of ParseUtf8Matcher may stand in braces.
ParsedMatchers ParseClassicMatchers(std::string_view input);
ParsedMatchers ParseClassicMatcher(std::string_view input);
ParsedMatchers ParseUtf8Matchers(std::string_view input);
ParsedMatchers ParseUtf8Matcher(std::string_view input);

}  // namespace check::model

#endif  // LIBCHECK_MODEL_ALERT_MATCHER_PARSE_H_

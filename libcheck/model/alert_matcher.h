#ifndef LIBCHECK_MODEL_ALERT_MATCHER_H_
#define LIBCHECK_MODEL_ALERT_MATCHER_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/model/labels.h"
#include "libcheck/model/matcher.h"

namespace check::model {

/// "!=" or "!~".
inline bool IsNegated(MatchType type) {
  return type == MatchType::kNotEqual || type == MatchType::kNotRegexp;
}

/// The type of a matcher that IsRegexp and IsNegated say this of.
inline MatchType MatchTypeOf(bool is_regexp, bool is_negated) {
  if (is_regexp) return is_negated ? MatchType::kNotRegexp : MatchType::kRegexp;
  return is_negated ? MatchType::kNotEqual : MatchType::kEqual;
}

/// As Alertmanager prints a matcher: `name="value"`, with both in Go's quotes if the name has a
/// character that would have to be quoted.
std::string MatcherText(MatchType type, std::string_view name, std::string_view value);

/// A condition on one label of an alert, as Alertmanager's routes, inhibition rules and silences
/// have it. A label that an alert does not have counts as empty.
///
/// Regular expressions are those of Go without flags, so unlike in PromQL a dot does not match a
/// line break, and are matched against the whole value. They are compiled when they are first
/// needed, by whichever thread that is; copies share what has been compiled.
class AlertMatcher {
 public:
  /// The error is Go's: "error parsing regexp: missing closing ): `^(?:a()$`".
  static Result<AlertMatcher> Make(MatchType type, std::string name, std::string value);

  MatchType type() const { return type_; }
  const std::string& name() const { return name_; }
  const std::string& value() const { return value_; }

  bool Matches(std::string_view label_value) const;
  bool Matches(Labels labels) const { return Matches(labels.Get(name_)); }

  std::string ToString() const { return MatcherText(type_, name_, value_); }

  friend bool operator==(const AlertMatcher& a, const AlertMatcher& b) {
    return a.type_ == b.type_ && a.name_ == b.name_ && a.value_ == b.value_;
  }
  /// By name, value and type: the order in which Alertmanager keeps and prints them.
  friend bool operator<(const AlertMatcher& a, const AlertMatcher& b);

 private:
  struct Pattern;
  AlertMatcher(MatchType type, std::string name, std::string value);

  MatchType type_;
  std::string name_;
  std::string value_;
  std::shared_ptr<Pattern> pattern_;  // Null unless the value must be compiled.
};

/// Whether all of `matchers` match: also if there are none.
bool MatchesAll(std::span<const AlertMatcher> matchers, Labels labels);

/// `{a="b",c=~"d"}`, or without the braces.
std::string ToString(std::span<const AlertMatcher> matchers);
std::string JoinMatchers(std::span<const AlertMatcher> matchers);

}  // namespace check::model

#endif  // LIBCHECK_MODEL_ALERT_MATCHER_H_

#ifndef LIBCHECK_ALERTMANAGER_ALERT_KNOWLEDGE_H_
#define LIBCHECK_ALERTMANAGER_ALERT_KNOWLEDGE_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "libcheck/alertmanager/alert_finder.h"
#include "libcheck/base/regex_language.h"

/// What is behind AlertFinder.
namespace check::alertmanager {

/// A matcher and its negation have numbers that differ in the last bit: that of the negation is 1.
inline std::uint32_t Negation(std::uint32_t condition) { return condition ^ 1U; }

/// A value of a label that satisfies some conditions.
struct LabelValue {
  Answer exists = Answer::kUnknown;
  std::string text;  ///< Of kYes. Empty: without the label.
};

/// The matchers that a finder has met.
class AlertKnowledge {
 public:
  std::uint32_t Intern(const model::AlertMatcher& matcher);

  std::uint32_t LabelOf(std::uint32_t condition) const { return At(condition).label; }
  const std::string& NameOf(std::uint32_t label) const { return names_[label]; }

  bool Holds(std::uint32_t condition, std::string_view value) const;
  /// The same, asked of RE2.
  bool Confirms(std::uint32_t condition, std::string_view value) const;

  /// All values that satisfy a condition, if they are few; otherwise null.
  const std::vector<std::string>* FewValues(std::uint32_t condition) const;

  /// A value that satisfies all of `conditions`, which are of one label and sorted. Good as long as
  /// this.
  const LabelValue& ValueFor(const std::vector<std::uint32_t>& conditions);

  /// Counts the work of all searches. False once it is enough.
  bool Spend(std::size_t work);

 private:
  struct Matcher {
    model::AlertMatcher matcher;  // Or its negation.
    std::uint32_t label = 0;
    std::optional<RegexLanguage> language;  // Nothing if it cannot be read.
  };
  struct Hash {
    std::size_t operator()(const std::vector<std::uint32_t>& numbers) const;
  };

  const Matcher& At(std::uint32_t condition) const { return matchers_[condition / 2]; }
  static bool IsNegation(std::uint32_t condition) { return (condition & 1U) != 0; }
  bool AllHold(const std::vector<std::uint32_t>& conditions, std::string_view value) const;
  bool HaveOnePrefix(const std::vector<std::uint32_t>& conditions) const;
  LabelValue Solve(const std::vector<std::uint32_t>& conditions);
  LabelValue SolveByLanguages(const std::vector<std::uint32_t>& conditions);

  std::unordered_map<std::string, std::uint32_t> labels_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::deque<Matcher> matchers_;
  std::unordered_map<std::vector<std::uint32_t>, LabelValue, Hash> values_;
  std::size_t work_ = 0;
};

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_ALERT_KNOWLEDGE_H_

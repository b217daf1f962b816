#ifndef LIBCHECK_BASE_REGEX_LANGUAGE_H_
#define LIBCHECK_BASE_REGEX_LANGUAGE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/regex_tree.h"

namespace check {

/// All texts that a regular expression matches as a whole, as a thing to reason about: single texts
/// are asked of Regex, this is for FindText.
class RegexLanguage {
 public:
  /// Of a `pattern` that Go accepts. Nothing if ParseRegexTree cannot read it, or if it is too
  /// large.
  static std::optional<RegexLanguage> Of(std::string_view pattern);
  /// That text alone.
  static RegexLanguage OfText(std::string_view text);

  /// As Go would say it. For patterns with few texts, this is a binary search.
  bool Matches(std::string_view text) const;

  /// How many bytes `text` has in common with the beginning of some text of the language, at most.
  std::size_t LongestPrefix(std::string_view text) const;

  /// All texts, sorted, if there are no more than some hundreds of them; otherwise null.
  const std::vector<std::string>* texts() const { return texts_ ? &*texts_ : nullptr; }

  /// What all texts begin with, as far as that is plain to see.
  const std::string& prefix() const { return prefix_; }

  /// Whether the pattern has a line break of its own: see FindText.
  bool names_line_break() const { return names_line_break_; }

 private:
  friend class TextFinder;

  /// A step of the automaton; they lead to each other by their numbers.
  struct Step {
    enum class Kind : std::uint8_t { kRange, kSet, kFork, kBegin, kEnd, kMatch };
    Kind kind = Kind::kMatch;
    std::uint32_t next = 0;
    std::uint32_t other = 0;  ///< Of kFork: the second way. Of kSet: which of `sets_`.
    RuneRange range;          ///< Of kRange.
  };
  class Builder;

  RegexLanguage() = default;
  bool Takes(const Step& step, std::uint32_t rune) const;
  void SetPrefix();

  std::vector<Step> steps_;
  std::vector<RuneSet> sets_;
  std::uint32_t start_ = 0;
  std::optional<std::vector<std::string>> texts_;
  std::string prefix_;
  bool names_line_break_ = false;
};

/// What FindText has found.
struct TextSearch {
  enum class Outcome : std::uint8_t {
    kFound,
    kNone,     ///< There is no such text.
    kUnknown,  ///< The search was given up.
  };
  Outcome outcome = Outcome::kUnknown;
  std::string text;      ///< Of kFound: one of the shortest.
  std::size_t work = 0;  ///< How many steps of the automatons were taken.
};

/// A text that is in each of `all` and in none of `none`. Texts with line breaks are omitted from
/// account. The search ends after some hundred thousand steps.
TextSearch FindText(std::span<const RegexLanguage* const> all,
                    std::span<const RegexLanguage* const> none);

}  // namespace check

#endif  // LIBCHECK_BASE_REGEX_LANGUAGE_H_

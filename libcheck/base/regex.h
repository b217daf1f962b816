#ifndef LIBCHECK_BASE_REGEX_H_
#define LIBCHECK_BASE_REGEX_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "libcheck/base/result.h"

namespace check {

/// A regular expression in Go's syntax (RE2's), matched against the whole text as Prometheus
/// matches labels: `^(?s:...)$`. Copies share what has been compiled.
class Regex {
 public:
  /// The error reads as Go's regexp/syntax would put it: "missing closing ): `(a`".
  static Result<Regex> Compile(std::string_view pattern);

  bool FullMatch(std::string_view text) const;

  /// `replacement` with `$1`, `${name}` and the like filled in from a match of the whole of `text`
  /// (Go's Regexp.Expand), or nothing if it does not match.
  std::optional<std::string> Expand(std::string_view text, std::string_view replacement) const;

  const std::string& pattern() const { return pattern_; }

 private:
  struct Impl;
  Regex(std::string pattern, std::shared_ptr<const Impl> impl);

  std::string pattern_;
  std::shared_ptr<const Impl> impl_;
};

/// A regular expression as Go's package regexp uses it: found anywhere in a text, the leftmost
/// match first, `.` not matching line breaks.
class SearchRegex {
 public:
  /// The error is Go's: "error parsing regexp: missing closing ): `(a`".
  static Result<SearchRegex> Compile(std::string_view pattern);

  SearchRegex(SearchRegex&&) noexcept;
  SearchRegex& operator=(SearchRegex&&) noexcept;
  ~SearchRegex();

  bool Matches(std::string_view text) const;

  /// Regexp.ReplaceAllString: `$1`, `${1}`, `$name` and `$$` in `replacement` mean what they do
  /// there. Nothing if the result would be longer than `limit` bytes.
  std::optional<std::string> ReplaceAll(std::string_view text, std::string_view replacement,
                                        std::size_t limit) const;

 private:
  struct Impl;
  explicit SearchRegex(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

/// Why `pattern` does not compile, in Go's words, or nothing if it does. Nothing is compiled to
/// find out: it is only read.
std::optional<std::string> RegexProblem(std::string_view pattern);

/// Whether `pattern` has no character with a meaning of its own, so that it matches only itself.
bool IsPlainRegex(std::string_view pattern);

/// Whether a `pattern` that compiles matches the empty text, as a whole. Does not compile it.
bool RegexMatchesEmpty(std::string_view pattern);

}  // namespace check

#endif  // LIBCHECK_BASE_REGEX_H_

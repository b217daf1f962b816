#ifndef LIBCHECK_BASE_TEXT_H_
#define LIBCHECK_BASE_TEXT_H_

#include <algorithm>
#include <string>
#include <string_view>

/// Pieces of text.
namespace check {

inline constexpr std::string_view kAsciiSpace = " \t\r\n\v\f";

/// `text` without the ASCII white space before it.
inline std::string_view TrimStart(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kAsciiSpace), text.size()));
  return text;
}

/// `text` without the ASCII white space around it: Go's strings.TrimSpace, as far as ASCII goes.
inline std::string_view TrimSpace(std::string_view text) {
  text = TrimStart(text);
  return text.substr(0, text.find_last_not_of(kAsciiSpace) + 1);
}

/// Takes what is before the first `separator` from `text`, with that; all there is if there is
/// none. For loops that run `while (!text.empty())`: of what ends in a separator, nothing is left.
inline std::string_view TakeUpTo(std::string_view& text, char separator) {
  const std::string_view piece = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(text.size(), piece.size() + 1));
  return piece;
}

/// Calls `visit` for each word of a list that commas separate. Empty words are ignored.
template <typename Visit>
void ForEachWord(std::string_view list, Visit&& visit) {
  while (!list.empty()) {
    if (const std::string_view word = TakeUpTo(list, ','); !word.empty()) visit(word);
  }
}

/// `text` for a part of a URL: all but letters, digits, `-_.~` and the characters of `also` is
/// written like `%41` (RFC 3986, section 2.1).
std::string PercentEncode(std::string_view text, std::string_view also = {});

/// `text` as it stands in queries and forms: Go's url.QueryEscape.
std::string FormEncode(std::string_view text);

/// `text` as one part of the path of a URL: Go's url.PathEscape.
std::string PathEncode(std::string_view text);

}  // namespace check

#endif  // LIBCHECK_BASE_TEXT_H_

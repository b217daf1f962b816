#ifndef LIBCHECK_BASE_TEXT_CASE_H_
#define LIBCHECK_BASE_TEXT_CASE_H_

#include <string>
#include <string_view>

namespace check {

/// strings.ToUpper: letter by letter. Bytes that are not UTF-8 become U+FFFD, unless all is ASCII.
std::string GoToUpper(std::string_view text);

/// strings.ToLower, likewise.
std::string GoToLower(std::string_view text);

/// cases.Title(language.AmericanEnglish, cases.NoLower): the first letter of each word in title
/// case, the others as they are.
std::string GoTitle(std::string_view text);

}  // namespace check

#endif  // LIBCHECK_BASE_TEXT_CASE_H_

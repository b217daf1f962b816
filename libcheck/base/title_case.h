#ifndef LIBCHECK_BASE_TITLE_CASE_H_
#define LIBCHECK_BASE_TITLE_CASE_H_

#include <string>
#include <string_view>

namespace check {

/// cases.Title(language.AmericanEnglish, cases.NoLower): the first letter of each word in title
/// case, the others as they are.
std::string ToTitle(std::string_view text);

/// cases.Title(language.AmericanEnglish): the same with the others in lower case.
std::string ToTitleOnly(std::string_view text);

}  // namespace check

#endif  // LIBCHECK_BASE_TITLE_CASE_H_

#ifndef TESTS_SUPPORT_CONTRAST_H_
#define TESTS_SUPPORT_CONTRAST_H_

#include <string_view>

namespace check {

/// The contrast of two colours that a rule of CSS names as variables, such as
/// ":root{--page:#fff;--text:#1f2328;}": from 1 to 21, as WCAG 2 defines it. Fails the test if one
/// is not there.
double Contrast(std::string_view rule, std::string_view one, std::string_view other);

}  // namespace check

#endif  // TESTS_SUPPORT_CONTRAST_H_

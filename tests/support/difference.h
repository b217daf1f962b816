#ifndef TESTS_SUPPORT_DIFFERENCE_H_
#define TESTS_SUPPORT_DIFFERENCE_H_

#include <string>
#include <string_view>

namespace check::test {

/// Where two texts differ, line by line: `-` for lines that only `expected` has, `+` for those that
/// only `actual` has, with some lines around them.
std::string Difference(std::string_view expected, std::string_view actual);

}  // namespace check::test

#endif  // TESTS_SUPPORT_DIFFERENCE_H_

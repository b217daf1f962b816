#ifndef TESTS_SUPPORT_EXPRESSIONS_H_
#define TESTS_SUPPORT_EXPRESSIONS_H_

#include <string>
#include <vector>

namespace check::test {

/// PromQL to try things on: our own, and what SharedDir() has. Most of it parses.
const std::vector<std::string>& Expressions();

}  // namespace check::test

#endif  // TESTS_SUPPORT_EXPRESSIONS_H_

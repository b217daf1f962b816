#ifndef TESTS_SUPPORT_COBERTURA_H_
#define TESTS_SUPPORT_COBERTURA_H_

#include <string>
#include <string_view>

namespace check::test {

/// Why a well-formed XML document is not what Cobertura's coverage-04.dtd describes, or why its
/// numbers contradict each other; nothing if all is well.
std::string CoberturaProblem(std::string_view xml);

}  // namespace check::test

#endif  // TESTS_SUPPORT_COBERTURA_H_

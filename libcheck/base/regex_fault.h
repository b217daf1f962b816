#ifndef LIBCHECK_BASE_REGEX_FAULT_H_
#define LIBCHECK_BASE_REGEX_FAULT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace check {

/// Where a regular expression is wrong, and what to do about it.
struct RegexFault {
  std::size_t begin = 0;  ///< Bytes of the pattern, from `begin` up to `end`.
  std::size_t end = 0;
  std::string note = {};  ///< Empty if the message says all.
};

/// `problem` is what RegexProblem(pattern) says.
RegexFault FindRegexFault(std::string_view pattern, std::string_view problem);

}  // namespace check

#endif  // LIBCHECK_BASE_REGEX_FAULT_H_

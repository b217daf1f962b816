#ifndef LIBCHECK_BASE_TRIM_H_
#define LIBCHECK_BASE_TRIM_H_

#include <algorithm>
#include <string_view>

namespace check {

/// `text` without the ASCII white space around it: Go's strings.TrimSpace, as far as ASCII goes.
inline std::string_view TrimSpace(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\v\f";
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

}  // namespace check

#endif  // LIBCHECK_BASE_TRIM_H_

#ifndef LIBCHECK_BASE_FORM_H_
#define LIBCHECK_BASE_FORM_H_

#include <string>
#include <string_view>

namespace check {

/// `text` as it stands in queries and forms: Go's url.QueryEscape.
std::string FormEncode(std::string_view text);

}  // namespace check

#endif  // LIBCHECK_BASE_FORM_H_

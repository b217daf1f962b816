#ifndef LIBCHECK_BASE_HEADER_NAME_H_
#define LIBCHECK_BASE_HEADER_NAME_H_

#include <string>
#include <string_view>

namespace check {

/// The name of a header of HTTP or mail as Go's textproto.CanonicalMIMEHeaderKey writes it:
/// "message-id" becomes "Message-Id", unless it has a character that such names cannot have.
std::string CanonicalHeaderName(std::string_view name);

}  // namespace check

#endif  // LIBCHECK_BASE_HEADER_NAME_H_

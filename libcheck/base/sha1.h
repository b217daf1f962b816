#ifndef LIBCHECK_BASE_SHA1_H_
#define LIBCHECK_BASE_SHA1_H_

#include <string>
#include <string_view>

namespace check {

/// SHA-1 in small hexadecimal digits. For protocols that ask for it: it protects nothing by itself.
std::string Sha1Hex(std::string_view text);

}  // namespace check

#endif  // LIBCHECK_BASE_SHA1_H_

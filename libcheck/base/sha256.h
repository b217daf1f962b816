#ifndef LIBCHECK_BASE_SHA256_H_
#define LIBCHECK_BASE_SHA256_H_

#include <string>
#include <string_view>

namespace check {

/// SHA-256 in small hexadecimal digits.
std::string Sha256Hex(std::string_view text);

}  // namespace check

#endif  // LIBCHECK_BASE_SHA256_H_

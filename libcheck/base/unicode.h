#ifndef LIBCHECK_BASE_UNICODE_H_
#define LIBCHECK_BASE_UNICODE_H_

#include <cstdint>

namespace check {

/// Go's unicode.IsSpace.
bool IsUnicodeSpace(std::uint32_t code_point);

}  // namespace check

#endif  // LIBCHECK_BASE_UNICODE_H_

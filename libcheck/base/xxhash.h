#ifndef LIBCHECK_BASE_XXHASH_H_
#define LIBCHECK_BASE_XXHASH_H_

#include <cstdint>
#include <string_view>

namespace check {

/// XXH64 with seed 0: what Prometheus hashes labels with.
std::uint64_t XxHash64(std::string_view bytes);

}  // namespace check

#endif  // LIBCHECK_BASE_XXHASH_H_

#include "libcheck/base/xxhash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace check {
namespace {

constinit std::uint64_t mask_of_hash_bytes = ~std::uint64_t{0};

}  // namespace

std::uint64_t XxHash64(std::string_view bytes) { return XXH64(bytes.data(), bytes.size(), 0); }

std::uint64_t HashBytes(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size()) & mask_of_hash_bytes;
}

WeakHash::WeakHash(std::uint64_t mask) { mask_of_hash_bytes = mask; }
WeakHash::~WeakHash() { mask_of_hash_bytes = ~std::uint64_t{0}; }

}  // namespace check

#ifndef LIBCHECK_BASE_XXHASH_H_
#define LIBCHECK_BASE_XXHASH_H_

#include <cstdint>
#include <string_view>

namespace check {

/// XXH64 with seed 0: what Prometheus hashes labels with.
std::uint64_t XxHash64(std::string_view bytes);

/// XXH3, for tables in memory. Two texts may have the same hash: whoever looks something up by it
/// compares the texts as well.
std::uint64_t HashBytes(std::string_view bytes);

/// Keeps only the bits of `mask` of what HashBytes returns while it exists, so that texts collide:
/// for tests of what stands behind a hash. Not for use while other threads hash.
class WeakHash {
 public:
  explicit WeakHash(std::uint64_t mask);
  ~WeakHash();
  WeakHash(const WeakHash&) = delete;
  WeakHash& operator=(const WeakHash&) = delete;
};

}  // namespace check

#endif  // LIBCHECK_BASE_XXHASH_H_

#ifndef LIBCHECK_EXPOSITION_HASH_H_
#define LIBCHECK_EXPOSITION_HASH_H_

#include <cstdint>
#include <cstring>
#include <string_view>

#include "libcheck/exposition/sample.h"

/// Hashes by which series are told apart. 64 bits: among ten million series, the odds that any two
/// fall together are one in 370,000.
namespace check::exposition {

namespace internal {

__extension__ using Wide = unsigned __int128;

inline std::uint64_t Fold(std::uint64_t a, std::uint64_t b) {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

inline std::uint64_t Load(const char* p, std::size_t bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, p, bytes);
  return word;
}

// Odd, and with as many bits set as not.
inline constexpr std::uint64_t kSeedA = 0xA0761D6478BD642FU;
inline constexpr std::uint64_t kSeedB = 0xE7037ED1A0B428DBU;
inline constexpr std::uint64_t kSeedC = 0x8EBC6AF09C88C6E3U;

}  // namespace internal

/// By folded multiplication, 16 bytes at a time.
inline std::uint64_t HashBytes(std::string_view text) {
  using namespace internal;
  const char* p = text.data();
  std::size_t left = text.size();
  std::uint64_t hash = kSeedA ^ left;
  while (left > 16) {
    hash = Fold(Load(p, 8) ^ kSeedB, Load(p + 8, 8) ^ hash);
    p += 16;
    left -= 16;
  }
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  if (left >= 8) {
    a = Load(p, 8);
    b = Load(p + left - 8, 8);
  } else if (left >= 4) {
    a = Load(p, 4);
    b = Load(p + left - 4, 4);
  } else if (left > 0) {
    // First, middle and last byte are all there is.
    a = static_cast<unsigned char>(p[0]);
    b = static_cast<std::uint64_t>(static_cast<unsigned char>(p[left / 2])) << 8 |
        static_cast<unsigned char>(p[left - 1]);
  }
  return Fold(a ^ kSeedB, b ^ hash);
}

/// Of a label whose name has been hashed.
inline std::uint64_t HashLabel(std::uint64_t name, std::string_view value) {
  using namespace internal;
  return Fold(name ^ kSeedC, HashBytes(value) ^ kSeedB);
}

inline std::uint64_t HashLabel(const Label& label) {
  return HashLabel(HashBytes(label.name), label.value);
}

/// Of labels one after another, where their order matters: start with 0.
inline std::uint64_t ChainHash(std::uint64_t before, std::uint64_t label) {
  return internal::Fold(before ^ internal::kSeedC, label ^ internal::kSeedA);
}

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_HASH_H_

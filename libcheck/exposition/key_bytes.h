#ifndef LIBCHECK_EXPOSITION_KEY_BYTES_H_
#define LIBCHECK_EXPOSITION_KEY_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

/// Numbers and texts as parts of keys, written so that no two sequences of parts look the same.
namespace check::exposition {

inline constexpr std::size_t kLongestVarint = 10;

/// Writes `number` at `at`, 7 bits a byte, lowest first; the last byte has its highest bit clear.
/// Returns where it ends.
inline char* WriteVarint(char* at, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) *at++ = static_cast<char>(number | 0x80);
  *at++ = static_cast<char>(number);
  return at;
}

/// Reads what WriteVarint wrote, and moves `at` behind it.
inline std::uint64_t ReadVarint(const char*& at) {
  std::uint64_t number = 0;
  for (int shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(*at++);
    number |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return number;
  }
}

/// Copies `text` to `at`. Most labels' values are short: those are copied without a call.
inline char* WriteBytes(char* at, std::string_view text) {
  const std::size_t size = text.size();
  const char* from = text.data();
  if (size > 32) {
    std::memcpy(at, from, size);
  } else if (size >= 16) {
    std::memcpy(at, from, 16);
    std::memcpy(at + size - 16, from + size - 16, 16);
  } else if (size >= 8) {
    std::memcpy(at, from, 8);
    std::memcpy(at + size - 8, from + size - 8, 8);
  } else if (size >= 4) {
    std::memcpy(at, from, 4);
    std::memcpy(at + size - 4, from + size - 4, 4);
  } else {
    for (std::size_t i = 0; i < size; ++i) at[i] = from[i];
  }
  return at + size;
}

/// Whether `a` and `b` are the same, short ones without a call.
inline bool SameBytes(std::string_view a, std::string_view b) {
  const std::size_t size = a.size();
  if (size != b.size()) return false;
  if (size > 16) return std::memcmp(a.data(), b.data(), size) == 0;
  const auto differ = [&]<typename Word>(Word /*type*/) {
    Word words[4] = {};
    std::memcpy(&words[0], a.data(), sizeof(Word));
    std::memcpy(&words[1], b.data(), sizeof(Word));
    std::memcpy(&words[2], a.data() + size - sizeof(Word), sizeof(Word));
    std::memcpy(&words[3], b.data() + size - sizeof(Word), sizeof(Word));
    return ((words[0] ^ words[1]) | (words[2] ^ words[3])) != 0;
  };
  if (size >= 8) return !differ(std::uint64_t{});
  if (size >= 4) return !differ(std::uint32_t{});
  for (std::size_t i = 0; i < size; ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

/// Writes the size of `text` and its bytes.
inline char* WriteText(char* at, std::string_view text) {
  return WriteBytes(WriteVarint(at, text.size()), text);
}

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_KEY_BYTES_H_

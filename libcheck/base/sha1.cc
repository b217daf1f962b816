#include "libcheck/base/sha1.h"

#include <array>
#include <bit>
#include <cstdint>

namespace check {
namespace {

using State = std::array<std::uint32_t, 5>;

constexpr std::size_t kBlock = 64;

// FIPS 180-4, 6.1.2.
void AddBlock(std::string_view block, State& state) {
  std::array<std::uint32_t, 80> words = {};
  for (std::size_t i = 0; i < kBlock; ++i) {
    words[i / 4] = words[i / 4] << 8 | static_cast<unsigned char>(block[i]);
  }
  for (std::size_t i = 16; i < words.size(); ++i) {
    words[i] = std::rotl(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
  }
  auto [a, b, c, d, e] = state;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool is_choice = i < 20;
    const bool is_majority = i >= 40 && i < 60;
    const std::uint32_t mixed = is_choice     ? (b & c) | (~b & d)
                                : is_majority ? (b & c) | (b & d) | (c & d)
                                              : b ^ c ^ d;
    constexpr std::uint32_t kConstants[] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
    const std::uint32_t next = std::rotl(a, 5) + mixed + e + kConstants[i / 20] + words[i];
    e = d;
    d = c;
    c = std::rotl(b, 30);
    b = a;
    a = next;
  }
  const State added = {a, b, c, d, e};
  for (std::size_t i = 0; i < state.size(); ++i) state[i] += added[i];
}

}  // namespace

std::string Sha1Hex(std::string_view text) {
  State state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  const std::uint64_t bits = std::uint64_t{text.size()} * 8;
  for (; text.size() >= kBlock; text.remove_prefix(kBlock)) AddBlock(text.substr(0, kBlock), state);
  // The rest, a bit, zeros up to the last eight bytes of a block, and how many bits there were.
  std::string last(text);
  last += '\x80';
  while (last.size() % kBlock != kBlock - 8) last += '\0';
  for (int shift = 56; shift >= 0; shift -= 8) last += static_cast<char>(bits >> shift & 0xff);
  for (std::size_t at = 0; at < last.size(); at += kBlock) {
    AddBlock(std::string_view(last).substr(at, kBlock), state);
  }
  std::string hex;
  for (const std::uint32_t word : state) {
    for (int shift = 28; shift >= 0; shift -= 4) hex += "0123456789abcdef"[word >> shift & 0xf];
  }
  return hex;
}

}  // namespace check

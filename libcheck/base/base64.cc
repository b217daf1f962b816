#include "libcheck/base/base64.h"

#include <cstdint>

#include "libcheck/base/ascii.h"

namespace check {

std::optional<std::string> DecodeBase64(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  int padding = 0;
  for (const char c : text) {
    if (c == '\n' || c == '\r') continue;
    if (c == '=') {
      if (count + padding < 2 || count + padding > 3) return std::nullopt;
      ++padding;
      continue;
    }
    if (padding > 0) return std::nullopt;
    std::uint32_t value = 0;
    if (IsUpper(c)) {
      value = static_cast<std::uint32_t>(c - 'A');
    } else if (IsLower(c)) {
      value = static_cast<std::uint32_t>(c - 'a') + 26;
    } else if (IsDigit(c)) {
      value = static_cast<std::uint32_t>(c - '0') + 52;
    } else if (c == '+' || c == '/') {
      value = c == '+' ? 62 : 63;
    } else {
      return std::nullopt;
    }
    bits = bits << 6 | value;
    if (++count == 4) {
      out += {static_cast<char>(bits >> 16 & 0xFF), static_cast<char>(bits >> 8 & 0xFF),
              static_cast<char>(bits & 0xFF)};
      bits = 0;
      count = 0;
    }
  }
  if (count != 0 && count + padding != 4) return std::nullopt;
  if (count == 0 && padding != 0) return std::nullopt;
  if (count == 2) out += static_cast<char>(bits >> 4 & 0xFF);
  if (count == 3) {
    out += {static_cast<char>(bits >> 10 & 0xFF), static_cast<char>(bits >> 2 & 0xFF)};
  }
  return out;
}

std::string EncodeBase64Url(std::string_view text) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) out += kAlphabet[bits >> (count - 6) & 0x3F];
  }
  if (count > 0) out += kAlphabet[bits << (6 - count) & 0x3F];
  return out;
}

}  // namespace check

#include "libcheck/base/base64.h"

#include <algorithm>
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

Base64Text DecodeBase64Url(std::string_view text) {
  std::string standard(text);
  std::replace(standard.begin(), standard.end(), '-', '+');
  std::replace(standard.begin(), standard.end(), '_', '/');
  const auto is_digit = [](char c) {
    return IsLetter(c) || IsDigit(c) || c == '-' || c == '_' || c == '\n' || c == '\r';
  };
  const auto other = std::find_if_not(text.begin(), text.end(), is_digit);
  const bool may_be = other == text.end() || *other == '=';
  if (auto bytes = may_be ? DecodeBase64(standard) : std::nullopt) return {*std::move(bytes), {}};

  // Where Go's decoder stops: it takes four characters at a time.
  std::size_t at = 0;
  const auto skip_breaks = [&] {
    while (at < text.size() && (text[at] == '\n' || text[at] == '\r')) ++at;
  };
  for (;;) {
    for (std::size_t taken = 0; taken < 4; ++taken) {
      skip_breaks();
      if (at == text.size()) return {{}, at - taken};
      const char c = text[at++];
      if (c != '=' && is_digit(c)) continue;
      if (c != '=' || taken < 2) return {{}, at - 1};
      skip_breaks();
      if (taken == 2) {
        if (at == text.size()) return {{}, at};
        if (text[at] != '=') return {{}, at - 1};
        ++at;
        skip_breaks();
      }
      return {{}, at};
    }
  }
}

std::string EncodeBase64(std::string_view bytes) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(3, bytes.size()))) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8 | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text += i <= bytes.size() ? kAlphabet[bits >> (18 - 6 * i) & 63] : '=';
    }
  }
  return text;
}

std::string EncodeBase64Url(std::string_view bytes) {
  std::string text = EncodeBase64(bytes);
  while (text.ends_with('=')) text.pop_back();
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

}  // namespace check

#include "libcheck/yaml/encoding.h"

#include <algorithm>
#include <cstddef>

#include "libcheck/yaml/char_class.h"

namespace check::yaml {
namespace {

// Looked at together, so that the compiler can look at many bytes in one instruction.
constexpr std::size_t kBlock = 64;

bool IsPlainBlock(const char* p) {
  unsigned odd = 0;
  for (std::size_t i = 0; i < kBlock; ++i) {
    const auto c = static_cast<unsigned char>(p[i]);
    odd |= static_cast<unsigned>(c > 0x7E) |
           (static_cast<unsigned>(c < 0x20) & static_cast<unsigned>(c != '\n'));
  }
  return odd == 0;
}

// One character that is not ASCII. Gives its size, or 0 and says what is wrong.
std::size_t CheckCharacter(std::string_view rest, std::string_view& problem) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
  const unsigned lead = byte(0);
  std::size_t size = 0;
  std::uint32_t value = 0;
  if ((lead & 0xE0U) == 0xC0U) {
    size = 2;
    value = lead & 0x1FU;
  } else if ((lead & 0xF0U) == 0xE0U) {
    size = 3;
    value = lead & 0x0FU;
  } else if ((lead & 0xF8U) == 0xF0U) {
    size = 4;
    value = lead & 0x07U;
  } else {
    problem = "invalid leading UTF-8 octet";
    return 0;
  }
  if (size > rest.size()) {
    problem = "incomplete UTF-8 octet sequence";
    return 0;
  }
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) {
      problem = "invalid trailing UTF-8 octet";
      return 0;
    }
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < kSmallest[size]) {
    problem = "invalid length of a UTF-8 sequence";
    return 0;
  }
  if ((value >= 0xD800 && value <= 0xDFFF) || value > 0x10FFFF) {
    problem = "invalid Unicode character";
    return 0;
  }
  if ((value < 0xA0 && value != 0x85) || value == 0xFFFE || value == 0xFFFF) {
    problem = "control characters are not allowed";
    return 0;
  }
  return size;
}

}  // namespace

TextCheck CheckText(std::string_view text) {
  TextCheck check;
  std::size_t i = 0;
  while (i < text.size()) {
    if (text.size() - i >= kBlock && IsPlainBlock(text.data() + i)) {
      i += kBlock;
      continue;
    }
    const std::size_t end = std::min(text.size(), i + kBlock);
    while (i < end) {
      const auto c = static_cast<unsigned char>(text[i]);
      if (c >= 0x20 && c <= 0x7E) {
        ++i;
      } else if (c == '\n' || c == '\t') {
        ++i;
      } else if (c == '\r') {
        ++i;
        if (i == text.size() || text[i] != '\n') {
          check.odd_breaks.push_back(static_cast<std::uint32_t>(i));
        }
      } else if (c < 0x80) {
        check.bad = i;
        check.upstream = "control characters are not allowed";
        return check;
      } else {
        check.is_ascii = false;
        const std::string_view rest = text.substr(i);
        const std::size_t size = CheckCharacter(rest, check.upstream);
        if (size == 0) {
          check.bad = i;
          return check;
        }
        i += size;
        if (rest.starts_with("\xC2\x85") || rest.starts_with("\xE2\x80\xA8") ||
            rest.starts_with("\xE2\x80\xA9")) {
          check.odd_breaks.push_back(static_cast<std::uint32_t>(i));
        }
      }
    }
  }
  return check;
}

}  // namespace check::yaml

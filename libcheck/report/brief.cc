#include "libcheck/report/brief.h"

#include <cstddef>

namespace check::report {
namespace {

constexpr std::size_t kLongest = 2000;
constexpr std::size_t kLongestQuoted = 200;
constexpr std::string_view kLeftOut = "…";

bool ContinuesRune(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

// The beginning and the end of `text`, which is longer than `most`.
std::string CutMiddle(std::string_view text, std::size_t most) {
  std::size_t begin = most * 2 / 3;
  while (begin > 0 && ContinuesRune(text[begin])) --begin;
  std::size_t end = text.size() - most / 3;
  while (end < text.size() && ContinuesRune(text[end])) ++end;
  return std::string(text.substr(0, begin)).append(kLeftOut).append(text.substr(end));
}

std::string CutQuoted(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find_first_of("`\"");
    const std::size_t close = open == text.npos ? text.npos : text.find(text[open], open + 1);
    if (close == text.npos) break;
    const std::string_view quoted = text.substr(open + 1, close - open - 1);
    out += text.substr(0, open + 1);
    out += quoted.size() > kLongestQuoted ? CutMiddle(quoted, kLongestQuoted) : std::string(quoted);
    out += text[close];
    text.remove_prefix(close + 1);
  }
  return out.append(text);
}

}  // namespace

std::string Brief(std::string_view message) {
  if (message.size() <= kLongest) return std::string(message);
  const std::string shorter = CutQuoted(message);
  return shorter.size() > kLongest ? CutMiddle(shorter, kLongest) : shorter;
}

}  // namespace check::report

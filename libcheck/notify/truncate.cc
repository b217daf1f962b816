#include "libcheck/notify/truncate.h"

#include "libcheck/base/utf8.h"

namespace check::notify {
namespace {

constexpr std::string_view kEllipsis = "\u2026";

// Alertmanager: goes through runes, so that bytes that are not UTF-8 become U+FFFD.
void AppendRune(std::string& out, std::string_view text, const Rune& rune) {
  if (rune.size == 1 && rune.code_point == kRuneError) return AppendUtf8(out, kRuneError);
  out += text.substr(0, rune.size);
}

}  // namespace

std::string TruncateInRunes(std::string_view text, std::size_t most) {
  if (CountRunes(text) <= most) return std::string(text);
  const std::size_t kept = most <= 3 ? most : most - 1;
  std::string out;
  for (std::size_t i = 0; i < kept; ++i) {
    const Rune rune = DecodeRune(text);
    AppendRune(out, text, rune);
    text.remove_prefix(rune.size);
  }
  if (most > 3) out += kEllipsis;
  return out;
}

std::string TruncateInBytes(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  if (most == kEllipsis.size()) return std::string(kEllipsis);
  if (most < kEllipsis.size()) return std::string(most, '.');
  const std::size_t room = most - kEllipsis.size();
  std::string out;
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    const std::size_t before = out.size();
    AppendRune(out, text, rune);
    if (out.size() > room) {
      out.resize(before);
      break;
    }
    text.remove_prefix(rune.size);
  }
  return out.append(kEllipsis);
}

}  // namespace check::notify

#include "libcheck/report/printable.h"

#include <algorithm>
#include <cstdint>

#include "libcheck/base/utf8.h"

namespace check::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// Embeddings, overrides and isolates, which make text read differently from what it is.
bool ReordersText(std::uint32_t code_point) {
  return (code_point >= 0x202A && code_point <= 0x202E) ||
         (code_point >= 0x2066 && code_point <= 0x2069);
}

constexpr bool IsPlain(char c) { return c >= ' ' && c <= '~'; }

}  // namespace

std::string Printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto plain = static_cast<std::size_t>(
        std::find_if_not(text.begin(), text.end(), IsPlain) - text.begin());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const Rune rune = DecodeRune(text);
    const std::uint32_t c = rune.code_point;
    if (c == '\t') {
      out += "    ";
    } else if (c < 0x20) {
      AppendUtf8(out, 0x2400 + c);
    } else if (c == 0x7F) {
      AppendUtf8(out, 0x2421);
    } else if ((c == kRuneError && rune.size == 1) || (c >= 0x80 && c < 0xA0) || ReordersText(c) ||
               c == 0x2028 || c == 0x2029) {
      out += kReplacement;
    } else {
      out += text.substr(0, rune.size);
    }
    text.remove_prefix(rune.size);
  }
  return out;
}

std::size_t PrintableWidth(std::string_view text) {
  const bool is_plain = std::all_of(text.begin(), text.end(), IsPlain);
  return is_plain ? text.size() : DisplayWidth(Printable(text));
}

std::string PrintableLine(std::string_view text) {
  if (text.find_first_of("\r\n") == std::string_view::npos) return Printable(text);
  std::string line;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    line += text.substr(0, end);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end);
    const std::size_t next = text.find_first_not_of(" \t\r\n");
    if (next == std::string_view::npos) break;
    text.remove_prefix(next);
    while (line.ends_with(' ') || line.ends_with('\t')) line.pop_back();
    line += ' ';
  }
  return Printable(line);
}

std::string PrintablePath(std::string_view path) {
  return path == "-" ? "<stdin>" : Printable(path);
}

std::string_view WithoutDot(std::string_view path) {
  while (path.starts_with("./")) path.remove_prefix(2);
  return path;
}

std::string ValidUtf8(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t bad = FindInvalidUtf8(text);
    out += text.substr(0, bad);
    if (bad == std::string_view::npos) break;
    out += kReplacement;
    text.remove_prefix(bad + 1);
  }
  return out;
}

std::string Count(std::size_t count, std::string_view noun) {
  std::string text = std::to_string(count);
  text += ' ';
  text += noun;
  if (count != 1) text += noun.ends_with('y') ? "" : "s";
  if (count != 1 && noun.ends_with('y')) {
    text.pop_back();
    text += "ies";
  }
  return text;
}

}  // namespace check::report

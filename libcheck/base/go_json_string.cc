#include "libcheck/base/go_json_string.h"

#include <fmt/format.h>

#include <iterator>

#include "libcheck/base/utf8.h"

namespace check {
namespace {

bool IsPlain(char c) {
  return c >= ' ' && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
}

}  // namespace

void AppendGoJsonString(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && IsPlain(text[plain])) ++plain;
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const Rune rune = DecodeRune(text);
    const std::string_view bytes = text.substr(0, rune.size);
    text.remove_prefix(rune.size);
    const std::uint32_t c = rune.code_point;
    if (c == '"' || c == '\\') {
      out += '\\';
      out += bytes;
    } else if (c == '\b' || c == '\f' || c == '\n' || c == '\r' || c == '\t') {
      out += '\\';
      out += c == '\b' ? 'b' : c == '\f' ? 'f' : c == '\n' ? 'n' : c == '\r' ? 'r' : 't';
    } else if (c < ' ' || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029 ||
               (c == kRuneError && rune.size == 1)) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
    } else {
      out += bytes;
    }
  }
  out += '"';
}

}  // namespace check

#include "libcheck/template/escape.h"

#include <fmt/format.h>

#include <iterator>

#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"

namespace check::gotemplate {

std::string EscapeHtml(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '\0':
        out += "\uFFFD";
        break;
      case '"':
        out += "&#34;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string EscapeJavaScript(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    const std::string_view bytes = text.substr(0, rune.size);
    text.remove_prefix(rune.size);
    const std::uint32_t c = rune.code_point;
    if (c == '\\' || c == '\'' || c == '"') {
      out += '\\';
      out += bytes;
    } else if (c == '<' || c == '>' || c == '&' || c == '=' || c < ' ') {
      fmt::format_to(std::back_inserter(out), "\\u{:04X}", c);
    } else if (c < 0x80 || IsGoPrintable(c)) {
      out += bytes;
    } else {
      fmt::format_to(std::back_inserter(out), "\\u{:04X}", c);
    }
  }
  return out;
}

}  // namespace check::gotemplate

#include "libcheck/report/xml_text.h"

#include <cstdint>

#include "libcheck/base/utf8.h"

namespace check::report {
namespace {

std::string Escape(std::string_view text, bool in_attribute) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    const std::uint32_t c = rune.code_point;
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (c == '\r' || (in_attribute && (c == '\t' || c == '\n'))) {
      // Readers turn these into blanks or line feeds unless they are written as numbers.
      out += "&#" + std::to_string(c) + ";";
    } else if (c == '\t' || c == '\n' || c >= 0x20) {
      if (c != 0xFFFE && c != 0xFFFF) AppendUtf8(out, c);
    }
    text.remove_prefix(rune.size);
  }
  return out;
}

}  // namespace

std::string XmlText(std::string_view text) { return Escape(text, false); }

std::string XmlAttribute(std::string_view name, std::string_view value) {
  std::string attribute(" ");
  attribute += name;
  attribute += "=\"";
  attribute += Escape(value, true);
  attribute += '"';
  return attribute;
}

std::string XmlAttribute(std::string_view name, std::size_t value) {
  return XmlAttribute(name, std::to_string(value));
}

}  // namespace check::report

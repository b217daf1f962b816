#include "libcheck/template/go_format.h"

#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"

namespace check::gotemplate {

// Widths and precisions are read but not obeyed: nobody puts them into an alert's name.
std::string FormatGo(std::string_view format, std::span<const std::string_view> arguments) {
  constexpr std::string_view kFlags = "#0+- 123456789.";
  std::string out;
  std::size_t next = 0;
  while (!format.empty()) {
    const std::size_t percent = format.find('%');
    out += format.substr(0, percent);
    if (percent == std::string_view::npos) break;
    format.remove_prefix(percent + 1);
    const std::size_t skip = format.find_first_not_of(kFlags);
    if (skip == std::string_view::npos) {
      out += "%!(NOVERB)";
      break;
    }
    format.remove_prefix(skip);
    const Rune rune = DecodeRune(format);
    format.remove_prefix(rune.size);
    std::string verb;
    AppendUtf8(verb, rune.code_point);
    if (verb == "%") {
      out += '%';
    } else if (next == arguments.size()) {
      out += "%!" + verb + "(MISSING)";
    } else if (verb == "s" || verb == "v") {
      out += arguments[next++];
    } else if (verb == "q") {
      AppendGoQuote(out, arguments[next++]);
    } else {
      out += "%!" + verb + "(string=" + std::string(arguments[next++]) + ")";
    }
  }
  if (next < arguments.size()) {
    out += "%!(EXTRA ";
    for (bool first = true; next < arguments.size(); first = false) {
      if (!first) out += ", ";
      out += "string=" + std::string(arguments[next++]);
    }
    out += ')';
  }
  return out;
}

std::string QuoteStart(std::string_view text) {
  std::size_t end = 0;
  for (int runes = 0; runes < 10 && end < text.size(); ++runes) {
    end += DecodeRune(text.substr(end)).size;
  }
  return GoQuote(text.substr(0, end)) + "...";
}

}  // namespace check::gotemplate

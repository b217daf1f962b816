#include "libcheck/report/terminal_text.h"

#include <algorithm>

#include "libcheck/base/utf8.h"
#include "libcheck/report/printable.h"

namespace check::report {
namespace {

constexpr bool IsPlain(char c) { return (c >= ' ' && c <= '~') || c == '\n' || c == '\t'; }

// Bytes of the sequence that `text` begins with, if it is one that chooses colours as we do. Others
// hide what follows.
std::size_t ColourSequence(std::string_view text) {
  constexpr std::size_t kLongest = 16;
  if (!text.starts_with("\x1b[")) return 0;
  const std::size_t end = text.substr(0, kLongest).find('m');
  if (end == text.npos) return 0;
  const std::string_view codes = text.substr(2, end - 2);
  if (codes.find_first_not_of("0123456789;") != codes.npos) return 0;
  const bool is_of_256 = codes.starts_with("38;5;") || codes.starts_with("48;5;");
  for (std::string_view rest = codes; !rest.empty() && !is_of_256;) {
    const std::string_view code = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(rest.size(), code.size() + 1));
    const bool is_weight = code.size() == 1 && code[0] <= '4';
    const bool is_colour = code.size() == 2 && (code[0] == '3' || code[0] == '9') && code[1] <= '7';
    if (!is_weight && !is_colour) return 0;
  }
  return end + 1;
}

}  // namespace

std::string TerminalText(std::string_view text, bool colour) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    auto safe = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), IsPlain) -
                                         text.begin());
    if (safe == 0 && colour) safe = ColourSequence(text);
    if (safe == 0 && text.starts_with("\r\n")) {
      text.remove_prefix(1);
      safe = 1;
    }
    if (safe > 0) {
      out += text.substr(0, safe);
    } else {
      safe = static_cast<std::size_t>(DecodeRune(text).size);
      out += Printable(text.substr(0, safe));
    }
    text.remove_prefix(safe);
  }
  return out;
}

}  // namespace check::report

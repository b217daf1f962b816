#include "libcheck/yaml/value_text.h"

#include <algorithm>
#include <cstddef>

namespace check::yaml {

std::string_view ValueText(std::string_view text, std::string_view value, Style style, Span span,
                           Arena& arena) {
  std::size_t end = span.end;
  if (style == Style::kSingleQuoted || style == Style::kDoubleQuoted) --end;
  if (IsBlock(style) && value.ends_with('\n') && end < text.size()) ++end;
  if (value.size() <= end - std::min<std::size_t>(end, span.begin)) {
    const std::string_view raw = text.substr(end - value.size(), value.size());
    if (raw == value) return raw;
  }
  return arena.Copy(value);
}

}  // namespace check::yaml

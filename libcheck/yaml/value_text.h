#ifndef LIBCHECK_YAML_VALUE_TEXT_H_
#define LIBCHECK_YAML_VALUE_TEXT_H_

#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/yaml/node.h"

namespace check::yaml {

/// Whether `style` is that of a scalar by indentation: `|` or `>`.
inline bool IsBlock(Style style) { return style == Style::kLiteral || style == Style::kFolded; }

/// What a scalar at `span` of `text` says: a view of `text` where that ends with the very same
/// bytes, and a copy of `value` otherwise.
std::string_view ValueText(std::string_view text, std::string_view value, Style style, Span span,
                           Arena& arena);

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_VALUE_TEXT_H_

#ifndef LIBCHECK_YAML_ENCODING_H_
#define LIBCHECK_YAML_ENCODING_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace check::yaml {

/// What must be known of a text before it can be read.
struct TextCheck {
  /// Offset of the first byte that no YAML text can hold, or npos.
  std::size_t bad = std::string_view::npos;
  std::string_view upstream = {};  ///< What go-yaml says of it.
  bool is_ascii = true;
  std::vector<std::uint32_t> odd_breaks = {};  ///< See Stream.
};

TextCheck CheckText(std::string_view text);

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_ENCODING_H_

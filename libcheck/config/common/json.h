#ifndef LIBCHECK_CONFIG_COMMON_JSON_H_
#define LIBCHECK_CONFIG_COMMON_JSON_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/source/source_file.h"

/// JSON with places, for files that people write.
namespace check::config {

struct JsonValue {
  enum class Kind : std::uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  Span span;
  std::string text;               ///< kString: decoded.
  std::vector<std::string> keys;  ///< kObject: of `children`, in the order written.
  std::vector<Span> key_spans;    ///< kObject
  std::vector<JsonValue> children = {};
};

struct JsonFault {
  std::uint32_t at = 0;  ///< Offset into the text.
  std::string upstream;  ///< As Go's encoding/json puts it.
};

/// Reads `text`, which holds one value. Takes and refuses what Go's encoding/json does, but for
/// values that lie deeper than anybody would write by hand.
std::optional<JsonFault> ParseJson(std::string_view text, JsonValue& value);

}  // namespace check::config

#endif  // LIBCHECK_CONFIG_COMMON_JSON_H_

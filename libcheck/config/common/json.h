#ifndef LIBCHECK_CONFIG_COMMON_JSON_H_
#define LIBCHECK_CONFIG_COMMON_JSON_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/source/source_file.h"

/// JSON with places, for files that people write.
namespace check::config {

struct JsonMember;

/// A value, and where it was written. What it views is in the text or in an arena.
struct JsonValue {
  enum class Kind : std::uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  Span span;
  std::string_view text;                ///< kString: decoded.
  std::span<const JsonValue> items;     ///< kArray
  std::span<const JsonMember> members;  ///< kObject: in the order written.
};

struct JsonMember {
  std::string_view key;
  Span key_span;
  JsonValue value;
};

struct JsonFault {
  std::uint32_t at = 0;  ///< Offset into the text.
  std::string upstream;  ///< As Go's encoding/json puts it.
};

/// Reads `text`, which holds one value. Takes and refuses what Go's encoding/json does, but for
/// values that lie deeper than anybody would write by hand. `text` and `arena` must outlive
/// `value`.
std::optional<JsonFault> ParseJson(std::string_view text, Arena& arena, JsonValue& value);

}  // namespace check::config

#endif  // LIBCHECK_CONFIG_COMMON_JSON_H_

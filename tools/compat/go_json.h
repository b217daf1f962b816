#ifndef TOOLS_COMPAT_GO_JSON_H_
#define TOOLS_COMPAT_GO_JSON_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tools::compat {

struct GoJsonField;

/// A type of a Go program that JSON is decoded into, as far as errors name it.
struct GoJsonType {
  std::string_view name;  ///< "models.AlertStatus"; of a struct without a name, its text.
  enum class Kind : std::uint8_t {
    kString,
    kBool,
    kTime,  ///< strfmt.DateTime
    kList,
    kMap,  ///< Of strings.
    kStruct,
    kParts,  ///< The same object decoded into several structs, one after another.
  } kind = Kind::kString;
  const GoJsonType* of = nullptr;                 ///< Of lists: the type of their elements.
  std::span<const GoJsonField> fields = {};       ///< Of structs.
  std::span<const GoJsonType* const> parts = {};  ///< Of kParts.

  /// "AlertStatus", as it stands before fields; empty if the struct has no name.
  std::string_view ShortName() const;
};

struct GoJsonField {
  std::string_view key;
  const GoJsonType* type;
};

extern const GoJsonType kGoString;

/// What Go's json.Decoder says of the first value in `text` when it decodes it as `type`: "json:
/// cannot unmarshal number into Go struct field Silence.comment of type string". Empty if nothing
/// is wrong with it.
std::string GoJsonError(std::string_view text, const GoJsonType& type);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_GO_JSON_H_

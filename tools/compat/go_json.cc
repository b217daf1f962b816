#include "tools/compat/go_json.h"

#include <fmt/format.h>

#include <optional>

#include "libcheck/base/arena.h"
#include "libcheck/base/rfc3339.h"
#include "libcheck/config/common/json.h"
#include "libcheck/template/time_value.h"

namespace tools::compat {
namespace {

using check::config::JsonFault;
using check::config::JsonMember;
using check::config::JsonValue;
using Kind = GoJsonType::Kind;

constexpr std::string_view NameOf(JsonValue::Kind kind) {
  switch (kind) {
    case JsonValue::Kind::kBool:
      return "bool";
    case JsonValue::Kind::kNumber:
      return "number";
    case JsonValue::Kind::kString:
      return "string";
    case JsonValue::Kind::kArray:
      return "array";
    case JsonValue::Kind::kObject:
      return "object";
    case JsonValue::Kind::kNull:
      break;
  }
  return "null";
}

JsonValue::Kind Wanted(Kind kind) {
  switch (kind) {
    case Kind::kString:
    case Kind::kTime:
      return JsonValue::Kind::kString;
    case Kind::kBool:
      return JsonValue::Kind::kBool;
    case Kind::kList:
      return JsonValue::Kind::kArray;
    default:
      return JsonValue::Kind::kObject;
  }
}

// Walks through a value as encoding/json does, until something does not fit.
class Decoder {
 public:
  // Whether all of it fits. Decoders of their own, those of kParts, begin anew with the path.
  bool Fits(const JsonValue& value, const GoJsonType& type) {
    if (value.kind == JsonValue::Kind::kNull) return true;
    if (type.kind == Kind::kParts) return FitsParts(value, type);
    if (value.kind != Wanted(type.kind)) return Refuse(value, type);
    switch (type.kind) {
      case Kind::kTime:
        return FitsTime(value);
      case Kind::kList:
        for (const JsonValue& item : value.items) {
          if (!Fits(item, *type.of)) return false;
        }
        return true;
      case Kind::kMap:
        for (const JsonMember& member : value.members) {
          if (!Fits(member.value, kGoString)) return false;
        }
        return true;
      case Kind::kStruct:
        return FitsFields(value, type);
      default:
        return true;
    }
  }

  std::string& error() { return error_; }

 private:
  bool Refuse(const JsonValue& value, const GoJsonType& type) {
    const std::string where =
        path_.empty() ? "value" : fmt::format("struct field {}.{}", struct_, path_);
    error_ = fmt::format("json: cannot unmarshal {} into Go {} of type {}", NameOf(value.kind),
                         where, type.name);
    return false;
  }

  bool FitsParts(const JsonValue& value, const GoJsonType& type) {
    for (const GoJsonType* part : type.parts) {
      Decoder inner;
      if (inner.Fits(value, *part)) continue;
      error_ = std::move(inner.error_);
      return false;
    }
    return true;
  }

  // strfmt: the last of the layouts that it tries says why not. Empty text is the beginning of
  // 1970, and a date is enough.
  bool FitsTime(const JsonValue& value) {
    if (value.text.empty() || check::ParseRfc3339(value.text)) return true;
    check::Arena memory;
    return check::gotemplate::ParseGoTime("2006-01-02", value.text, memory, error_).has_value();
  }

  bool FitsFields(const JsonValue& value, const GoJsonType& type) {
    const std::string path = path_;
    const std::string_view owner = struct_;
    for (const JsonMember& member : value.members) {
      for (const GoJsonField& field : type.fields) {
        if (member.key != field.key) continue;
        path_ = path.empty() ? std::string(field.key) : fmt::format("{}.{}", path, field.key);
        struct_ = type.ShortName();
        if (!Fits(member.value, *field.type)) return false;
      }
    }
    path_ = path;
    struct_ = owner;
    return true;
  }

  std::string path_;
  std::string_view struct_;
  std::string error_;
};

}  // namespace

constexpr GoJsonType kGoString = {.name = "string", .kind = Kind::kString};

std::string_view GoJsonType::ShortName() const {
  if (name.starts_with("struct {")) return {};
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

std::string GoJsonError(std::string_view text, const GoJsonType& type) {
  check::Arena arena;
  JsonValue value;
  std::optional<JsonFault> fault = check::config::ParseJson(text, arena, value);
  // A decoder does not look at what stands behind the value.
  if (fault && fault->upstream.ends_with("after top-level value")) {
    fault = check::config::ParseJson(text.substr(0, fault->at), arena, value);
  }
  if (fault) {
    return fault->at >= text.size() ? "unexpected EOF" : fault->upstream;
  }
  Decoder decoder;
  decoder.Fits(value, type);
  return std::move(decoder.error());
}

}  // namespace tools::compat

#include "libcheck/template/go_json.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "libcheck/base/base64.h"
#include "libcheck/base/go_json_string.h"
#include "libcheck/base/number.h"
#include "libcheck/template/time_value.h"

namespace check::gotemplate {
namespace {

// Like ECMAScript: an exponent for the very large and very small, without leading zeros.
std::string NumberText(double number) {
  const double size = std::abs(number);
  const bool has_exponent = size != 0 && (size < 1e-6 || size >= 1e21);
  std::string text = FormatGoFloat(number, has_exponent ? 'e' : 'f', -1);
  const std::size_t at = text.size() < 4 ? 0 : text.size() - 4;
  if (has_exponent && text.compare(at, 3, "e-0") == 0) text.erase(text.size() - 2, 1);
  return text;
}

class JsonWriter {
 public:
  JsonWriter(std::string& out, std::size_t limit, Arena& memory, std::string& error)
      : out_(out), limit_(limit), memory_(memory), error_(error) {}

  bool Write(const GoValue& value) {
    if (out_.size() > limit_) return true;
    switch (value.Unboxed().kind()) {
      case GoKind::kInvalid:
      case GoKind::kInterface:
      case GoKind::kReflect:
        out_ += "null";
        return true;
      case GoKind::kBool:
        out_ += value.boolean ? "true" : "false";
        return true;
      case GoKind::kInt:
        fmt::format_to(std::back_inserter(out_), "{}", value.integer);
        return true;
      case GoKind::kUint:
        fmt::format_to(std::back_inserter(out_), "{}", value.natural);
        return true;
      case GoKind::kFloat:
        if (!std::isfinite(value.real)) {
          error_ = "json: unsupported value: " + FormatGoFloat(value.real, 'g', -1);
          return false;
        }
        out_ += NumberText(value.real);
        return true;
      case GoKind::kComplex:
        error_ = fmt::format("json: unsupported type: {}", value.type->name);
        return false;
      case GoKind::kString:
        AppendGoJsonString(out_, value.string());
        return true;
      case GoKind::kSlice:
        return WriteList(value);
      case GoKind::kMap:
        return WriteMap(value);
      case GoKind::kStruct:
        return value.type == &kGoTime ? WriteTime(value) : WriteStruct(value);
      case GoKind::kPointer:
        return value.object == nullptr ? Write(GoValue()) : Write(Pointee(value));
    }
    return true;
  }

 private:
  bool WriteList(const GoValue& value) {
    if (value.list.data == nullptr) return Write(GoValue());
    if (value.type->element == &kGoUint8) {
      std::string bytes;
      for (const GoValue& byte : value.elements()) bytes += static_cast<char>(byte.natural);
      AppendGoJsonString(out_, EncodeBase64(bytes));
      return true;
    }
    out_ += '[';
    bool first = true;
    for (const GoValue& element : value.elements()) {
      if (!std::exchange(first, false)) out_ += ',';
      if (!Write(element)) return false;
    }
    out_ += ']';
    return true;
  }

  bool WriteMap(const GoValue& value) {
    if (value.map.data == nullptr) return Write(GoValue());
    out_ += '{';
    for (std::size_t i = 0; i < MapSize(value); ++i) {
      if (i > 0) out_ += ',';
      AppendGoJsonString(out_, MapKey(value, i));
      out_ += ':';
      if (!Write(MapValue(value, i))) return false;
    }
    out_ += '}';
    return true;
  }

  bool WriteStruct(const GoValue& value) {
    out_ += '{';
    bool first = true;
    for (const GoField& field : value.type->fields) {
      if (!IsExported(field.name)) continue;
      if (!std::exchange(first, false)) out_ += ',';
      AppendGoJsonString(out_, field.json.empty() ? field.name : field.json);
      out_ += ':';
      if (!Write(field.get(value.object, memory_))) return false;
    }
    out_ += '}';
    return true;
  }

  bool WriteTime(const GoValue& value) {
    const auto& time = *static_cast<const GoTime*>(value.object);
    const BrokenTime broken = Break(time);
    std::string_view fault;
    if (broken.year < 0 || broken.year > 9999) fault = "year outside of range [0,9999]";
    if (std::abs(broken.offset) >= 24 * 3600) fault = "timezone hour outside of range [0,23]";
    if (!fault.empty()) {
      error_ = fmt::format(
          "json: error calling MarshalJSON for type time.Time: Time.MarshalJSON: {}", fault);
      return false;
    }
    out_ += '"' + FormatRfc3339(time) + '"';
    return true;
  }

  std::string& out_;
  std::size_t limit_;
  Arena& memory_;
  std::string& error_;
};

}  // namespace

bool AppendGoJson(std::string& out, const GoValue& value, std::size_t limit, Arena& memory,
                  std::string& error) {
  return JsonWriter(out, limit, memory, error).Write(value);
}

}  // namespace check::gotemplate

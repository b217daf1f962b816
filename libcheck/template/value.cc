#include "libcheck/template/value.h"

#include <algorithm>

#include "libcheck/base/ascii.h"

namespace check::gotemplate {
namespace {

// What an empty map or slice that is not nil points to.
GoEntry no_entries[1];
GoValue no_elements[1];

GoValue Of(const GoType& type) {
  GoValue value;
  value.type = &type;
  return value;
}

}  // namespace

constexpr GoType kGoBool = {.kind = GoKind::kBool, .name = "bool"};
constexpr GoType kGoInt = {.kind = GoKind::kInt, .name = "int"};
constexpr GoType kGoInt32 = {.kind = GoKind::kInt, .name = "int32", .bytes = 4};
constexpr GoType kGoInt64 = {.kind = GoKind::kInt, .name = "int64"};
constexpr GoType kGoUint = {.kind = GoKind::kUint, .name = "uint"};
constexpr GoType kGoUint8 = {.kind = GoKind::kUint, .name = "uint8", .bytes = 1};
constexpr GoType kGoUint32 = {.kind = GoKind::kUint, .name = "uint32", .bytes = 4};
constexpr GoType kGoUint64 = {.kind = GoKind::kUint, .name = "uint64"};
constexpr GoType kGoFloat64 = {.kind = GoKind::kFloat, .name = "float64"};
constexpr GoType kGoComplex128 = {.kind = GoKind::kComplex, .name = "complex128"};
constexpr GoType kGoString = {.kind = GoKind::kString, .name = "string"};
constexpr GoType kGoBytes = {.kind = GoKind::kSlice, .name = "[]uint8", .element = &kGoUint8};
constexpr GoType kGoAny = {.kind = GoKind::kInterface, .name = "interface {}"};
constexpr GoType kGoReflectValue = {.kind = GoKind::kReflect, .name = "reflect.Value"};
constexpr GoType kGoStringMap = {
    .kind = GoKind::kMap, .name = "map[string]string", .element = &kGoString, .has_pairs = true};
constexpr GoType kGoAnyMap = {
    .kind = GoKind::kMap, .name = "map[string]interface {}", .element = &kGoAny};

constexpr GoType kGoStringSlice = {
    .kind = GoKind::kSlice, .name = "[]string", .element = &kGoString};
constexpr GoType kGoAnySlice = {
    .kind = GoKind::kSlice, .name = "[]interface {}", .element = &kGoAny};
constexpr GoType kGoHtml = {.kind = GoKind::kString, .name = "template.HTML"};
constexpr GoType kGoUrl = {.kind = GoKind::kString, .name = "template.URL"};

namespace {

constexpr GoField kErrorFields[] = {{"s", &kGoString, [](const void* object, Arena&) {
                                       return MakeString(
                                           *static_cast<const std::string_view*>(object));
                                     }}};
constexpr GoType kErrorString = {
    .kind = GoKind::kStruct, .name = "errors.errorString", .fields = kErrorFields};

}  // namespace

constexpr GoType kGoError = {
    .kind = GoKind::kPointer,
    .name = "*errors.errorString",
    .element = &kErrorString,
    .to_string =
        [](const GoValue& value) {
          return std::string(*static_cast<const std::string_view*>(value.object));
        },
    .is_error = true};

GoValue MakeBool(bool value) {
  GoValue made = Of(kGoBool);
  made.boolean = value;
  return made;
}

GoValue MakeInt(std::int64_t value, const GoType& type) {
  GoValue made = Of(type);
  made.integer = value;
  return made;
}

GoValue MakeUint(std::uint64_t value, const GoType& type) {
  GoValue made = Of(type);
  made.natural = value;
  return made;
}

GoValue MakeFloat(double value) {
  GoValue made = Of(kGoFloat64);
  made.real = value;
  return made;
}

GoValue MakeComplex(double re, double im) {
  GoValue made = Of(kGoComplex128);
  made.complex = {re, im};
  return made;
}

GoValue MakeString(std::string_view text, const GoType& type) {
  GoValue made = Of(type);
  made.text = {text.data(), text.size()};
  return made;
}

GoValue MakeStringMap(std::span<const TextPair> pairs, const GoType& type) {
  GoValue made = Of(type);
  made.map = {pairs.empty() ? static_cast<const void*>(no_entries) : pairs.data(), pairs.size()};
  return made;
}

GoValue MakeMap(std::span<const GoEntry> entries, const GoType& type) {
  GoValue made = Of(type);
  made.map = {entries.empty() ? no_entries : entries.data(), entries.size()};
  return made;
}

GoValue MakeSlice(std::span<GoValue> elements, const GoType& type) {
  GoValue made = Of(type);
  const auto size = static_cast<std::uint32_t>(elements.size());
  made.list = {elements.empty() ? no_elements : elements.data(), size, size};
  return made;
}

GoValue MakeObject(const void* object, const GoType& type) {
  GoValue made = Of(type);
  made.object = object;
  return made;
}

GoValue ZeroOf(const GoType& type) {
  if (type.kind == GoKind::kInterface) return MakeNil();
  if (type.kind == GoKind::kReflect) return {};
  return Of(type);
}

GoValue Pointee(const GoValue& pointer) {
  const GoType& element = *pointer.type->element;
  if (element.kind == GoKind::kStruct) return MakeObject(pointer.object, element);
  return *static_cast<const GoValue*>(pointer.object);
}

Indirected Indirect(GoValue value) {
  for (;;) {
    if (value.is_nil_interface()) return {value, true};
    value.boxed = false;
    if (value.kind() != GoKind::kPointer) return {value, false};
    if (value.object == nullptr) return {value, true};
    value = Pointee(value);
  }
}

bool IsNil(const GoValue& value) {
  switch (value.kind()) {
    case GoKind::kInvalid:
      return true;
    case GoKind::kInterface:
      return value.type == nullptr;
    case GoKind::kMap:
      return value.map.data == nullptr;
    case GoKind::kPointer:
      return value.object == nullptr;
    case GoKind::kSlice:
      return value.list.data == nullptr;
    default:
      return false;
  }
}

bool IsTrue(const GoValue& value) {
  switch (value.Unboxed().kind()) {
    case GoKind::kBool:
      return value.boolean;
    case GoKind::kInt:
      return value.integer != 0;
    case GoKind::kUint:
      return value.natural != 0;
    case GoKind::kFloat:
      return value.real != 0;
    case GoKind::kComplex:
      return value.complex.re != 0 || value.complex.im != 0;
    case GoKind::kString:
      return value.text.size != 0;
    case GoKind::kSlice:
      return value.list.size != 0;
    case GoKind::kMap:
      return value.map.size != 0;
    case GoKind::kPointer:
      return value.object != nullptr;
    case GoKind::kStruct:
      return true;
    case GoKind::kInvalid:
    case GoKind::kInterface:
    case GoKind::kReflect:
      break;
  }
  return false;
}

std::string_view TypeName(const GoValue& value) {
  if (value.boxed) return kGoAny.name;
  return value.type != nullptr ? value.type->name : "<nil>";
}

std::size_t MapSize(const GoValue& map) { return map.map.size; }

std::string_view MapKey(const GoValue& map, std::size_t index) {
  return map.type->has_pairs ? map.pairs()[index].name : map.entries()[index].key;
}

GoValue MapValue(const GoValue& map, std::size_t index) {
  if (map.type->has_pairs) return MakeString(map.pairs()[index].value, *map.type->element);
  return map.entries()[index].value;
}

std::optional<GoValue> MapFind(const GoValue& map, std::string_view key) {
  if (map.type->has_pairs) {
    const auto pairs = map.pairs();
    const auto found =
        std::lower_bound(pairs.begin(), pairs.end(), key,
                         [](const TextPair& pair, std::string_view k) { return pair.name < k; });
    if (found == pairs.end() || found->name != key) return std::nullopt;
    return MakeString(found->value, *map.type->element);
  }
  const auto entries = map.entries();
  const auto found =
      std::lower_bound(entries.begin(), entries.end(), key,
                       [](const GoEntry& entry, std::string_view k) { return entry.key < k; });
  if (found == entries.end() || found->key != key) return std::nullopt;
  return found->value;
}

const GoField* FindField(const GoType& type, std::string_view name) {
  for (const GoField& field : type.fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

const GoFunction* FindMethod(const GoType& type, std::string_view name) {
  for (const GoFunction& method : type.methods) {
    if (method.name == name) return &method;
  }
  return nullptr;
}

bool IsExported(std::string_view name) { return !name.empty() && IsUpper(name[0]); }

}  // namespace check::gotemplate

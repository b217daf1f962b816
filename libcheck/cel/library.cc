#include "libcheck/cel/library.h"

#include <algorithm>
#include <iterator>

namespace check::cel {
namespace {

constexpr Overload kOverloads[] = {
    {"_?_:_", "bAA", 'A'},
    {"!_", "b", 'b'},
    {"_==_", "AA", 'b'},
    {"_!=_", "AA", 'b'},
    {"_+_", "yy", 'y'},
    {"_+_", "dd", 'd'},
    {"_+_", "rr", 'r'},
    {"_+_", "rt", 't'},
    {"_+_", "tr", 't'},
    {"_+_", "ii", 'i'},
    {"_+_", "LL", 'L'},
    {"_+_", "ss", 's'},
    {"_+_", "uu", 'u'},
    {"_/_", "dd", 'd'},
    {"_/_", "ii", 'i'},
    {"_/_", "uu", 'u'},
    {"_%_", "ii", 'i'},
    {"_%_", "uu", 'u'},
    {"_*_", "dd", 'd'},
    {"_*_", "ii", 'i'},
    {"_*_", "uu", 'u'},
    {"-_", "d", 'd'},
    {"-_", "i", 'i'},
    {"_-_", "dd", 'd'},
    {"_-_", "rr", 'r'},
    {"_-_", "ii", 'i'},
    {"_-_", "tr", 't'},
    {"_-_", "tt", 'r'},
    {"_-_", "uu", 'u'},
    {"_<_", "bb", 'b'},
    {"_<_", "ii", 'b'},
    {.function = "_<_", .args = "id", .result = 'b', .mixes_numbers = true},
    {.function = "_<_", .args = "iu", .result = 'b', .mixes_numbers = true},
    {"_<_", "uu", 'b'},
    {.function = "_<_", .args = "ud", .result = 'b', .mixes_numbers = true},
    {.function = "_<_", .args = "ui", .result = 'b', .mixes_numbers = true},
    {"_<_", "dd", 'b'},
    {.function = "_<_", .args = "di", .result = 'b', .mixes_numbers = true},
    {.function = "_<_", .args = "du", .result = 'b', .mixes_numbers = true},
    {"_<_", "ss", 'b'},
    {"_<_", "yy", 'b'},
    {"_<_", "tt", 'b'},
    {"_<_", "rr", 'b'},
    {"_<=_", "bb", 'b'},
    {"_<=_", "ii", 'b'},
    {.function = "_<=_", .args = "id", .result = 'b', .mixes_numbers = true},
    {.function = "_<=_", .args = "iu", .result = 'b', .mixes_numbers = true},
    {"_<=_", "uu", 'b'},
    {.function = "_<=_", .args = "ud", .result = 'b', .mixes_numbers = true},
    {.function = "_<=_", .args = "ui", .result = 'b', .mixes_numbers = true},
    {"_<=_", "dd", 'b'},
    {.function = "_<=_", .args = "di", .result = 'b', .mixes_numbers = true},
    {.function = "_<=_", .args = "du", .result = 'b', .mixes_numbers = true},
    {"_<=_", "ss", 'b'},
    {"_<=_", "yy", 'b'},
    {"_<=_", "tt", 'b'},
    {"_<=_", "rr", 'b'},
    {"_>_", "bb", 'b'},
    {"_>_", "ii", 'b'},
    {.function = "_>_", .args = "id", .result = 'b', .mixes_numbers = true},
    {.function = "_>_", .args = "iu", .result = 'b', .mixes_numbers = true},
    {"_>_", "uu", 'b'},
    {.function = "_>_", .args = "ud", .result = 'b', .mixes_numbers = true},
    {.function = "_>_", .args = "ui", .result = 'b', .mixes_numbers = true},
    {"_>_", "dd", 'b'},
    {.function = "_>_", .args = "di", .result = 'b', .mixes_numbers = true},
    {.function = "_>_", .args = "du", .result = 'b', .mixes_numbers = true},
    {"_>_", "ss", 'b'},
    {"_>_", "yy", 'b'},
    {"_>_", "tt", 'b'},
    {"_>_", "rr", 'b'},
    {"_>=_", "bb", 'b'},
    {"_>=_", "ii", 'b'},
    {.function = "_>=_", .args = "id", .result = 'b', .mixes_numbers = true},
    {.function = "_>=_", .args = "iu", .result = 'b', .mixes_numbers = true},
    {"_>=_", "uu", 'b'},
    {.function = "_>=_", .args = "ud", .result = 'b', .mixes_numbers = true},
    {.function = "_>=_", .args = "ui", .result = 'b', .mixes_numbers = true},
    {"_>=_", "dd", 'b'},
    {.function = "_>=_", .args = "di", .result = 'b', .mixes_numbers = true},
    {.function = "_>=_", .args = "du", .result = 'b', .mixes_numbers = true},
    {"_>=_", "ss", 'b'},
    {"_>=_", "yy", 'b'},
    {"_>=_", "tt", 'b'},
    {"_>=_", "rr", 'b'},
    {"_[_]", "Li", 'A'},
    {"_[_]", "MA", 'B'},
    {"@in", "AL", 'b'},
    {"@in", "AM", 'b'},
    {"size", "y", 'i'},
    {.function = "size", .args = "y", .result = 'i', .is_method = true},
    {"size", "L", 'i'},
    {.function = "size", .args = "L", .result = 'i', .is_method = true},
    {"size", "M", 'i'},
    {.function = "size", .args = "M", .result = 'i', .is_method = true},
    {"size", "s", 'i'},
    {.function = "size", .args = "s", .result = 'i', .is_method = true},
    {"type", "A", 'T'},
    {"dyn", "A", '*'},
    {"bool", "b", 'b'},
    {"bool", "s", 'b'},
    {"bytes", "y", 'y'},
    {"bytes", "s", 'y'},
    {"double", "d", 'd'},
    {"double", "i", 'd'},
    {"double", "s", 'd'},
    {"double", "u", 'd'},
    {"duration", "r", 'r'},
    {"duration", "i", 'r'},
    {"duration", "s", 'r'},
    {"int", "i", 'i'},
    {"int", "d", 'i'},
    {"int", "r", 'i'},
    {"int", "s", 'i'},
    {"int", "t", 'i'},
    {"int", "u", 'i'},
    {"string", "s", 's'},
    {"string", "b", 's'},
    {"string", "y", 's'},
    {"string", "d", 's'},
    {"string", "r", 's'},
    {"string", "i", 's'},
    {"string", "t", 's'},
    {"string", "u", 's'},
    {"timestamp", "t", 't'},
    {"timestamp", "i", 't'},
    {"timestamp", "s", 't'},
    {"uint", "u", 'u'},
    {"uint", "d", 'u'},
    {"uint", "i", 'u'},
    {"uint", "s", 'u'},
    {.function = "contains", .args = "ss", .result = 'b', .is_method = true},
    {.function = "endsWith", .args = "ss", .result = 'b', .is_method = true},
    {.function = "startsWith", .args = "ss", .result = 'b', .is_method = true},
    {"matches", "ss", 'b'},
    {.function = "matches", .args = "ss", .result = 'b', .is_method = true},
    {.function = "getDate", .args = "t", .result = 'i', .is_method = true},
    {.function = "getDate", .args = "ts", .result = 'i', .is_method = true},
    {.function = "getDayOfMonth", .args = "t", .result = 'i', .is_method = true},
    {.function = "getDayOfMonth", .args = "ts", .result = 'i', .is_method = true},
    {.function = "getDayOfWeek", .args = "t", .result = 'i', .is_method = true},
    {.function = "getDayOfWeek", .args = "ts", .result = 'i', .is_method = true},
    {.function = "getDayOfYear", .args = "t", .result = 'i', .is_method = true},
    {.function = "getDayOfYear", .args = "ts", .result = 'i', .is_method = true},
    {.function = "getFullYear", .args = "t", .result = 'i', .is_method = true},
    {.function = "getFullYear", .args = "ts", .result = 'i', .is_method = true},
    {.function = "getMonth", .args = "t", .result = 'i', .is_method = true},
    {.function = "getMonth", .args = "ts", .result = 'i', .is_method = true},
    {.function = "getHours", .args = "t", .result = 'i', .is_method = true},
    {.function = "getHours", .args = "ts", .result = 'i', .is_method = true},
    {.function = "getHours", .args = "r", .result = 'i', .is_method = true},
    {.function = "getMilliseconds", .args = "t", .result = 'i', .is_method = true},
    {.function = "getMilliseconds", .args = "ts", .result = 'i', .is_method = true},
    {.function = "getMilliseconds", .args = "r", .result = 'i', .is_method = true},
    {.function = "getMinutes", .args = "t", .result = 'i', .is_method = true},
    {.function = "getMinutes", .args = "ts", .result = 'i', .is_method = true},
    {.function = "getMinutes", .args = "r", .result = 'i', .is_method = true},
    {.function = "getSeconds", .args = "t", .result = 'i', .is_method = true},
    {.function = "getSeconds", .args = "ts", .result = 'i', .is_method = true},
    {.function = "getSeconds", .args = "r", .result = 'i', .is_method = true},
};

constexpr std::string_view kFunctions[] = {
    "bool",          "bytes",
    "contains",      "double",
    "duration",      "dyn",
    "endsWith",      "getDate",
    "getDayOfMonth", "getDayOfWeek",
    "getDayOfYear",  "getFullYear",
    "getHours",      "getMilliseconds",
    "getMinutes",    "getMonth",
    "getSeconds",    "int",
    "matches",       "size",
    "startsWith",    "string",
    "timestamp",     "type",
    "uint",
};

template <TypeKind kind>
const Type* Plain(Types& types) {
  return types.Simple(kind);
}
const Type* DynList(Types& types) { return types.List(types.Simple(TypeKind::kDyn)); }
const Type* DynMap(Types& types) {
  return types.Map(types.Simple(TypeKind::kString), types.Simple(TypeKind::kDyn));
}

constexpr MessageField kFields[] = {
    {"google.protobuf.Any", "type_url", Plain<TypeKind::kString>},
    {"google.protobuf.Any", "value", Plain<TypeKind::kBytes>},
    {"google.protobuf.BoolValue", "value", Plain<TypeKind::kBool>},
    {"google.protobuf.BytesValue", "value", Plain<TypeKind::kBytes>},
    {"google.protobuf.DoubleValue", "value", Plain<TypeKind::kDouble>},
    {"google.protobuf.Duration", "nanos", Plain<TypeKind::kInt>},
    {"google.protobuf.Duration", "seconds", Plain<TypeKind::kInt>},
    {"google.protobuf.Int64Value", "value", Plain<TypeKind::kInt>},
    {"google.protobuf.ListValue", "values", DynList},
    {"google.protobuf.StringValue", "value", Plain<TypeKind::kString>},
    {"google.protobuf.Struct", "fields", DynMap},
    {"google.protobuf.Struct.FieldsEntry", "key", Plain<TypeKind::kString>},
    {"google.protobuf.Struct.FieldsEntry", "value", Plain<TypeKind::kDyn>},
    {"google.protobuf.Timestamp", "nanos", Plain<TypeKind::kInt>},
    {"google.protobuf.Timestamp", "seconds", Plain<TypeKind::kInt>},
    {"google.protobuf.UInt64Value", "value", Plain<TypeKind::kUint>},
    {"google.protobuf.Value", "bool_value", Plain<TypeKind::kBool>},
    {"google.protobuf.Value", "list_value", DynList},
    {"google.protobuf.Value", "null_value", Plain<TypeKind::kNull>},
    {"google.protobuf.Value", "number_value", Plain<TypeKind::kDouble>},
    {"google.protobuf.Value", "string_value", Plain<TypeKind::kString>},
    {"google.protobuf.Value", "struct_value", DynMap},
};

// A name that stands for a type.
struct NamedType {
  std::string_view name;
  const Type* (*make)(Types& types);
};
template <TypeKind kind>
const Type* Wrapper(Types& types) {
  return types.Nullable(kind);
}
const Type* AnyList(Types& types) { return types.List(types.NewParam()); }
const Type* AnyMap(Types& types) {
  const Type* key = types.NewParam();
  return types.Map(key, types.NewParam());
}
const Type* AnyType(Types& types) { return types.TypeOf(nullptr); }
constexpr NamedType kNamed[] = {
    {"bool", Plain<TypeKind::kBool>},
    {"bytes", Plain<TypeKind::kBytes>},
    {"double", Plain<TypeKind::kDouble>},
    {"google.protobuf.Any", Plain<TypeKind::kAny>},
    {"google.protobuf.BoolValue", Wrapper<TypeKind::kBool>},
    {"google.protobuf.BytesValue", Wrapper<TypeKind::kBytes>},
    {"google.protobuf.DoubleValue", Wrapper<TypeKind::kDouble>},
    {"google.protobuf.Duration", Plain<TypeKind::kDuration>},
    {"google.protobuf.FloatValue", Wrapper<TypeKind::kDouble>},
    {"google.protobuf.Int32Value", Wrapper<TypeKind::kInt>},
    {"google.protobuf.Int64Value", Wrapper<TypeKind::kInt>},
    {"google.protobuf.ListValue", DynList},
    {"google.protobuf.StringValue", Wrapper<TypeKind::kString>},
    {"google.protobuf.Struct", DynMap},
    {"google.protobuf.Timestamp", Plain<TypeKind::kTimestamp>},
    {"google.protobuf.UInt32Value", Wrapper<TypeKind::kUint>},
    {"google.protobuf.UInt64Value", Wrapper<TypeKind::kUint>},
    {"google.protobuf.Value", Plain<TypeKind::kDyn>},
    {"int", Plain<TypeKind::kInt>},
    {"list", AnyList},
    {"map", AnyMap},
    {"null_type", Plain<TypeKind::kNull>},
    {"string", Plain<TypeKind::kString>},
    {"type", AnyType},
    {"uint", Plain<TypeKind::kUint>},
};
// Messages without a type of their own.
constexpr std::string_view kMessages[] = {"google.protobuf.Empty",
                                          "google.protobuf.Struct.FieldsEntry"};

}  // namespace

std::span<const Overload> OverloadsOf(std::string_view function) {
  const auto is = [&](const Overload& overload) { return overload.function == function; };
  const auto* const first = std::find_if(std::begin(kOverloads), std::end(kOverloads), is);
  const auto* const last = std::find_if_not(first, std::end(kOverloads), is);
  return {first, last};
}

std::span<const std::string_view> FunctionNames() { return kFunctions; }

const MessageField* FindMessageField(std::string_view message, std::string_view name) {
  const auto* const found = std::find_if(
      std::begin(kFields), std::end(kFields),
      [&](const MessageField& field) { return field.message == message && field.name == name; });
  return found == std::end(kFields) ? nullptr : found;
}

const Type* FindNamedType(std::string_view name, Types& types) {
  for (const NamedType& named : kNamed) {
    if (named.name == name) return named.make(types);
  }
  for (const std::string_view message : kMessages) {
    if (message == name) return types.Struct(message);
  }
  return nullptr;
}

std::string_view MessageOf(const Type& type) {
  switch (type.kind) {
    case TypeKind::kStruct:
      return type.name;
    case TypeKind::kAny:
      return "google.protobuf.Any";
    case TypeKind::kTimestamp:
      return "google.protobuf.Timestamp";
    case TypeKind::kDuration:
      return "google.protobuf.Duration";
    case TypeKind::kDyn:
      return "google.protobuf.Value";
    case TypeKind::kList:
      return type.first->kind == TypeKind::kDyn ? "google.protobuf.ListValue" : "";
    case TypeKind::kMap: {
      const bool is_struct =
          type.first->kind == TypeKind::kString && type.second->kind == TypeKind::kDyn;
      return is_struct ? "google.protobuf.Struct" : "";
    }
    default:
      break;
  }
  if (!type.nullable) return "";
  switch (type.kind) {
    case TypeKind::kBool:
      return "google.protobuf.BoolValue";
    case TypeKind::kBytes:
      return "google.protobuf.BytesValue";
    case TypeKind::kDouble:
      return "google.protobuf.DoubleValue";
    case TypeKind::kInt:
      return "google.protobuf.Int64Value";
    case TypeKind::kUint:
      return "google.protobuf.UInt64Value";
    case TypeKind::kString:
      return "google.protobuf.StringValue";
    default:
      return "";
  }
}

bool IsTypeValue(std::string_view name) {
  constexpr std::string_view kValues[] = {"bool",
                                          "bytes",
                                          "double",
                                          "google.protobuf.Duration",
                                          "google.protobuf.Timestamp",
                                          "int",
                                          "list",
                                          "map",
                                          "null_type",
                                          "string",
                                          "type",
                                          "uint"};
  return std::find(std::begin(kValues), std::end(kValues), name) != std::end(kValues) ||
         std::find(std::begin(kMessages), std::end(kMessages), name) != std::end(kMessages);
}

bool IsConstant(std::string_view name) { return name == "google.protobuf.NullValue.NULL_VALUE"; }

}  // namespace check::cel

#ifndef LIBCHECK_TEMPLATE_VALUE_H_
#define LIBCHECK_TEMPLATE_VALUE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "libcheck/base/arena.h"

/// Values as templates meet them while they are executed: Go's kinds and types, as far as they
/// show. Everything here is cheap to copy and owns nothing.
namespace check::gotemplate {

struct GoCall;
struct GoType;

enum class GoKind : std::uint8_t {
  kInvalid,  ///< No value at all: reflect's zero Value.
  kBool,
  kInt,  ///< Of any size.
  kUint,
  kFloat,
  kComplex,
  kString,
  kSlice,
  kMap,  ///< The keys are text.
  kStruct,
  kPointer,
  kInterface,  ///< `interface {}`. As the kind of a value: a nil one.
  kReflect,    ///< reflect.Value, which takes all there is. Only of parameters.
};

/// A label, or another pair of texts in a map.
struct TextPair {
  std::string_view name;
  std::string_view value;
  friend bool operator==(const TextPair&, const TextPair&) = default;
};

struct GoEntry;

/// A value together with its type. What it points to must outlive it.
struct GoValue {
  const GoType* type = nullptr;  ///< Null: nothing, or nil if it is boxed.
  union {
    bool boolean;
    std::int64_t integer;
    std::uint64_t natural;
    double real;
    struct {
      double re;
      double im;
    } complex;
    struct {
      const char* data;
      std::size_t size;
    } text;
    struct {
      GoValue* data;  ///< Null: a nil slice.
      std::uint32_t size;
      std::uint32_t capacity;
    } list;
    struct {
      const void* data;  ///< TextPairs or GoEntries, as the type says; null: a nil map.
      std::size_t size;
    } map;
    /// Of structs and pointers to them, whatever the type's fields and methods understand; of
    /// other pointers a GoValue. Null: a nil pointer.
    const void* object;
  };
  /// The value is in an `interface {}`, as the entries of `map[string]interface {}` are.
  bool boxed = false;

  GoValue() : complex{} {}

  GoKind kind() const;
  bool valid() const { return type != nullptr || boxed; }
  /// nil in an interface.
  bool is_nil_interface() const { return type == nullptr && boxed; }
  std::string_view string() const { return {text.data, text.size}; }
  std::span<GoValue> elements() const { return {list.data, list.size}; }
  std::span<const TextPair> pairs() const {
    return {static_cast<const TextPair*>(map.data), map.size};
  }
  inline std::span<const GoEntry> entries() const;

  /// Out of its interface.
  GoValue Unboxed() const {
    GoValue value = *this;
    value.boxed = false;
    return value;
  }
  GoValue Boxed() const {
    GoValue value = *this;
    value.boxed = true;
    return value;
  }
};

struct GoEntry {
  std::string_view key;
  GoValue value;
};

inline std::span<const GoEntry> GoValue::entries() const {
  return {static_cast<const GoEntry*>(map.data), map.size};
}

/// A field of a struct.
struct GoField {
  std::string_view name;
  const GoType* type;
  GoValue (*get)(const void* object, Arena& memory);
  std::string_view json = {};  ///< What JSON calls it; empty: the same.
};

/// What a function or method takes and gives.
struct GoSignature {
  static constexpr std::size_t kMostParameters = 6;

  const GoType* parameters[kMostParameters] = {};
  std::uint8_t count = 0;
  bool is_variadic = false;  ///< The last parameter takes any number, each of its type.
  std::uint8_t results = 1;  ///< Two: a value and an error. More cannot be called.
  /// What Go prints for the second of two results, if it is not an error.
  std::string_view second_result = {};
};

/// Calls `call.function`. False: `call.error` says why not.
using GoCode = bool (*)(GoCall& call);

struct GoFunction {
  /// Those that the evaluator knows by name, since arguments are not simply evaluated first.
  enum class Special : std::uint8_t { kNo, kAnd, kOr, kCall };

  std::string_view name;
  GoSignature signature;
  GoCode code = nullptr;
  Special special = Special::kNo;
};

/// A type, for as much as templates can see of it. Two types are one if they have one address.
struct GoType {
  GoKind kind = GoKind::kInvalid;
  std::string_view name;            ///< As Go prints it: "map[string]string".
  const GoType* element = nullptr;  ///< Of a slice, map or pointer.
  bool has_pairs = false;           ///< A map kept as TextPairs rather than GoEntries.
  /// The type without a name that this one is made of: a value of one can be assigned to the other.
  const GoType* underlying = nullptr;
  std::span<const GoField> fields = {};  ///< Of a struct, in order.
  /// Of the value itself and of what it points to. Sorted by name is not needed: they are few.
  std::span<const GoFunction> methods = {};
  /// String() or Error(), which printing prefers to what is inside.
  std::string (*to_string)(const GoValue& value) = nullptr;
  std::string (*to_go_string)(const GoValue& value) = nullptr;  ///< GoString(), for %#v.
  bool is_error = false;
  std::uint8_t bytes = 8;  ///< Of integers.
};

inline GoKind GoValue::kind() const {
  if (type != nullptr) return boxed ? GoKind::kInterface : type->kind;
  return boxed ? GoKind::kInterface : GoKind::kInvalid;
}

extern const GoType kGoBool;
extern const GoType kGoInt;
extern const GoType kGoInt32;
extern const GoType kGoInt64;
extern const GoType kGoUint;
extern const GoType kGoUint8;
extern const GoType kGoUint32;
extern const GoType kGoUint64;
extern const GoType kGoFloat64;
extern const GoType kGoComplex128;
extern const GoType kGoString;
extern const GoType kGoBytes;         ///< []uint8
extern const GoType kGoAny;           ///< interface {}
extern const GoType kGoReflectValue;  ///< Only as the type of a parameter.
extern const GoType kGoStringMap;     ///< map[string]string
extern const GoType kGoAnyMap;        ///< map[string]interface {}
extern const GoType kGoStringSlice;   ///< []string
extern const GoType kGoAnySlice;      ///< []interface {}
extern const GoType kGoHtml;          ///< template.HTML, which html/template trusts.
extern const GoType kGoUrl;           ///< template.URL, which it trusts where a URL stands.
extern const GoType kGoError;         ///< A pointer to an error: to a std::string_view.

GoValue MakeBool(bool value);
GoValue MakeInt(std::int64_t value, const GoType& type = kGoInt);
GoValue MakeUint(std::uint64_t value, const GoType& type = kGoUint);
GoValue MakeFloat(double value);
GoValue MakeComplex(double re, double im);
GoValue MakeString(std::string_view text, const GoType& type = kGoString);
/// `pairs` are sorted by name.
GoValue MakeStringMap(std::span<const TextPair> pairs, const GoType& type = kGoStringMap);
/// `entries` are sorted by key.
GoValue MakeMap(std::span<const GoEntry> entries, const GoType& type = kGoAnyMap);
GoValue MakeSlice(std::span<GoValue> elements, const GoType& type);
/// A struct, or a pointer to one.
GoValue MakeObject(const void* object, const GoType& type);
inline GoValue MakeNil() { return GoValue().Boxed(); }
/// reflect.Zero.
GoValue ZeroOf(const GoType& type);

/// What a pointer that is not nil points to.
GoValue Pointee(const GoValue& pointer);

struct Indirected {
  GoValue value;
  bool is_nil = false;  ///< `value` is then a nil pointer or interface.
};
/// Follows pointers and interfaces to their end.
Indirected Indirect(GoValue value);

/// nil of a type that has one; any value that is not there.
bool IsNil(const GoValue& value);

/// Whether `if` takes the value for true: it is not the zero value of its type.
bool IsTrue(const GoValue& value);

/// What Go prints for the type of the value.
std::string_view TypeName(const GoValue& value);

std::size_t MapSize(const GoValue& map);
std::string_view MapKey(const GoValue& map, std::size_t index);
GoValue MapValue(const GoValue& map, std::size_t index);
/// Nothing if the map has no such key.
std::optional<GoValue> MapFind(const GoValue& map, std::string_view key);

const GoField* FindField(const GoType& type, std::string_view name);
const GoFunction* FindMethod(const GoType& type, std::string_view name);

/// Whether a field of this name can be seen from outside its package.
bool IsExported(std::string_view name);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_VALUE_H_

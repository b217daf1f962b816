#include "libcheck/template/comparison.h"

#include <fmt/format.h>

#include "libcheck/template/go_print.h"

namespace check::gotemplate {
namespace {

constexpr std::string_view kBadType = "invalid type for comparison";
constexpr std::size_t kLongestMessage = std::size_t{1} << 20;

// Bool to string: the kinds that compare by their values.
GoKind BasicKind(const GoValue& value) {
  switch (value.kind()) {
    case GoKind::kBool:
    case GoKind::kComplex:
    case GoKind::kFloat:
    case GoKind::kInt:
    case GoKind::kString:
    case GoKind::kUint:
      return value.kind();
    default:
      return GoKind::kInvalid;
  }
}

bool BasicEqual(const GoValue& a, const GoValue& b, GoKind kind) {
  switch (kind) {
    case GoKind::kBool:
      return a.boolean == b.boolean;
    case GoKind::kComplex:
      return a.complex.re == b.complex.re && a.complex.im == b.complex.im;
    case GoKind::kFloat:
      return a.real == b.real;
    case GoKind::kInt:
      return a.integer == b.integer;
    case GoKind::kUint:
      return a.natural == b.natural;
    default:
      return a.string() == b.string();
  }
}

// What cannot be compared with == in Go.
bool IsComparable(const GoType& type) {
  if (type.kind == GoKind::kSlice || type.kind == GoKind::kMap) return false;
  if (type.kind != GoKind::kStruct) return true;
  for (const GoField& field : type.fields) {
    if (!IsComparable(*field.type)) return false;
  }
  return true;
}

// `==` of two values of the same basic kind, or of interfaces that hold them.
bool SameValue(GoValue a, GoValue b, Arena& memory) {
  a.boxed = b.boxed = false;
  if (a.type != b.type) return false;
  if (a.type == nullptr) return true;
  if (a.type->kind == GoKind::kPointer) return a.object == b.object;
  if (a.type->kind != GoKind::kStruct) return BasicEqual(a, b, a.type->kind);
  for (const GoField& field : a.type->fields) {
    if (!SameValue(field.get(a.object, memory), field.get(b.object, memory), memory)) return false;
  }
  return true;
}

// %s of a value, then %v of its type, or the other way round.
void Explain(std::string_view format, std::initializer_list<GoValue> arguments, Arena& memory,
             std::string& error) {
  GoPrinter(error, kLongestMessage, memory)
      .Printf(format, std::span(arguments.begin(), arguments.size()));
}

bool Equal(GoValue a, GoValue b, Arena& memory, std::string& error, bool& result) {
  a.boxed = b.boxed = false;
  const GoKind kind = BasicKind(a);
  const GoKind other = BasicKind(b);
  result = false;
  if (kind != other) {
    if (kind == GoKind::kInt && other == GoKind::kUint) {
      result = a.integer >= 0 && static_cast<std::uint64_t>(a.integer) == b.natural;
    } else if (kind == GoKind::kUint && other == GoKind::kInt) {
      result = b.integer >= 0 && static_cast<std::uint64_t>(b.integer) == a.natural;
    } else if (a.type != nullptr && b.type != nullptr) {
      error = fmt::format("incompatible types for comparison: {} and {}", TypeName(a), TypeName(b));
      return false;
    }
    return true;
  }
  if (kind != GoKind::kInvalid) {
    result = BasicEqual(a, b, kind);
    return true;
  }
  const bool has_nil = a.type == nullptr || b.type == nullptr;
  if (!has_nil && a.kind() != b.kind()) {
    Explain("non-comparable types %s: %v, %s: %v",
            {a, MakeString(TypeName(a)), MakeString(TypeName(b)), b}, memory, error);
    return false;
  }
  if (IsNil(a) || IsNil(b)) {
    result = IsNil(a) == IsNil(b);
    return true;
  }
  if (!IsComparable(*b.type)) {
    Explain("non-comparable type %s: %v", {b, MakeString(TypeName(b))}, memory, error);
    return false;
  }
  result = SameValue(a, b, memory);
  return true;
}

bool Less(GoValue a, GoValue b, std::string& error, bool& result) {
  a.boxed = b.boxed = false;
  const GoKind kind = BasicKind(a);
  const GoKind other = BasicKind(b);
  if (kind == GoKind::kInvalid || other == GoKind::kInvalid) {
    error = kBadType;
    return false;
  }
  if (kind != other) {
    if (kind == GoKind::kInt && other == GoKind::kUint) {
      result = a.integer < 0 || static_cast<std::uint64_t>(a.integer) < b.natural;
    } else if (kind == GoKind::kUint && other == GoKind::kInt) {
      result = b.integer >= 0 && a.natural < static_cast<std::uint64_t>(b.integer);
    } else {
      error = fmt::format("incompatible types for comparison: {} and {}", TypeName(a), TypeName(b));
      return false;
    }
    return true;
  }
  switch (kind) {
    case GoKind::kFloat:
      result = a.real < b.real;
      return true;
    case GoKind::kInt:
      result = a.integer < b.integer;
      return true;
    case GoKind::kUint:
      result = a.natural < b.natural;
      return true;
    case GoKind::kString:
      result = a.string() < b.string();
      return true;
    default:
      error = kBadType;
      return false;
  }
}

}  // namespace

bool IsEqualToAny(std::span<const GoValue> arguments, Arena& memory, std::string& error,
                  bool& result) {
  if (arguments.size() < 2) {
    error = "missing argument for comparison";
    return false;
  }
  result = false;
  for (const GoValue& argument : arguments.subspan(1)) {
    if (!Equal(arguments[0], argument, memory, error, result)) return false;
    if (result) return true;
  }
  return true;
}

bool IsUnequal(std::span<const GoValue> arguments, Arena& memory, std::string& error,
               bool& result) {
  if (!Equal(arguments[0], arguments[1], memory, error, result)) return false;
  result = !result;
  return true;
}

bool IsLess(std::span<const GoValue> arguments, Arena&, std::string& error, bool& result) {
  return Less(arguments[0], arguments[1], error, result);
}

bool IsLessOrEqual(std::span<const GoValue> arguments, Arena& memory, std::string& error,
                   bool& result) {
  if (!Less(arguments[0], arguments[1], error, result)) return false;
  return result || Equal(arguments[0], arguments[1], memory, error, result);
}

bool IsGreater(std::span<const GoValue> arguments, Arena& memory, std::string& error,
               bool& result) {
  if (!IsLessOrEqual(arguments, memory, error, result)) return false;
  result = !result;
  return true;
}

bool IsGreaterOrEqual(std::span<const GoValue> arguments, Arena&, std::string& error,
                      bool& result) {
  if (!Less(arguments[0], arguments[1], error, result)) return false;
  result = !result;
  return true;
}

}  // namespace check::gotemplate

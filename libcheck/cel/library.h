#ifndef LIBCHECK_CEL_LIBRARY_H_
#define LIBCHECK_CEL_LIBRARY_H_

#include <span>
#include <string_view>

#include "libcheck/cel/types.h"

/// CEL's standard library, as tables.
namespace check::cel {

/// One way to call a function. Types are letters: `b`ool, `y` bytes, `d`ouble, `i`nt, `u`int,
/// `s`tring, `t`imestamp, `r` duration, `*` dyn, `A` and `B` any type, `L` list(A), `M` map(A, B),
/// `T` type(A).
struct Overload {
  std::string_view function;
  std::string_view args;  ///< Of a method, the first is what it is called on.
  char result;
  bool is_method = false;
  bool mixes_numbers = false;  ///< Compares numbers of different types.
};

/// Those of one function, in cel-go's order. Empty if there is none.
std::span<const Overload> OverloadsOf(std::string_view function);

/// All functions that have a name, for suggestions.
std::span<const std::string_view> FunctionNames();

/// A field of a message of protocol buffers.
struct MessageField {
  std::string_view message;
  std::string_view name;
  const Type* (*type)(Types& types);
};
const MessageField* FindMessageField(std::string_view message, std::string_view name);

/// The type that `name` stands for; null if it is none.
const Type* FindNamedType(std::string_view name, Types& types);

/// Whether the name of a type can be used as a value: `type(x) == int`.
bool IsTypeValue(std::string_view name);

/// The message that is created by the name of a type; empty if it has no fields.
std::string_view MessageOf(const Type& type);

/// Whether `name` is one of the constants.
bool IsConstant(std::string_view name);

}  // namespace check::cel

#endif  // LIBCHECK_CEL_LIBRARY_H_

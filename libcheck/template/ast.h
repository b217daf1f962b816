#ifndef LIBCHECK_TEMPLATE_AST_H_
#define LIBCHECK_TEMPLATE_AST_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "libcheck/source/source_file.h"

namespace check::gotemplate {

enum class NodeKind : std::uint8_t {
  kList,
  kText,
  kComment,
  kAction,
  kIf,
  kRange,
  kWith,
  kTemplate,
  kDefine,
  kBreak,
  kContinue,
  kPipe,
  kCommand,
  kDot,
  kNil,
  kBool,
  kNumber,
  kString,
  kField,
  kVariable,
  kChain,
  kIdentifier,
};

/// A node of the syntax tree. Trees live in an Arena with the text they view.
struct Node {
  NodeKind kind;
  Span span;
};

template <typename T>
const T* TryAs(const Node* node) {
  return node != nullptr && node->kind == T::kKind ? static_cast<const T*>(node) : nullptr;
}

struct List : Node {
  static constexpr NodeKind kKind = NodeKind::kList;
  std::span<const Node* const> nodes;
};
struct Text : Node {
  static constexpr NodeKind kKind = NodeKind::kText;
  std::string_view text;  ///< After trimming by `{{-` and `-}}`.
};
struct Comment : Node {
  static constexpr NodeKind kKind = NodeKind::kComment;
};

/// `$x := a | b`: variables, then commands each fed the result of the one before.
struct Command;
struct Pipe : Node {
  static constexpr NodeKind kKind = NodeKind::kPipe;
  bool is_assign = false;  ///< `=` rather than `:=`.
  std::span<const std::string_view> declared;
  std::span<const Command* const> commands;
};
struct Command : Node {
  static constexpr NodeKind kKind = NodeKind::kCommand;
  std::span<const Node* const> arguments;  ///< The first is what is called, if it can be.
};

struct Action : Node {
  static constexpr NodeKind kKind = NodeKind::kAction;
  const Pipe* pipe = nullptr;
};
/// if, range and with: distinguished by `kind`.
struct Branch : Node {
  const Pipe* pipe = nullptr;
  const List* body = nullptr;
  const List* else_body = nullptr;  ///< Null if there is none. `else if` nests.
};
struct TemplateCall : Node {
  static constexpr NodeKind kKind = NodeKind::kTemplate;
  std::string_view name;
  const Pipe* pipe = nullptr;  ///< May be null.
};
/// define and block. A block is also a TemplateCall, which follows it in the list.
struct Define : Node {
  static constexpr NodeKind kKind = NodeKind::kDefine;
  std::string_view name;
  const List* body = nullptr;
};
struct Bool : Node {
  static constexpr NodeKind kKind = NodeKind::kBool;
  bool value = false;
};
/// As in Go, one literal may be usable as several types.
struct Number : Node {
  static constexpr NodeKind kKind = NodeKind::kNumber;
  bool is_int = false, is_uint = false, is_float = false, is_complex = false;
  std::int64_t int_value = 0;
  std::uint64_t uint_value = 0;
  double float_value = 0;
  double imaginary = 0;  ///< Complex: float_value is the real part.
  std::string_view text;
};
struct String : Node {
  static constexpr NodeKind kKind = NodeKind::kString;
  std::string_view value;   ///< Unquoted.
  std::string_view quoted;  ///< As written.
};
/// `.Labels.job`: names without their dots.
struct Field : Node {
  static constexpr NodeKind kKind = NodeKind::kField;
  std::span<const std::string_view> names;
  std::span<const Span> name_spans;
};
/// `$labels.job`: the variable, with its dollar sign, then fields.
struct Variable : Node {
  static constexpr NodeKind kKind = NodeKind::kVariable;
  std::span<const std::string_view> names;
  std::span<const Span> name_spans;
};
/// `(pipe).field`.
struct Chain : Node {
  static constexpr NodeKind kKind = NodeKind::kChain;
  const Node* node = nullptr;
  std::span<const std::string_view> names;
  std::span<const Span> name_spans;
};
/// A function's name.
struct Identifier : Node {
  static constexpr NodeKind kKind = NodeKind::kIdentifier;
  std::string_view name;
};

/// A parsed template and the ones defined inside it.
struct Tree {
  const List* root = nullptr;
  std::span<const Define* const> defines;
};

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_AST_H_

#ifndef LIBCHECK_TEMPLATE_AST_H_
#define LIBCHECK_TEMPLATE_AST_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "libcheck/source/source_file.h"

namespace check::gotemplate {

struct TemplateFunction;

enum class NodeKind : std::uint8_t {
  kList,
  kText,
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

/// A node of the syntax tree. Trees live in an Arena with the text they view. Nodes that hold
/// nothing more (`.`, `nil`, break, continue) are plain Nodes.
struct Node {
  NodeKind kind;
  Span span;
};

template <typename T>
const T* TryAs(const Node* node) {
  return node != nullptr && T::Is(node->kind) ? static_cast<const T*>(node) : nullptr;
}

struct List : Node {
  static constexpr bool Is(NodeKind kind) { return kind == NodeKind::kList; }
  std::span<const Node* const> nodes;
};
struct Text : Node {
  static constexpr bool Is(NodeKind kind) { return kind == NodeKind::kText; }
  std::string_view text;  ///< After trimming by `{{-` and `-}}`.
};

/// `.Labels.job`: names without their dots.
struct Field : Node {
  static constexpr bool Is(NodeKind kind) { return kind == NodeKind::kField; }
  std::span<const std::string_view> names;
  std::span<const Span> name_spans;
};
/// `$labels.job`: the variable, with its dollar sign, then fields.
struct Variable : Node {
  static constexpr bool Is(NodeKind kind) { return kind == NodeKind::kVariable; }
  std::span<const std::string_view> names;
  std::span<const Span> name_spans;
};
/// `(pipe).field`, also `function.field`.
struct Chain : Node {
  static constexpr bool Is(NodeKind kind) { return kind == NodeKind::kChain; }
  const Node* node = nullptr;
  std::span<const std::string_view> names;
  std::span<const Span> name_spans;
};

struct Command : Node {
  static constexpr bool Is(NodeKind kind) { return kind == NodeKind::kCommand; }
  std::span<const Node* const> arguments;  ///< The first is what is called, if it can be.
};
/// `$x := a | b`: variables, then commands each fed the result of the one before. As an argument
/// it stands in parentheses.
struct Pipe : Node {
  static constexpr bool Is(NodeKind kind) { return kind == NodeKind::kPipe; }
  bool is_assign = false;  ///< `=` rather than `:=`.
  std::span<const Variable* const> declared;
  std::span<const Command* const> commands;
};

struct Action : Node {
  static constexpr bool Is(NodeKind kind) { return kind == NodeKind::kAction; }
  const Pipe* pipe = nullptr;
};
/// if, range and with: distinguished by `kind`.
struct Branch : Node {
  static constexpr bool Is(NodeKind kind) {
    return kind == NodeKind::kIf || kind == NodeKind::kRange || kind == NodeKind::kWith;
  }
  const Pipe* pipe = nullptr;
  const List* body = nullptr;
  const List* else_body = nullptr;  ///< Null if there is none. `else if` nests.
};
struct TemplateCall : Node {
  static constexpr bool Is(NodeKind kind) { return kind == NodeKind::kTemplate; }
  std::string_view name;
  Span name_span;              ///< With its quotes.
  const Pipe* pipe = nullptr;  ///< May be null.
};
/// define and block. A block is also a TemplateCall, which follows it in the list.
struct Define : Node {
  static constexpr bool Is(NodeKind kind) { return kind == NodeKind::kDefine; }
  std::string_view name;
  Span name_span;  ///< With its quotes.
  const List* body = nullptr;
};

struct Bool : Node {
  static constexpr bool Is(NodeKind kind) { return kind == NodeKind::kBool; }
  bool value = false;
};
/// As in Go, one literal may be usable as several types.
struct Number : Node {
  static constexpr bool Is(NodeKind kind) { return kind == NodeKind::kNumber; }
  bool is_int = false, is_uint = false, is_float = false, is_complex = false;
  std::int64_t int_value = 0;
  std::uint64_t uint_value = 0;
  double float_value = 0;
  double real = 0, imaginary = 0;  ///< If it is complex.
  std::string_view text;
};
struct String : Node {
  static constexpr bool Is(NodeKind kind) { return kind == NodeKind::kString; }
  std::string_view value;   ///< Unquoted.
  std::string_view quoted;  ///< As written.
};
/// A function's name.
struct Identifier : Node {
  static constexpr bool Is(NodeKind kind) { return kind == NodeKind::kIdentifier; }
  std::string_view name;
  const TemplateFunction* function = nullptr;  ///< Of the environment it was parsed for.
};

/// A parsed template and the ones defined inside it.
struct Tree {
  const List* root = nullptr;
  /// In the order written. Of several with one name, the last that is not blank counts.
  std::span<const Define* const> defines;
  /// Variables that are given a new value with `=` somewhere, sorted.
  std::span<const std::string_view> assigned;
  /// The text holds no action and stands for itself: `root` is empty.
  bool is_plain = false;
};

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_AST_H_

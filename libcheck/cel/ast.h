#ifndef LIBCHECK_CEL_AST_H_
#define LIBCHECK_CEL_AST_H_

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/cel/check.h"
#include "libcheck/cel/types.h"

namespace check::cel {

enum class ExprKind : std::uint8_t {
  kLiteral,
  kIdent,
  kSelect,
  kCall,
  kLogic,  ///< `&&` or `||` of two or more.
  kList,
  kMap,     ///< `args` are keys and values in turn.
  kStruct,  ///< `args` are the values of `fields`.
  kComprehension,
};

struct Expr;

/// A loop over a list or mapping, which macros such as `all` expand to.
struct Comprehension {
  const Expr* range = nullptr;
  std::string variable;
  const Expr* init = nullptr;
  const Expr* step = nullptr;
  const Expr* result = nullptr;
};

struct Expr {
  ExprKind kind = ExprKind::kLiteral;
  std::uint32_t begin = 0;  ///< Where messages about it point to.
  std::uint32_t end = 0;
  std::string name = {};  ///< A variable, field, function ("_+_") or type. May begin with a `.`.
  const Expr* target = nullptr;  ///< kSelect; kCall of a method.
  std::vector<const Expr*> args = {};
  std::vector<std::string> fields = {};  ///< kStruct
  bool is_presence_test = false;         ///< kSelect: `has(a.b)`
  TypeKind literal = TypeKind::kNull;
  const Comprehension* loop = nullptr;
  int height = 0;  ///< How many operators, selections and calls of methods lie on a path down.
};

/// Owns the nodes of one expression.
struct Ast {
  std::deque<Expr> exprs;
  std::deque<Comprehension> loops;
  const Expr* root = nullptr;
};

/// The variable that loops collect their result in. No expression can name it.
inline constexpr std::string_view kAccumulator = "@result";

}  // namespace check::cel

#endif  // LIBCHECK_CEL_AST_H_

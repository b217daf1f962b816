#include "libcheck/cel/check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "libcheck/base/edit_distance.h"
#include "libcheck/cel/ast.h"
#include "libcheck/cel/library.h"
#include "libcheck/cel/parse.h"
#include "libcheck/cel/types.h"

namespace check::cel {
namespace {

// "_+_" as it is written: "+".
std::string_view Written(std::string_view function) {
  if (function == "_?_:_") return "? :";
  if (function == "_[_]") return "[]";
  if (function == "@in") return "in";
  while (function.starts_with('_')) function.remove_prefix(1);
  while (function.ends_with('_')) function.remove_suffix(1);
  return function;
}

std::string_view WithoutDot(std::string_view name) {
  if (name.starts_with('.')) name.remove_prefix(1);
  return name;
}

// "a.b.c", if that is all there is.
std::string QualifiedName(const Expr& expr) {
  if (expr.kind == ExprKind::kIdent) return expr.name;
  if (expr.kind != ExprKind::kSelect || expr.is_presence_test) return {};
  const std::string of = QualifiedName(*expr.target);
  return of.empty() ? of : of + "." + expr.name;
}

class Checker {
 public:
  Checker(const std::vector<std::string_view>& variables, std::vector<Fault>& faults)
      : faults_(faults) {
    for (const std::string_view name : variables) {
      scope_.push_back({std::string(name), types_.Simple(TypeKind::kDyn)});
    }
    variables_ = variables;
  }

  std::string Run(const Expr& root) {
    const Type* type = Check(root);
    CheckTypeValues();
    return TypeName(*types_.Resolve(type, true));
  }

 private:
  struct Variable {
    std::string name;
    const Type* type;
  };

  const Type* Check(const Expr& expr);
  const Type* CheckIdent(const Expr& expr);
  const Type* CheckSelect(const Expr& expr);
  const Type* CheckCall(const Expr& expr);
  const Type* CheckLogic(const Expr& expr);
  const Type* CheckList(const Expr& expr);
  const Type* CheckMap(const Expr& expr);
  const Type* CheckStruct(const Expr& expr);
  const Type* CheckLoop(const Expr& expr);

  void CheckTypeValues();
  void CheckConstantIndex(const Expr& index);
  const Type* UseName(const Expr& at, std::string name);
  const Type* FindName(std::string_view name);
  const Type* PickOverload(const Expr& call, std::vector<const Type*> args);
  const Type* FromLetter(char letter, const Type* a, const Type* b);
  const Type* Join(const Type* before, const Type* now) {
    if (before == nullptr) return now;
    return types_.Unify(before, now) ? Types::MostGeneral(before, now)
                                     : types_.Simple(TypeKind::kDyn);
  }
  std::string Name(const Type* type) { return TypeName(*types_.Resolve(type, true)); }

  const Type* Fail(const Expr& at, std::string message, std::string note = {}) {
    if (faults_.size() < kMaxFaults) {
      faults_.push_back({at.begin, at.end, std::move(message), std::move(note)});
    }
    return types_.Simple(TypeKind::kError);
  }

  std::vector<Fault>& faults_;
  std::vector<std::string_view> variables_;
  Types types_;
  std::vector<Variable> scope_;  // Innermost last.
  struct Use {
    const Expr* at;
    std::string name;
    const Type* type;
  };
  std::vector<Use> uses_;  // Names that stand for values.
  // cel-go: compares numbers of different types from the first loop on.
  bool mixes_numbers_ = false;
};

const Type* Checker::Check(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kLiteral:
      return types_.Simple(expr.literal);
    case ExprKind::kIdent:
      return CheckIdent(expr);
    case ExprKind::kSelect:
      return CheckSelect(expr);
    case ExprKind::kCall:
      return CheckCall(expr);
    case ExprKind::kLogic:
      return CheckLogic(expr);
    case ExprKind::kList:
      return CheckList(expr);
    case ExprKind::kMap:
      return CheckMap(expr);
    case ExprKind::kStruct:
      return CheckStruct(expr);
    case ExprKind::kComprehension:
      return CheckLoop(expr);
  }
  return types_.Simple(TypeKind::kError);
}

// What a name stands for; null if it is unknown.
const Type* Checker::FindName(std::string_view name) {
  name = WithoutDot(name);
  const auto known = std::find_if(scope_.rbegin(), scope_.rend(),
                                  [&](const Variable& v) { return v.name == name; });
  if (known != scope_.rend()) return known->type;
  if (const Type* named = FindNamedType(name, types_)) {
    return named->kind == TypeKind::kType ? named : types_.TypeOf(named);
  }
  if (IsConstant(name)) return types_.Simple(TypeKind::kInt);
  return nullptr;
}

const Type* Checker::UseName(const Expr& at, std::string name) {
  const Type* type = FindName(name);
  if (type != nullptr) uses_.push_back({&at, std::move(name), type});
  return type;
}

// cel-go: a name whose type is `type` is looked up among the types once more, by which variables
// that hold types are refused, and the names of some messages.
void Checker::CheckTypeValues() {
  for (const Use& use : uses_) {
    if (types_.Resolve(use.type, true)->kind != TypeKind::kType) continue;
    if (IsTypeValue(WithoutDot(use.name))) continue;
    Fail(*use.at, fmt::format("`{}` is a type that cannot be used as a value", use.name));
  }
}

// cel-go: of constants, only these can be an index.
void Checker::CheckConstantIndex(const Expr& index) {
  const bool is_bad_literal =
      index.kind == ExprKind::kLiteral &&
      (index.literal == TypeKind::kNull || index.literal == TypeKind::kBytes);
  const std::string name = QualifiedName(index);
  const auto is_use = [&](const Use& use) { return use.at == &index; };
  const bool is_type = std::any_of(uses_.begin(), uses_.end(), is_use) &&
                       FindName(name)->kind == TypeKind::kType && IsTypeValue(WithoutDot(name));
  if (!is_bad_literal && !is_type) return;
  Fail(index, "an index must be a string, number or boolean");
}

const Type* Checker::CheckIdent(const Expr& expr) {
  if (const Type* type = UseName(expr, expr.name)) return type;
  std::string note;
  if (variables_.size() == 1) {
    note = fmt::format("the only variable is `{}`", variables_[0]);
  }
  return Fail(expr, fmt::format("unknown variable `{}`", expr.name), std::move(note));
}

const Type* Checker::CheckSelect(const Expr& expr) {
  if (const std::string name = QualifiedName(expr); !name.empty()) {
    if (const Type* type = UseName(expr, name)) return type;
  }
  const Type* of = types_.Resolve(Check(*expr.target));
  const Type* result = types_.Simple(TypeKind::kDyn);
  if (of->kind == TypeKind::kMap) {
    result = of->second;
  } else if (of->kind == TypeKind::kStruct) {
    const MessageField* field = FindMessageField(of->name, expr.name);
    result = field != nullptr
                 ? field->type(types_)
                 : Fail(expr, fmt::format("unknown field `{}` of `{}`", expr.name, of->name));
  } else if (of->kind == TypeKind::kParam) {
    types_.Unify(result, of);
  } else if (!IsDynamic(of) && of->kind != TypeKind::kError) {
    Fail(expr, fmt::format("values of type `{}` have no fields", Name(of)));
  }
  return expr.is_presence_test ? types_.Simple(TypeKind::kBool) : types_.Resolve(result);
}

const Type* Checker::CheckCall(const Expr& expr) {
  std::vector<const Type*> args;
  for (const Expr* arg : expr.args) args.push_back(Check(*arg));
  if (expr.target != nullptr) args.insert(args.begin(), Check(*expr.target));
  if (expr.name == "_[_]") CheckConstantIndex(*expr.args[1]);
  if (!OverloadsOf(WithoutDot(expr.name)).empty()) return PickOverload(expr, std::move(args));
  const auto meant = ClosestMatch(WithoutDot(expr.name), FunctionNames());
  return Fail(expr, fmt::format("unknown function `{}`", expr.name),
              meant ? fmt::format("did you mean `{}`?", *meant) : std::string());
}

const Type* Checker::FromLetter(char letter, const Type* a, const Type* b) {
  switch (letter) {
    case 'b':
      return types_.Simple(TypeKind::kBool);
    case 'y':
      return types_.Simple(TypeKind::kBytes);
    case 'd':
      return types_.Simple(TypeKind::kDouble);
    case 'i':
      return types_.Simple(TypeKind::kInt);
    case 'u':
      return types_.Simple(TypeKind::kUint);
    case 's':
      return types_.Simple(TypeKind::kString);
    case 't':
      return types_.Simple(TypeKind::kTimestamp);
    case 'r':
      return types_.Simple(TypeKind::kDuration);
    case 'A':
      return a;
    case 'B':
      return b;
    case 'L':
      return types_.List(a);
    case 'M':
      return types_.Map(a, b);
    case 'T':
      return types_.TypeOf(a);
    default:
      return types_.Simple(TypeKind::kDyn);
  }
}

const Type* Checker::PickOverload(const Expr& call, std::vector<const Type*> args) {
  const Type* result = nullptr;
  for (const Overload& overload : OverloadsOf(WithoutDot(call.name))) {
    if (overload.mixes_numbers && !mixes_numbers_) continue;
    if (overload.is_method != (call.target != nullptr)) continue;
    if (overload.args.size() != args.size()) continue;
    const bool is_generic = overload.args.find_first_of("ABLMT") != std::string_view::npos;
    const Type* a = is_generic ? types_.NewParam() : nullptr;
    const Type* b = is_generic ? types_.NewParam() : nullptr;
    std::vector<const Type*> wanted;
    for (const char letter : overload.args) wanted.push_back(FromLetter(letter, a, b));
    if (!types_.UnifyAll(args, wanted)) continue;
    const Type* own = types_.Resolve(FromLetter(overload.result, a, b));
    if (result == nullptr) {
      result = own;
    } else if (!IsDynamic(result) && !IsSameType(own, result)) {
      result = types_.Simple(TypeKind::kDyn);
    }
  }
  if (result != nullptr) return result;
  std::vector<std::string> given;
  for (const Type* arg : args) given.push_back(Name(arg));
  const std::string_view name = Written(call.name);
  const bool is_operator = name != call.name;
  if (is_operator) {
    return Fail(call,
                fmt::format("`{}` cannot be applied to `{}`", name, fmt::join(given, "` and `")));
  }
  if (call.target != nullptr) {
    const std::string of = given.front();
    given.erase(given.begin());
    return Fail(call, fmt::format("values of type `{}` have no method `{}({})`", of, name,
                                  fmt::join(given, ", ")));
  }
  return Fail(call, fmt::format("function `{}` cannot take `({})`", name, fmt::join(given, ", ")));
}

const Type* Checker::CheckLogic(const Expr& expr) {
  std::vector<const Type*> operands;
  for (const Expr* arg : expr.args) operands.push_back(Check(*arg));
  const Type* boolean = types_.Simple(TypeKind::kBool);
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (types_.Unify(operands[i], boolean)) continue;
    Fail(*expr.args[i], fmt::format("an operand of `{}` must be `bool`, not `{}`",
                                    Written(expr.name), Name(operands[i])));
  }
  return boolean;
}

const Type* Checker::CheckList(const Expr& expr) {
  const Type* item = nullptr;
  for (const Expr* arg : expr.args) item = Join(item, Check(*arg));
  return types_.List(item != nullptr ? item : types_.NewParam());
}

const Type* Checker::CheckMap(const Expr& expr) {
  const Type* key = nullptr;
  const Type* value = nullptr;
  for (std::size_t i = 0; i < expr.args.size(); i += 2) {
    key = Join(key, Check(*expr.args[i]));
    value = Join(value, Check(*expr.args[i + 1]));
  }
  if (key == nullptr) {
    key = types_.NewParam();
    value = types_.NewParam();
  }
  return types_.Map(key, value);
}

const Type* Checker::CheckStruct(const Expr& expr) {
  const Type* named = FindName(expr.name);
  if (named == nullptr) return Fail(expr, fmt::format("unknown type `{}`", expr.name));
  const Type* result = types_.Simple(TypeKind::kError);
  std::string_view message;
  if (named->kind != TypeKind::kType) {
    Fail(expr, fmt::format("`{}` is not a type", expr.name));
  } else {
    const Type* type = named->first;
    message = type == nullptr ? std::string_view() : MessageOf(*type);
    if (message.empty()) {
      Fail(expr, fmt::format("`{}` is not a message type", expr.name));
    } else {
      result = type;
    }
  }
  for (std::size_t i = 0; i < expr.args.size(); ++i) {
    const Type* value = Check(*expr.args[i]);
    const MessageField* field = FindMessageField(message, expr.fields[i]);
    if (field == nullptr) {
      Fail(expr, fmt::format("unknown field `{}` of `{}`", expr.fields[i], expr.name));
      continue;
    }
    const Type* wanted = field->type(types_);
    if (types_.Unify(wanted, value)) continue;
    Fail(*expr.args[i],
         fmt::format("`{}` must be `{}`, not `{}`", expr.fields[i], Name(wanted), Name(value)));
  }
  return result;
}

const Type* Checker::CheckLoop(const Expr& expr) {
  const Comprehension& loop = *expr.loop;
  const Type* given = Check(*loop.range);
  const Type* collected = Check(*loop.init);
  const Type* range = types_.Resolve(given);
  scope_.push_back({std::string(kAccumulator), collected});
  mixes_numbers_ = true;
  const Type* variable = types_.Simple(TypeKind::kDyn);
  switch (range->kind) {
    case TypeKind::kList:
    case TypeKind::kMap:
      variable = range->first;
      break;
    case TypeKind::kDyn:
    case TypeKind::kError:
      break;
    case TypeKind::kParam:
      types_.Unify(variable, range);
      break;
    default:
      variable = Fail(*loop.range, fmt::format("`{}` is not a list or mapping", Name(range)));
      break;
  }
  scope_.push_back({loop.variable, variable});
  const Type* step = Check(*loop.step);
  if (!types_.Unify(collected, step)) {
    Fail(expr, fmt::format("expected `{}`, not `{}`", Name(collected), Name(step)));
  }
  scope_.pop_back();
  const Type* result = Check(*loop.result);
  scope_.pop_back();
  return types_.Resolve(result);
}

}  // namespace

Checked CheckExpression(std::string_view text, const std::vector<std::string_view>& variables) {
  Checked checked;
  Ast ast;
  if (const Expr* root = Parse(text, ast, checked.faults)) {
    checked.type = Checker(variables, checked.faults).Run(*root);
  }
  std::stable_sort(checked.faults.begin(), checked.faults.end(),
                   [](const Fault& a, const Fault& b) { return a.begin < b.begin; });
  return checked;
}

}  // namespace check::cel

#include "libcheck/cel/macros.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace check::cel {
namespace {

// Makes the nodes of a loop, all at the place of its call.
class Loop {
 public:
  Loop(const Expr& call, Ast& ast) : call_(call), ast_(ast) {}

  const Expr* Accumulator() {
    return Add({.kind = ExprKind::kIdent, .name = std::string(kAccumulator)});
  }
  const Expr* Literal(TypeKind kind) { return Add({.literal = kind}); }
  const Expr* List(std::vector<const Expr*> items) {
    return Add({.kind = ExprKind::kList, .args = std::move(items)});
  }
  const Expr* Call(std::string name, std::vector<const Expr*> args) {
    return Add({.kind = ExprKind::kCall, .name = std::move(name), .args = std::move(args)});
  }
  const Expr* Logic(std::string name, std::vector<const Expr*> args) {
    return Add({.kind = ExprKind::kLogic, .name = std::move(name), .args = std::move(args)});
  }
  const Expr* Make(const Expr* init, const Expr* step, const Expr* result) {
    ast_.loops.push_back({call_.target, call_.args[0]->name, init, step, result});
    return Add({.kind = ExprKind::kComprehension, .loop = &ast_.loops.back()});
  }

 private:
  const Expr* Add(Expr expr) {
    expr.begin = call_.begin;
    expr.end = call_.end;
    expr.height = call_.height;
    return &ast_.exprs.emplace_back(std::move(expr));
  }

  const Expr& call_;
  Ast& ast_;
};

const Expr* ExpandAll(Loop& loop, const Expr& call) {
  return loop.Make(loop.Literal(TypeKind::kBool),
                   loop.Logic("_&&_", {loop.Accumulator(), call.args[1]}), loop.Accumulator());
}

const Expr* ExpandExists(Loop& loop, const Expr& call) {
  return loop.Make(loop.Literal(TypeKind::kBool),
                   loop.Logic("_||_", {loop.Accumulator(), call.args[1]}), loop.Accumulator());
}

const Expr* ExpandExistsOne(Loop& loop, const Expr& call) {
  const Expr* next = loop.Call("_+_", {loop.Accumulator(), loop.Literal(TypeKind::kInt)});
  return loop.Make(loop.Literal(TypeKind::kInt),
                   loop.Call("_?_:_", {call.args[1], next, loop.Accumulator()}),
                   loop.Call("_==_", {loop.Accumulator(), loop.Literal(TypeKind::kInt)}));
}

// `map` with two or three arguments.
const Expr* ExpandMap(Loop& loop, const Expr& call) {
  const Expr* step = loop.Call("_+_", {loop.Accumulator(), loop.List({call.args.back()})});
  if (call.args.size() == 3) {
    step = loop.Call("_?_:_", {call.args[1], step, loop.Accumulator()});
  }
  return loop.Make(loop.List({}), step, loop.Accumulator());
}

const Expr* ExpandFilter(Loop& loop, const Expr& call) {
  const Expr* more = loop.Call("_+_", {loop.Accumulator(), loop.List({call.args[0]})});
  return loop.Make(loop.List({}), loop.Call("_?_:_", {call.args[1], more, loop.Accumulator()}),
                   loop.Accumulator());
}

struct Macro {
  std::string_view name;
  std::size_t args;
  const Expr* (*expand)(Loop& loop, const Expr& call);
};
constexpr Macro kMacros[] = {
    {"all", 2, ExpandAll},       {"exists", 2, ExpandExists}, {"exists_one", 2, ExpandExistsOne},
    {"filter", 2, ExpandFilter}, {"map", 2, ExpandMap},       {"map", 3, ExpandMap},
};

const Expr* Fail(const Expr& at, std::string message, std::vector<Fault>& faults) {
  if (faults.empty()) faults.push_back({at.begin, at.end, std::move(message)});
  return nullptr;
}

const Expr* ExpandHas(const Expr& call, Ast& ast, std::vector<Fault>& faults) {
  const Expr& field = *call.args[0];
  if (field.kind != ExprKind::kSelect) {
    return Fail(field, "`has` takes a field: `has(a.b)`", faults);
  }
  Expr test = field;
  test.is_presence_test = true;
  return &ast.exprs.emplace_back(std::move(test));
}

}  // namespace

const Expr* ExpandMacro(const Expr* call, Ast& ast, std::vector<Fault>& faults) {
  if (call->target == nullptr) {
    return call->name == "has" && call->args.size() == 1 ? ExpandHas(*call, ast, faults) : call;
  }
  const auto* const macro = std::find_if(
      std::begin(kMacros), std::end(kMacros),
      [&](const Macro& m) { return m.name == call->name && m.args == call->args.size(); });
  if (macro == std::end(kMacros)) return call;
  const Expr& variable = *call->args[0];
  if (variable.kind != ExprKind::kIdent) {
    return Fail(variable, "expected the name of a variable", faults);
  }
  if (variable.name == "__result__") {
    return Fail(variable, "`__result__` cannot be the name of a variable", faults);
  }
  Loop loop(*call, ast);
  return macro->expand(loop, *call);
}

}  // namespace check::cel

#include "libcheck/template/walk.h"

#include <algorithm>
#include <utility>

#include "libcheck/base/inline_vector.h"

namespace check::gotemplate {

void Watcher::OnNode(const Node&, const TemplateType&) {}
void Watcher::OnField(const TemplateType&, std::string_view, Span, const TemplateType*) {}
void Watcher::OnRead(const TemplateType&, Span) {}
void Watcher::OnCall(const TemplateFunction&, Span, std::span<const Value>) {}
void Watcher::OnNotAFunction(const Node&) {}
void Watcher::OnUnsetVariable(const Variable&) {}
void Watcher::OnMethod(const TemplateType&, const GoFunction&, Span, std::size_t) {}
void Watcher::OnTemplate(const TemplateCall&, const TemplateType&, bool) {}

namespace {

using Kind = TemplateType::Kind;

// A field or method of a value.
struct Member {
  const TemplateType* type = nullptr;  // Null: there is no such thing.
  const GoFunction* method = nullptr;  // Null: a field, or nothing is known of its arguments.
};

Member MemberOf(const TemplateType& of, std::string_view name) {
  if (of.kind == Kind::kAny) return {&kAnyType};
  const GoFunction* method = of.go != nullptr ? FindMethod(*of.go, name) : nullptr;
  for (const TemplateField& field : of.fields) {
    if (field.name == name) return {field.type, method};
  }
  if (method != nullptr) return {&kAnyType, method};
  return {of.kind == Kind::kMap ? of.element : nullptr};
}

const TemplateType* ElementOf(const TemplateType& of) {
  return of.element != nullptr ? of.element : &kAnyType;
}

// Go's rule for a constant that stands by itself.
const TemplateType* TypeOf(const Number& number) {
  if (number.imaginary != 0) return &kAnyType;
  if (number.text.starts_with('\'')) return &kIntegerType;
  const bool hex = number.text.find_first_of("xX") != std::string_view::npos;
  const bool has_point = number.text.find_first_of(hex ? "pP." : ".eEpP") != std::string_view::npos;
  return has_point ? &kFloatType : &kIntegerType;
}

bool EndsInField(const Node& node) {
  const auto* variable = TryAs<Variable>(&node);
  return node.kind == NodeKind::kField || node.kind == NodeKind::kChain ||
         (variable != nullptr && variable->names.size() > 1);
}

class Walking {
 public:
  Walking(const Tree& tree, const TemplateEnvironment& environment, Watcher& watcher)
      : Walking(tree, *environment.dot, environment, watcher) {
    passes_over_definitions_ = false;
  }
  Walking(const Tree& tree, const TemplateType& dot, const TemplateEnvironment& environment,
          Watcher& watcher)
      : tree_(tree), watcher_(watcher), dot_(&dot) {
    variables_.push_back({"$", dot_});
    for (const TemplateVariable& variable : environment.variables) {
      variables_.push_back({variable.name, variable.type});
    }
  }

  void WalkList(const List* list) {
    if (list == nullptr) return;
    watcher_.OnNode(*list, *dot_);
    for (const Node* node : list->nodes) WalkItem(*node);
  }

 private:
  struct Binding {
    std::string_view name;
    const TemplateType* type;
  };

  void WalkItem(const Node& node) {
    watcher_.OnNode(node, *dot_);
    if (const auto* action = TryAs<Action>(&node)) {
      EvaluatePipe(*action->pipe);
    } else if (const auto* branch = TryAs<Branch>(&node)) {
      WalkBranch(*branch);
    } else if (const auto* call = TryAs<TemplateCall>(&node)) {
      const TemplateType* dot = call->pipe != nullptr ? EvaluatePipe(*call->pipe).type : &kAnyType;
      const bool defined = std::any_of(tree_.defines.begin(), tree_.defines.end(),
                                       [&](const Define* d) { return d->name == call->name; });
      watcher_.OnTemplate(*call, *dot, defined);
    } else if (const auto* define = TryAs<Define>(&node)) {
      if (!passes_over_definitions_) WalkDefine(*define);
    }
  }

  // Whoever calls the template chooses its dot, and no variable but `$` is seen inside.
  void WalkDefine(const Define& define) {
    const TemplateType* dot = std::exchange(dot_, &kAnyType);
    const std::size_t first = std::exchange(first_variable_, variables_.size());
    variables_.push_back({"$", &kAnyType});
    WalkList(define.body);
    variables_.truncate(first_variable_);
    first_variable_ = first;
    dot_ = dot;
  }

  void WalkBranch(const Branch& branch) {
    const std::size_t outer_variables = variables_.size();
    const TemplateType* outer_dot = dot_;
    const Value value = EvaluatePipe(*branch.pipe);
    if (branch.kind == NodeKind::kWith) dot_ = value.type;
    if (branch.kind == NodeKind::kRange) {
      dot_ = ElementOf(*value.type);
      BindElements(*branch.pipe, *value.type);
    }
    const std::size_t variables = variables_.size();
    WalkList(branch.body);
    variables_.truncate(variables);
    dot_ = outer_dot;
    WalkList(branch.else_body);
    variables_.truncate(outer_variables);
  }

  // In a range, the last variable is the element; with two, the first is its key.
  void BindElements(const Pipe& pipe, const TemplateType& of) {
    if (pipe.is_assign || pipe.declared.empty()) return;
    variables_.back().type = dot_;
    if (pipe.declared.size() != 2) return;
    const TemplateType* key = &kAnyType;
    if (of.kind == Kind::kList) key = &kIntegerType;
    if (of.kind == Kind::kMap) key = &kTextType;
    variables_[variables_.size() - 2].type = key;
  }

  Value EvaluatePipe(const Pipe& pipe) {
    watcher_.OnNode(pipe, *dot_);
    Value value;
    bool piped = false;
    for (const Command* command : pipe.commands) {
      value = EvaluateCommand(*command, piped ? &value : nullptr);
      piped = true;
    }
    for (const Variable* variable : pipe.declared) {
      watcher_.OnNode(*variable, *dot_);
      if (pipe.is_assign && Find(variable->names[0]) == nullptr) {
        watcher_.OnUnsetVariable(*variable);
        variables_.push_back({variable->names[0], &kAnyType});
      } else if (!pipe.is_assign) {
        variables_.push_back({variable->names[0], value.type});
      }
    }
    return value;
  }

  Value EvaluateCommand(const Command& command, const Value* piped) {
    watcher_.OnNode(command, *dot_);
    const Node& first = *command.arguments[0];
    if (const auto* identifier = TryAs<Identifier>(&first)) {
      watcher_.OnNode(first, *dot_);
      const std::size_t mark = values_.size();
      for (const Node* argument : command.arguments.subspan(1)) {
        const Value value = Evaluate(*argument);
        values_.push_back(value);
      }
      if (piped != nullptr) values_.push_back(*piped);
      const Value result = Call(*identifier, mark);
      values_.truncate(mark);
      return result;
    }

    const Value value = EvaluateAlone(first);
    const Method method = std::exchange(method_, {});
    for (const Node* argument : command.arguments.subspan(1)) Evaluate(*argument);
    if (method.function != nullptr) {
      CheckMethod(method, command.arguments.size() - 1 + (piped != nullptr ? 1 : 0));
      return value;
    }
    // A field of something unknown may be a method.
    const bool may_be_method = EndsInField(first) && value.type->kind == Kind::kAny;
    const bool given = command.arguments.size() > 1 || piped != nullptr;
    if ((given && !may_be_method) || first.kind == NodeKind::kNil) watcher_.OnNotAFunction(first);
    return value;
  }

  // The arguments are those in values_ from `mark` on.
  Value Call(const Identifier& identifier, std::size_t mark) {
    const TemplateFunction* function = identifier.function;
    const auto arguments = values_.from(mark);
    watcher_.OnCall(*function, identifier.span, arguments);
    if (function->result->kind != Kind::kAny || arguments.empty()) return {function->result};
    if (function->role == TemplateFunction::Role::kLooksUp) return {Index(arguments)};
    if (function->role == TemplateFunction::Role::kPicks) {
      const bool alike = std::all_of(arguments.begin(), arguments.end(), [&](const Value& value) {
        return value.type == arguments[0].type;
      });
      if (alike) return {arguments[0].type};
    }
    return {};
  }

  const TemplateType* Index(std::span<const Value> arguments) {
    const TemplateType* type = arguments[0].type;
    for (const Value& key : arguments.subspan(1)) {
      if (type->kind != Kind::kMap && type->kind != Kind::kList) return &kAnyType;
      if (const auto* name = TryAs<String>(key.literal); name != nullptr) {
        if (type->kind == Kind::kMap) {
          watcher_.OnField(*type, name->value, name->span, ElementOf(*type));
        }
      }
      type = ElementOf(*type);
    }
    return type;
  }

  // A method that was found at the end of an operand, to be called with what follows.
  struct Method {
    const GoFunction* function = nullptr;
    const TemplateType* of = nullptr;
    Span name = {};
  };

  void CheckMethod(const Method& method, std::size_t given) {
    const GoSignature& signature = method.function->signature;
    const std::size_t least = signature.count - (signature.is_variadic ? 1U : 0U);
    if (given >= least && (signature.is_variadic || given <= signature.count)) return;
    watcher_.OnMethod(*method.of, *method.function, method.name, given);
  }

  // An operand that stands alone: if it is a method, it is called without arguments.
  Value Evaluate(const Node& node) {
    const Value value = EvaluateAlone(node);
    if (method_.function != nullptr) CheckMethod(std::exchange(method_, {}), 0);
    return value;
  }

  // The same, but a method at its end is left in `method_` for the caller.
  Value EvaluateAlone(const Node& node) {
    if (const auto* pipe = TryAs<Pipe>(&node)) return EvaluatePipe(*pipe);
    watcher_.OnNode(node, *dot_);
    switch (node.kind) {
      case NodeKind::kDot:
        watcher_.OnRead(*dot_, node.span);
        return {dot_};
      case NodeKind::kBool:
        return {&kBoolType, &node};
      case NodeKind::kNumber:
        return {TypeOf(static_cast<const Number&>(node)), &node};
      case NodeKind::kString:
        return {&kTextType, &node};
      case NodeKind::kIdentifier:
        return Call(static_cast<const Identifier&>(node), values_.size());
      case NodeKind::kField: {
        const auto& field = static_cast<const Field&>(node);
        return {Follow(dot_, field.names, field.name_spans, field.span.begin)};
      }
      case NodeKind::kVariable: {
        const auto& variable = static_cast<const Variable&>(node);
        const TemplateType* type = Read(variable);
        watcher_.OnRead(*type, variable.name_spans[0]);
        return {Follow(type, variable.names.subspan(1), variable.name_spans.subspan(1),
                       variable.span.begin)};
      }
      case NodeKind::kChain: {
        const auto& chain = static_cast<const Chain&>(node);
        const Value value = Evaluate(*chain.node);
        return {Follow(value.type, chain.names, chain.name_spans, chain.span.begin)};
      }
      default:
        return {};
    }
  }

  const TemplateType* Follow(const TemplateType* type, std::span<const std::string_view> names,
                             std::span<const Span> spans, std::uint32_t begin) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (method_.function != nullptr) CheckMethod(std::exchange(method_, {}), 0);
      const Member next = MemberOf(*type, names[i]);
      watcher_.OnField(*type, names[i], spans[i], next.type);
      if (next.type == nullptr) return &kAnyType;
      if (next.method != nullptr) method_ = {next.method, type, spans[i]};
      type = next.type;
      watcher_.OnRead(*type, {begin, spans[i].end});
    }
    return type;
  }

  const Binding* Find(std::string_view name) const {
    for (std::size_t i = variables_.size(); i > first_variable_; --i) {
      if (variables_[i - 1].name == name) return &variables_[i - 1];
    }
    return nullptr;
  }

  const TemplateType* Read(const Variable& variable) {
    const Binding* found = Find(variable.names[0]);
    if (found == nullptr) {
      watcher_.OnUnsetVariable(variable);
      variables_.push_back({variable.names[0], &kAnyType});
      return &kAnyType;
    }
    // What was assigned, and whether it has been yet, is not followed.
    const bool reassigned =
        std::binary_search(tree_.assigned.begin(), tree_.assigned.end(), variable.names[0]);
    return reassigned ? &kAnyType : found->type;
  }

  const Tree& tree_;
  Watcher& watcher_;
  const TemplateType* dot_;
  InlineVector<Binding, 16> variables_;
  bool passes_over_definitions_ = true;
  Method method_;
  std::size_t first_variable_ = 0;  // Of the template or definition being walked.
  InlineVector<Value, 16> values_;  // Arguments of the calls being looked at.
};

}  // namespace

void Walk(const Tree& tree, const TemplateEnvironment& environment, Watcher& watcher) {
  Walking(tree, environment, watcher).WalkList(tree.root);
}

void WalkBody(const Tree& tree, const List& body, const TemplateType& dot,
              const TemplateEnvironment& environment, Watcher& watcher) {
  Walking(tree, dot, environment, watcher).WalkList(&body);
}

}  // namespace check::gotemplate

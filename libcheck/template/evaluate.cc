// Working out the values of pipelines, commands and arguments.
#include <algorithm>

#include "libcheck/template/execute.h"

namespace check::gotemplate {
namespace {

bool IsNilable(const GoType& type) {
  switch (type.kind) {
    case GoKind::kInterface:
    case GoKind::kMap:
    case GoKind::kPointer:
    case GoKind::kReflect:
    case GoKind::kSlice:
      return true;
    default:
      return false;
  }
}

// reflect's AssignableTo, of the value's static type.
bool IsAssignable(const GoValue& value, const GoType& type) {
  if (type.kind == GoKind::kInterface) return true;
  if (value.boxed) return false;
  return value.type == &type || value.type->underlying == &type ||
         (type.underlying != nullptr && type.underlying == value.type);
}

// `x` in `'x'`, or `0x1F`: whole numbers whatever letters are in them.
bool IsWholeByLook(std::string_view text) {
  if (!text.empty() && text[0] == '\'') return true;
  return text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X') &&
         text.find_first_of("pP") == std::string_view::npos;
}

}  // namespace

GoValue Execution::EvaluatePipe(const GoValue& dot, const Pipe* pipe) {
  if (pipe == nullptr) return {};
  At(*pipe);
  if (!Enter()) return {};
  GoValue value;
  bool first = true;
  for (const Command* command : pipe->commands) {
    const GoValue last = value;
    value = EvaluateCommand(dot, *command, first ? nullptr : &last).Unboxed();
    first = false;
    if (failed()) return {};
  }
  for (const Variable* variable : pipe->declared) {
    if (pipe->is_assign) {
      SetVariable(variable->names[0], value);
    } else {
      variables_.push_back({variable->names[0], value});
    }
  }
  Leave();
  return value;
}

bool Execution::NotAFunction(std::span<const Node* const> args, const GoValue* last) {
  if (args.size() <= 1 && last == nullptr) return true;
  Fail("can't give argument to non-function %s", {TextOf(*args[0])});
  return false;
}

GoValue Execution::EvaluateCommand(const GoValue& dot, const Command& command,
                                   const GoValue* last) {
  const auto args = command.arguments;
  const Node& first = *args[0];
  switch (first.kind) {
    case NodeKind::kField:
      return EvaluateField(dot, static_cast<const Field&>(first), args, last);
    case NodeKind::kChain:
      return EvaluateChain(dot, static_cast<const Chain&>(first), args, last);
    case NodeKind::kIdentifier:
      return EvaluateFunction(dot, static_cast<const Identifier&>(first), command, args, last);
    case NodeKind::kPipe:
      if (!NotAFunction(args, last)) return {};
      return EvaluatePipe(dot, static_cast<const Pipe*>(&first));
    case NodeKind::kVariable:
      return EvaluateVariable(dot, static_cast<const Variable&>(first), args, last);
    default:
      break;
  }
  At(first);
  if (!Step() || !NotAFunction(args, last)) return {};
  switch (first.kind) {
    case NodeKind::kBool:
      return MakeBool(static_cast<const Bool&>(first).value);
    case NodeKind::kDot:
      return dot;
    case NodeKind::kNumber:
      return EvaluateConstant(static_cast<const Number&>(first));
    case NodeKind::kString:
      return MakeString(static_cast<const String&>(first).value);
    default:
      return Fail("nil is not a command");
  }
}

// A number where any type would do: its looks decide.
GoValue Execution::EvaluateConstant(const Number& number) {
  At(number);
  if (number.is_complex) return MakeComplex(number.real, number.imaginary);
  if (number.is_float && !IsWholeByLook(number.text) &&
      number.text.find_first_of(".eEpP") != std::string_view::npos) {
    return MakeFloat(number.float_value);
  }
  if (number.is_int) return MakeInt(number.int_value);
  if (number.is_uint) return Fail("%s overflows int", {Quoted(number.text)});
  return {};
}

GoValue Execution::EvaluateField(const GoValue& dot, const Field& field,
                                 std::span<const Node* const> args, const GoValue* last) {
  At(field);
  return EvaluateNames(dot, dot, field, field.names, args, last);
}

GoValue Execution::EvaluateChain(const GoValue& dot, const Chain& chain,
                                 std::span<const Node* const> args, const GoValue* last) {
  At(chain);
  const GoValue value = EvaluateArgument(dot, nullptr, *chain.node);
  if (failed()) return {};
  return EvaluateNames(dot, value, chain, chain.names, args, last);
}

GoValue Execution::EvaluateVariable(const GoValue& dot, const Variable& variable,
                                    std::span<const Node* const> args, const GoValue* last) {
  At(variable);
  if (!Step()) return {};
  const GoValue* value = FindVariable(variable.names[0]);
  if (value == nullptr) return Fail("undefined variable: %s", {Quoted(variable.names[0])});
  if (variable.names.size() == 1) {
    if (!args.empty() && !NotAFunction(args, last)) return {};
    return *value;
  }
  return EvaluateNames(dot, *value, variable, variable.names.subspan(1), args, last);
}

// `.a.b.c`: only the last name is given arguments.
GoValue Execution::EvaluateNames(const GoValue& dot, GoValue receiver, const Node& node,
                                 std::span<const std::string_view> names,
                                 std::span<const Node* const> args, const GoValue* last) {
  for (const std::string_view name : names.first(names.size() - 1)) {
    receiver = EvaluateName(dot, name, node, {}, nullptr, receiver);
    if (failed()) return {};
  }
  return EvaluateName(dot, names.back(), node, args, last, receiver);
}

GoValue Execution::EvaluateName(const GoValue& dot, std::string_view name, const Node& node,
                                std::span<const Node* const> args, const GoValue* last,
                                const GoValue& receiver) {
  if (!Step()) return {};
  if (!receiver.valid()) {
    if (program_.missing_key != MissingKey::kError) return {};
    return Fail("nil data; no entry for key %q", {Quoted(name)});
  }
  const GoValue type_name = TypeOf(receiver);
  const auto [inside, is_nil] = Indirect(receiver);
  if (is_nil && inside.boxed) {
    return Fail("nil pointer evaluating %s.%s", {type_name, Quoted(name)});
  }
  const GoType& type = *inside.type;
  const GoType& methods_of = is_nil ? *type.element : type;
  if (const GoFunction* method = FindMethod(methods_of, name)) {
    return Call(dot, *method, &inside, node, args, last);
  }
  const bool has_args = args.size() > 1 || last != nullptr;
  if (is_nil) {
    if (type.element->kind == GoKind::kStruct && FindField(*type.element, name) == nullptr) {
      return Fail("can't evaluate field %s in type %s", {Quoted(name), type_name});
    }
    return Fail("nil pointer evaluating %s.%s", {type_name, Quoted(name)});
  }
  if (type.kind == GoKind::kStruct) {
    if (const GoField* field = FindField(type, name)) {
      if (!IsExported(name)) {
        return Fail("%s is an unexported field of struct type %s", {Quoted(name), type_name});
      }
      if (has_args) {
        return Fail("%s has arguments but cannot be invoked as function", {Quoted(name)});
      }
      const GoValue value = field->get(inside.object, arena());
      if (value.kind() == GoKind::kSlice && !Reserve(value.list.size * sizeof(GoValue))) return {};
      return value;
    }
  } else if (type.kind == GoKind::kMap) {
    if (has_args) return Fail("%s is not a method but has arguments", {Quoted(name)});
    if (const auto found = MapFind(inside, name)) return *found;
    switch (program_.missing_key) {
      case MissingKey::kInvalid:
        return {};
      case MissingKey::kZero:
        return ZeroOf(*type.element);
      case MissingKey::kError:
        return Fail("map has no entry for key %q", {Quoted(name)});
    }
  }
  return Fail("can't evaluate field %s in type %s", {Quoted(name), type_name});
}

GoValue Execution::EvaluateFunction(const GoValue& dot, const Identifier& name, const Node& node,
                                    std::span<const Node* const> args, const GoValue* last) {
  At(name);
  if (!Step()) return {};
  return Call(dot, *name.function, nullptr, node, args, last);
}

// `args` are as written, what is called first, or empty. `node` is what messages point to.
GoValue Execution::Call(const GoValue& dot, const GoFunction& function, const GoValue* receiver,
                        const Node& node, std::span<const Node* const> args, const GoValue* last) {
  if (!args.empty()) args = args.subspan(1);
  const GoSignature& signature = function.signature;
  const std::size_t given = args.size() + (last != nullptr ? 1 : 0);
  const std::size_t fixed = signature.is_variadic ? signature.count - 1U : signature.count;
  const auto number = [](std::size_t count) { return MakeInt(static_cast<std::int64_t>(count)); };
  if (signature.is_variadic && given < fixed) {
    return Fail("wrong number of args for %s: want at least %d got %d",
                {Quoted(function.name), number(fixed), number(args.size())});
  }
  if (!signature.is_variadic && given != fixed) {
    return Fail("wrong number of args for %s: want %d got %d",
                {Quoted(function.name), number(fixed), number(given)});
  }
  if (signature.results == 2 && !signature.second_result.empty()) {
    return Fail("%v", {Quoted("invalid function signature for " + std::string(function.name) +
                              ": second return value should be error; is " +
                              std::string(signature.second_result))});
  }
  if (signature.results == 0 || signature.results > 2) {
    return Fail("%v",
                {Quoted("function " + std::string(function.name) + " has " +
                        std::to_string(signature.results) + " return values; should be 1 or 2")});
  }
  if (function.special == GoFunction::Special::kAnd ||
      function.special == GoFunction::Special::kOr) {
    return CallAndOr(dot, function, args, last);
  }

  const std::size_t mark = arguments_.size();
  const auto type_of = [&](std::size_t index) {
    return signature.parameters[std::min<std::size_t>(index, signature.count - 1U)];
  };
  std::size_t bytes = 0;
  const auto add = [&](GoValue argument, const GoType& type) {
    // A reflect.Value still knows of its interface.
    if (type.kind != GoKind::kReflect && argument.type != nullptr) argument.boxed = false;
    if (argument.Unboxed().kind() == GoKind::kString) bytes += argument.text.size;
    arguments_.push_back(argument);
  };
  for (std::size_t i = 0; i < args.size(); ++i) {
    const GoValue argument = EvaluateArgument(dot, type_of(i), *args[i]);
    if (failed()) return {};
    add(argument, *type_of(i));
  }
  if (last != nullptr) {
    const GoValue argument = Validate(*last, type_of(args.size()));
    if (failed()) return {};
    add(argument, *type_of(args.size()));
  }
  // Long texts take time.
  steps_ += bytes / 64;
  if (!Step()) return {};

  std::string callee;
  GoCall call = {.execution = *this,
                 .name = function.name,
                 .receiver = receiver,
                 .arguments = arguments_.from(mark)};
  if (function.special == GoFunction::Special::kCall) {
    // Go hands over what was written, or text that was piped in.
    if (!args.empty()) {
      call.name = TextOf(*args[0]).string();
    } else if (last->kind() == GoKind::kString) {
      call.name = last->string();
    } else {
      const std::string_view type = last->valid() ? TypeName(*last) : "invalid";
      call.name = Quoted("<" + std::string(type) + " Value>").string();
    }
  }
  const bool worked = function.code(call);
  arguments_.truncate(mark);
  if (failed()) return {};
  if (!worked) {
    At(node);
    const auto* reason = arena().New<std::string_view>(arena().Copy(call.error));
    return Fail("error calling %s: %w", {Quoted(function.name), MakeObject(reason, kGoError)});
  }
  return call.result;
}

// `and` and `or` do not evaluate what does not matter.
GoValue Execution::CallAndOr(const GoValue& dot, const GoFunction& function,
                             std::span<const Node* const> args, const GoValue* last) {
  const bool decides = function.special == GoFunction::Special::kOr;
  GoValue value;
  for (const Node* arg : args) {
    value = EvaluateArgument(dot, &kGoReflectValue, *arg);
    if (failed() || IsTrue(value) == decides) return value;
  }
  return last != nullptr ? *last : value;
}

// Makes sure that the value can be handed to a parameter of the type; null is any.
GoValue Execution::Validate(const GoValue& value, const GoType* type) {
  if (failed() || type == nullptr || type->kind == GoKind::kReflect) return value;
  if (!value.valid()) {
    if (IsNilable(*type)) return ZeroOf(*type);
    return Fail("invalid value; expected %s", {Quoted(type->name)});
  }
  GoValue given = value;
  if (IsAssignable(given, *type)) return given;
  if (given.boxed && given.type != nullptr) {
    given = given.Unboxed();
    if (IsAssignable(given, *type)) return given;
  }
  if (given.kind() == GoKind::kPointer &&
      (given.type->element == type || given.type->element->underlying == type)) {
    if (given.object == nullptr) {
      return Fail("dereference of nil pointer of type %s", {Quoted(type->name)});
    }
    return Pointee(given);
  }
  return Fail("wrong type for value; expected %s; got %s", {Quoted(type->name), TypeOf(given)});
}

GoValue Execution::EvaluateArgument(const GoValue& dot, const GoType* type, const Node& node) {
  At(node);
  if (!Step()) return {};
  switch (node.kind) {
    case NodeKind::kDot:
      return Validate(dot, type);
    case NodeKind::kNil:
      if (IsNilable(*type)) return ZeroOf(*type);
      return Fail("cannot assign nil to %s", {Quoted(type->name)});
    case NodeKind::kField: {
      const Node* const itself = &node;
      return Validate(
          EvaluateField(dot, static_cast<const Field&>(node), std::span(&itself, 1), nullptr),
          type);
    }
    case NodeKind::kVariable:
      return Validate(EvaluateVariable(dot, static_cast<const Variable&>(node), {}, nullptr), type);
    case NodeKind::kPipe:
      return Validate(EvaluatePipe(dot, static_cast<const Pipe*>(&node)), type);
    case NodeKind::kIdentifier: {
      const auto& name = static_cast<const Identifier&>(node);
      return Validate(EvaluateFunction(dot, name, node, {}, nullptr), type);
    }
    case NodeKind::kChain:
      return Validate(EvaluateChain(dot, static_cast<const Chain&>(node), {}, nullptr), type);
    default:
      return EvaluateLiteral(*type, node);
  }
}

// A literal takes the type of the parameter it is for.
GoValue Execution::EvaluateLiteral(const GoType& type, const Node& node) {
  const Number* number = TryAs<Number>(&node);
  switch (type.kind) {
    case GoKind::kInterface:
    case GoKind::kReflect:
      if (number != nullptr) return EvaluateConstant(*number);
      if (const Bool* boolean = TryAs<Bool>(&node)) return MakeBool(boolean->value);
      return MakeString(static_cast<const String&>(node).value);
    case GoKind::kBool:
      if (const Bool* boolean = TryAs<Bool>(&node)) return MakeBool(boolean->value);
      return Fail("expected bool; found %s", {TextOf(node)});
    case GoKind::kString:
      if (const String* string = TryAs<String>(&node)) return MakeString(string->value, type);
      return Fail("expected string; found %s", {TextOf(node)});
    case GoKind::kInt:
      if (number != nullptr && number->is_int) {
        const std::int64_t value = number->int_value;
        return MakeInt(type.bytes == 4 ? static_cast<std::int32_t>(value) : value, type);
      }
      return Fail("expected integer; found %s", {TextOf(node)});
    case GoKind::kUint:
      if (number != nullptr && number->is_uint) return MakeUint(number->uint_value, type);
      return Fail("expected unsigned integer; found %s", {TextOf(node)});
    case GoKind::kFloat:
      if (number != nullptr && number->is_float) return MakeFloat(number->float_value);
      return Fail("expected float; found %s", {TextOf(node)});
    case GoKind::kComplex:
      if (number != nullptr && number->is_complex) {
        return MakeComplex(number->real, number->imaginary);
      }
      return Fail("expected complex; found %s", {TextOf(node)});
    default:
      return Fail("can't handle %s for arg of type %s", {TextOf(node), Quoted(type.name)});
  }
}

}  // namespace check::gotemplate

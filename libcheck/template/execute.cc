// Going through the nodes of a template.
#include "libcheck/template/execute.h"

#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/quote.h"
#include "libcheck/template/go_print.h"
#include "libcheck/template/node_text.h"

namespace check::gotemplate {
namespace {

std::string DoublePercents(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c;
    if (c == '%') out += c;
  }
  return out;
}

}  // namespace

GoValue Printable(GoValue value) {
  if (!value.valid()) return MakeString("<no value>");
  while (value.kind() == GoKind::kPointer && value.object != nullptr) {
    const GoValue inside = Pointee(value);
    // The pointer's own String(), if what it points to has none.
    if (inside.type->to_string == nullptr && value.type->to_string != nullptr) break;
    value = inside;
  }
  return value;
}

Execution::Execution(const Program& program, const ExecutionInput& input,
                     const ExecutionLimits& limits, ExecutionMemory& memory)
    : program_(program), input_(input), limits_(limits), memory_(memory) {
  memory_.arena.Reset();
  memory_.output.clear();
  memory_.kept.clear();
}

bool Execution::Run() {
  // In a set the text is executed whatever else has its name.
  definition_ = program_.definitions != nullptr
                    ? Definition{program_.name, program_.tree->root, &program_}
                    : FindDefinition(program_.name);
  variables_.push_back({"$", input_.dot});
  for (std::size_t i = 0; i < input_.variables.size(); ++i) {
    variables_.push_back({program_.environment->variables[i].name, input_.variables[i]});
  }
  if (definition_.body == nullptr) {
    Fail("%q is an incomplete or empty template", {Quoted(program_.name)});
    return false;
  }
  return WalkList(input_.dot, *definition_.body) != Flow::kFailed;
}

// Go: of several definitions with one name, the one that is not blank counts; of blank ones the
// last. The template itself is the last of all.
Definition Execution::FindDefinition(std::string_view name) const {
  if (program_.definitions != nullptr) {
    const Definition* definition = program_.definitions->Find(name);
    return definition != nullptr ? *definition : Definition{};
  }
  const Define* found = nullptr;
  for (const Define* define : program_.tree->defines) {
    if (define->name != name) continue;
    if (found == nullptr || !IsBlank(define->body)) {
      found = define;
    } else if (IsBlank(found->body)) {
      found = define;
    }
  }
  const bool is_itself = name == program_.name;
  const List* root = program_.tree->root;
  if (is_itself && (found == nullptr || IsBlank(found->body) || !IsBlank(root) ||
                    !program_.environment->prefix.empty())) {
    return {program_.name, root, &program_};
  }
  if (found == nullptr) return {};
  return {found->name, found->body, &program_};
}

const GoValue* Execution::FindVariable(std::string_view name) const {
  for (std::size_t i = variables_.size(); i > first_variable_; --i) {
    if (variables_[i - 1].name == name) return &variables_[i - 1].value;
  }
  return nullptr;
}

void Execution::SetVariable(std::string_view name, const GoValue& value) {
  for (std::size_t i = variables_.size(); i > first_variable_; --i) {
    if (variables_[i - 1].name != name) continue;
    variables_[i - 1].value = value;
    return;
  }
  Fail("undefined variable: %s", {Quoted(name)});
}

GoValue Execution::TextOf(const Node& node) {
  std::string text;
  AppendNodeText(text, node);
  return Quoted(text);
}

GoValue Execution::Fail(std::string_view format, std::initializer_list<GoValue> arguments) {
  if (failed_) return {};
  failed_ = true;
  // Prometheus: the variables stand in front of the text, so that is where columns begin.
  std::string whole = "template: ";
  if (node_ == nullptr) {
    whole += DoublePercents(program_.name) + ": ";
  } else {
    const Program& in = *definition_.in;
    const std::uint32_t at = GoPosition(*node_);
    const std::string_view before = in.text.substr(0, at);
    const std::size_t line_break = before.rfind('\n');
    const std::size_t column = line_break == std::string_view::npos
                                   ? program_.environment->prefix.size() + at
                                   : at - line_break - 1;
    const auto lines = std::count(before.begin(), before.end(), '\n');
    std::string context;
    AppendNodeText(context, *node_);
    // Go: percent signs in the template's name are taken for verbs here.
    whole += fmt::format("{}:{}:{}: executing {} at <{}>: ", in.name, 1 + lines, column,
                         GoQuote(DoublePercents(definition_.name)), DoublePercents(context));
    trace_ = {0, std::string(in.text), node_->span, {}};
  }
  constexpr std::size_t kLongestMessage = std::size_t{1} << 20;
  const std::span values(arguments.begin(), arguments.size());
  GoPrinter(trace_.why, kLongestMessage, memory_.arena).Errorf(std::string(format), values);
  whole += format;
  GoPrinter(error_, kLongestMessage, memory_.arena).Errorf(whole, values);
  return {};
}

ExecutionLimits Execution::limits_left() const {
  ExecutionLimits left = limits_;
  left.templates -= templates_;
  left.depth -= depth_;
  left.steps -= std::min(steps_, limits_.steps);
  left.memory_bytes -= memory_used_;
  return left;
}

ExecutionTrace Execution::trace() const {
  ExecutionTrace trace = trace_;
  trace.steps = steps_;
  return trace;
}

void Execution::FailLimit(std::string_view format, std::uint64_t limit) {
  Fail(format, {MakeInt(static_cast<std::int64_t>(limit))});
}

bool Execution::Step() {
  if (failed_) return false;
  if (++steps_ <= limits_.steps) return true;
  FailLimit("exceeded maximum number of template steps (%v)", limits_.steps);
  return false;
}

bool Execution::Enter() {
  if (!Step()) return false;
  if (++depth_ <= limits_.depth) return true;
  --depth_;
  FailLimit("exceeded maximum nesting of template actions (%v)",
            static_cast<std::uint64_t>(limits_.depth));
  return false;
}

bool Execution::Reserve(std::size_t bytes) {
  if (failed_) return false;
  if (bytes <= limits_.memory_bytes - memory_used_) {
    memory_used_ += bytes;
    return true;
  }
  FailLimit("exceeded maximum memory of a template (%v bytes)", limits_.memory_bytes);
  return false;
}

GoValue Execution::KeepString(std::string_view text, const GoType& type) {
  if (!Reserve(text.size())) return {};
  return MakeString(memory_.arena.Copy(text), type);
}

const SearchRegex* Execution::FindRegex(std::string_view pattern, std::string& error) {
  constexpr std::size_t kMostRegexes = 256;
  if (memory_.regexes.size() >= kMostRegexes) memory_.regexes.clear();
  auto found = memory_.regexes.find(std::string(pattern));
  if (found == memory_.regexes.end()) {
    found = memory_.regexes.emplace(pattern, SearchRegex::Compile(pattern)).first;
  }
  if (found->second.ok()) return &*found->second;
  error = found->second.error().message;
  return nullptr;
}

Execution::Flow Execution::WalkList(const GoValue& dot, const List& list) {
  if (!Enter()) return Flow::kFailed;
  for (const Node* node : list.nodes) {
    const Flow flow = Walk(dot, *node);
    if (flow == Flow::kOn) continue;
    Leave();
    return flow;
  }
  Leave();
  return Flow::kOn;
}

Execution::Flow Execution::Walk(const GoValue& dot, const Node& node) {
  if (node.kind == NodeKind::kDefine) return Flow::kOn;
  At(node);
  if (!Step()) return Flow::kFailed;
  switch (node.kind) {
    case NodeKind::kText: {
      const std::string_view text = static_cast<const Text&>(node).text;
      if (memory_.output.size() + text.size() > limits_.output_bytes) {
        FailLimit("exceeded maximum output of a template (%v bytes)", limits_.output_bytes);
        return Flow::kFailed;
      }
      memory_.output += text;
      if (input_.prints != nullptr) {
        input_.prints->OnPrint(*definition_.in, node, memory_.output.size() - text.size(), text);
      }
      return Flow::kOn;
    }
    case NodeKind::kAction: {
      const Pipe* pipe = static_cast<const Action&>(node).pipe;
      const GoValue value = EvaluatePipe(dot, pipe);
      if (failed()) return Flow::kFailed;
      if (!pipe->declared.empty()) return Flow::kOn;
      const std::size_t before = memory_.output.size();
      PrintResult(node, value);
      if (failed()) return Flow::kFailed;
      if (input_.prints != nullptr) {
        input_.prints->OnPrint(*definition_.in, node, before,
                               std::string_view(memory_.output).substr(before));
      }
      return Flow::kOn;
    }
    case NodeKind::kBreak:
      return Flow::kBreak;
    case NodeKind::kContinue:
      return Flow::kContinue;
    case NodeKind::kIf:
    case NodeKind::kWith:
      return WalkIfOrWith(dot, static_cast<const Branch&>(node));
    case NodeKind::kRange:
      return WalkRange(dot, static_cast<const Branch&>(node));
    case NodeKind::kTemplate:
      return WalkTemplate(dot, static_cast<const TemplateCall&>(node));
    default:
      return Flow::kOn;
  }
}

void Execution::PrintResult(const Node& action, const GoValue& value) {
  At(action);
  const GoValue shown = Printable(value);
  const std::size_t before = memory_.output.size();
  if (shown.kind() == GoKind::kString && shown.type->to_string == nullptr) {
    if (before + shown.text.size <= limits_.output_bytes) {
      memory_.output += shown.string();
      return;
    }
  }
  GoPrinter printer(memory_.output, limits_.output_bytes, memory_.arena);
  printer.Print(std::span(&shown, 1));
  if (!printer.overflowed()) return;
  FailLimit("exceeded maximum output of a template (%v bytes)", limits_.output_bytes);
}

Execution::Flow Execution::WalkIfOrWith(const GoValue& dot, const Branch& branch) {
  const std::size_t mark = variables_.size();
  const GoValue value = EvaluatePipe(dot, branch.pipe);
  if (failed()) return Flow::kFailed;
  const bool taken = IsTrue(value);
  if (input_.observer != nullptr) input_.observer->OnBranch(branch, taken);
  Flow flow = Flow::kOn;
  if (taken) {
    flow = WalkList(branch.kind == NodeKind::kWith ? value : dot, *branch.body);
  } else if (branch.else_body != nullptr) {
    flow = WalkList(dot, *branch.else_body);
  }
  variables_.truncate(mark);
  return flow;
}

Execution::Flow Execution::WalkElement(const Branch& branch, const GoValue& index,
                                       const GoValue& element) {
  const Pipe& pipe = *branch.pipe;
  const std::size_t count = pipe.declared.size();
  const std::size_t mark = variables_.size();
  if (pipe.is_assign) {
    // With two variables, the index comes first; with one, it is the element.
    if (count > 0) SetVariable(pipe.declared[0]->names[0], count > 1 ? index : element);
    if (count > 1) SetVariable(pipe.declared[1]->names[0], element);
  } else {
    if (count > 0) variables_[mark - 1].value = element;
    if (count > 1) variables_[mark - 2].value = index;
  }
  if (input_.observer != nullptr) input_.observer->OnBranch(branch, true);
  const Flow flow = failed() ? Flow::kFailed : WalkList(element, *branch.body);
  variables_.truncate(mark);
  return flow;
}

Execution::Flow Execution::WalkRange(const GoValue& dot, const Branch& branch) {
  const std::size_t mark = variables_.size();
  const GoValue value = Indirect(EvaluatePipe(dot, branch.pipe)).value;
  if (failed()) return Flow::kFailed;

  bool any = false;
  Flow flow = Flow::kOn;
  // Whether to go on with the next element.
  const auto walk = [&](const GoValue& index, const GoValue& element) {
    any = true;
    flow = WalkElement(branch, index, element);
    if (flow == Flow::kContinue) flow = Flow::kOn;
    return flow == Flow::kOn;
  };
  switch (value.kind()) {
    case GoKind::kInt:
    case GoKind::kUint: {
      if (branch.pipe->declared.size() > 1) {
        Fail("can't use %v to iterate over more than one variable", {value});
        return Flow::kFailed;
      }
      GoValue element = value;
      const bool is_signed = value.kind() == GoKind::kInt;
      const std::uint64_t count =
          is_signed ? static_cast<std::uint64_t>(std::max<std::int64_t>(value.integer, 0))
                    : value.natural;
      for (std::uint64_t i = 0; i < count; ++i) {
        element.natural = i;
        if (!walk({}, element)) break;
      }
      break;
    }
    case GoKind::kSlice:
      for (std::uint32_t i = 0; i < value.list.size; ++i) {
        if (!walk(MakeInt(i), value.list.data[i])) break;
      }
      break;
    case GoKind::kMap:
      for (std::size_t i = 0; i < MapSize(value); ++i) {
        if (!walk(MakeString(MapKey(value, i)), MapValue(value, i))) break;
      }
      break;
    case GoKind::kInvalid:
      break;
    default:
      Fail("range can't iterate over %v", {value});
      return Flow::kFailed;
  }
  if (flow == Flow::kBreak) flow = Flow::kOn;
  if (!any) {
    if (input_.observer != nullptr) input_.observer->OnBranch(branch, false);
    if (branch.else_body != nullptr) flow = WalkList(dot, *branch.else_body);
  }
  variables_.truncate(mark);
  return flow;
}

Execution::Flow Execution::WalkTemplate(const GoValue& dot, const TemplateCall& call) {
  const Definition called = FindDefinition(call.name);
  if (called.body == nullptr) {
    Fail("template %q not defined", {Quoted(call.name)});
    return Flow::kFailed;
  }
  if (templates_ == limits_.templates) {
    FailLimit("exceeded maximum template depth (%v)",
              static_cast<std::uint64_t>(limits_.templates));
    return Flow::kFailed;
  }
  // Variables that the pipeline declares stay.
  const GoValue argument = EvaluatePipe(dot, call.pipe);
  if (failed()) return Flow::kFailed;

  const Definition caller = std::exchange(definition_, called);
  const Node* node = node_;
  const std::size_t mark = variables_.size();
  const std::size_t first = std::exchange(first_variable_, mark);
  variables_.push_back({"$", argument});
  ++templates_;
  const Flow flow = WalkList(argument, *called.body);
  if (flow == Flow::kFailed) return flow;
  --templates_;
  variables_.truncate(mark);
  first_variable_ = first;
  node_ = node;
  definition_ = caller;
  return Flow::kOn;
}

}  // namespace check::gotemplate

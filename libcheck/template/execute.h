#ifndef LIBCHECK_TEMPLATE_EXECUTE_H_
#define LIBCHECK_TEMPLATE_EXECUTE_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/inline_vector.h"
#include "libcheck/base/regex.h"
#include "libcheck/template/ast.h"
#include "libcheck/template/environment.h"
#include "libcheck/template/value.h"

namespace check::gotemplate {

/// How much one execution may do. Prometheus knows only the first of these, and allows 100,000.
struct ExecutionLimits {
  int templates = 500;  ///< How deeply templates may call each other.
  int depth = 3'000;    ///< How deeply all that is executed may nest.
  std::uint64_t steps = 20'000'000;
  std::size_t output_bytes = std::size_t{16} << 20;
  std::size_t memory_bytes = std::size_t{128} << 20;  ///< For all texts and lists that are made.
};

/// What happens to keys that a map does not have.
enum class MissingKey : std::uint8_t {
  kInvalid,  ///< Nothing, printed as <no value>.
  kZero,     ///< The zero value of the map's elements.
  kError,
};

/// Told of which way templates went, for reports on coverage.
class BranchObserver {
 public:
  BranchObserver() = default;
  BranchObserver(const BranchObserver&) = delete;
  BranchObserver& operator=(const BranchObserver&) = delete;
  virtual ~BranchObserver() = default;

  /// The body of an `if`, `with` or `range` is about to be executed, or else (`taken` is false)
  /// what stands after `else`, be it nothing. For `range`, once for every element.
  virtual void OnBranch(const Branch& branch, bool taken) = 0;
};

struct Program;

/// Told of what each part of a template prints.
class PrintObserver {
 public:
  PrintObserver() = default;
  PrintObserver(const PrintObserver&) = delete;
  PrintObserver& operator=(const PrintObserver&) = delete;
  virtual ~PrintObserver() = default;

  /// A text or an action of `in` has printed what is in the output from `begin` on.
  virtual void OnPrint(const Program& in, const Node& node, std::size_t begin,
                       std::string_view printed) = 0;
};

/// A template's body, and the text it is from.
struct Definition {
  std::string_view name;
  const List* body = nullptr;
  const Program* in = nullptr;
};

/// Templates by their names: some of one's own, and others that were there before.
class Definitions {
 public:
  explicit Definitions(const Definitions* others = nullptr) : others_(others) {}

  void Set(const Definition& definition) { own_[definition.name] = definition; }
  /// Null if there is none.
  const Definition* Find(std::string_view name) const {
    const auto found = own_.find(name);
    if (found != own_.end()) return &found->second;
    return others_ != nullptr ? others_->Find(name) : nullptr;
  }

 private:
  const Definitions* others_;
  std::unordered_map<std::string_view, Definition> own_;
};

/// A parsed text with what was needed to parse it. All that it points to must outlive it.
struct Program {
  const Tree* tree = nullptr;
  std::string_view name;
  std::string_view text;  ///< What the tree was parsed from, without the environment's prefix.
  const TemplateEnvironment* environment = nullptr;
  MissingKey missing_key = MissingKey::kInvalid;
  /// All templates that can be called. Null: those that `tree` defines.
  const Definitions* definitions = nullptr;
};

/// What one execution is given.
struct ExecutionInput {
  GoValue dot;
  std::span<const GoValue> variables;  ///< Of the environment, in its order.
  const void* context = nullptr;       ///< For the environment's functions.
  BranchObserver* observer = nullptr;
  PrintObserver* prints = nullptr;
};

/// How an execution went.
struct ExecutionTrace {
  std::uint64_t steps = 0;  ///< That it took.
  std::string text;         ///< What the template that failed was parsed from; empty: none.
  Span span;                ///< Of the node in it.
  std::string why;          ///< The error without the place.
};

/// Memory for executions, to be used for many of them, one at a time.
struct ExecutionMemory {
  Arena arena;
  std::string output;
  std::string scratch;
  std::vector<std::shared_ptr<const void>> kept;  ///< What the arena cannot hold.
  std::unordered_map<std::string, Result<SearchRegex>> regexes;
};

/// One execution of a template, as Go's text/template does it. RunTemplate is its face; this class
/// is for the files that make it up and for functions that are called.
///
/// Where Go panics, functions here set failed() and return; whoever calls one looks at that.
class Execution {
 public:
  Execution(const Program& program, const ExecutionInput& input, const ExecutionLimits& limits,
            ExecutionMemory& memory);

  /// False: error() says why not. The text is in the memory's `output`.
  bool Run();
  const std::string& error() const { return error_; }
  ExecutionTrace trace() const;

  // For functions.
  Arena& arena() { return memory_.arena; }
  const void* context() const { return input_.context; }
  /// A value with a copy of `text`.
  GoValue KeepString(std::string_view text, const GoType& type = kGoString);
  /// Keeps an object until the template is done.
  void Keep(std::shared_ptr<const void> object) { memory_.kept.push_back(std::move(object)); }
  /// Counts bytes that a function is about to take. False if there are too many: the function
  /// should give up, and need not say why.
  bool Reserve(std::size_t bytes);
  std::size_t memory_left() const { return limits_.memory_bytes - memory_used_; }
  /// What is left for executions inside of this one.
  ExecutionLimits limits_left() const;
  /// An empty text to build things in.
  std::string& scratch() {
    memory_.scratch.clear();
    return memory_.scratch;
  }
  /// The compiled pattern, or why it cannot be compiled.
  const SearchRegex* FindRegex(std::string_view pattern, std::string& error);

 private:
  enum class Flow : std::uint8_t { kOn, kBreak, kContinue, kFailed };
  struct NamedValue {
    std::string_view name;
    GoValue value;
  };

  bool failed() const { return failed_; }

  // What is executed: execute.cc.
  Flow Walk(const GoValue& dot, const Node& node);
  Flow WalkList(const GoValue& dot, const List& list);
  Flow WalkIfOrWith(const GoValue& dot, const Branch& branch);
  Flow WalkRange(const GoValue& dot, const Branch& branch);
  Flow WalkElement(const Branch& branch, const GoValue& index, const GoValue& element);
  Flow WalkTemplate(const GoValue& dot, const TemplateCall& call);
  void PrintResult(const Node& action, const GoValue& value);
  Definition FindDefinition(std::string_view name) const;
  const GoValue* FindVariable(std::string_view name) const;
  void SetVariable(std::string_view name, const GoValue& value);

  // What is evaluated: evaluate.cc. `last` is what the pipeline gave so far, or null.
  GoValue EvaluatePipe(const GoValue& dot, const Pipe* pipe);
  GoValue EvaluateCommand(const GoValue& dot, const Command& command, const GoValue* last);
  GoValue EvaluateConstant(const Number& number);
  GoValue EvaluateField(const GoValue& dot, const Field& field, std::span<const Node* const> args,
                        const GoValue* last);
  GoValue EvaluateVariable(const GoValue& dot, const Variable& variable,
                           std::span<const Node* const> args, const GoValue* last);
  GoValue EvaluateChain(const GoValue& dot, const Chain& chain, std::span<const Node* const> args,
                        const GoValue* last);
  GoValue EvaluateFunction(const GoValue& dot, const Identifier& name, const Node& node,
                           std::span<const Node* const> args, const GoValue* last);
  GoValue EvaluateNames(const GoValue& dot, GoValue receiver, const Node& node,
                        std::span<const std::string_view> names, std::span<const Node* const> args,
                        const GoValue* last);
  GoValue EvaluateName(const GoValue& dot, std::string_view name, const Node& node,
                       std::span<const Node* const> args, const GoValue* last,
                       const GoValue& receiver);
  GoValue Call(const GoValue& dot, const GoFunction& function, const GoValue* receiver,
               const Node& node, std::span<const Node* const> args, const GoValue* last);
  GoValue CallAndOr(const GoValue& dot, const GoFunction& function,
                    std::span<const Node* const> args, const GoValue* last);
  GoValue EvaluateArgument(const GoValue& dot, const GoType* type, const Node& node);
  GoValue EvaluateLiteral(const GoType& type, const Node& node);
  GoValue Validate(const GoValue& value, const GoType* type);
  bool NotAFunction(std::span<const Node* const> args, const GoValue* last);

  void At(const Node& node) { node_ = &node; }
  bool Step();
  bool Enter();
  void Leave() { --depth_; }
  /// Fails with a message, made as fmt.Errorf does, about the node that At() was told of last.
  GoValue Fail(std::string_view format, std::initializer_list<GoValue> arguments = {});
  /// Fails since a limit is reached.
  void FailLimit(std::string_view format, std::uint64_t limit);
  /// A text to hand to Fail.
  GoValue Quoted(std::string_view text) { return MakeString(memory_.arena.Copy(text)); }
  GoValue TextOf(const Node& node);
  GoValue TypeOf(const GoValue& value) { return MakeString(TypeName(value)); }

  const Program& program_;
  const ExecutionInput& input_;
  const ExecutionLimits& limits_;
  ExecutionMemory& memory_;

  Definition definition_;       // Being executed.
  const Node* node_ = nullptr;  // Being executed, for messages.
  InlineVector<NamedValue, 16> variables_;
  std::size_t first_variable_ = 0;  // Of those of `definition_`.
  InlineVector<GoValue, 16> arguments_;
  int templates_ = 0;
  int depth_ = 0;
  std::uint64_t steps_ = 0;
  std::size_t memory_used_ = 0;
  bool failed_ = false;
  std::string error_;
  ExecutionTrace trace_;
};

/// What a function or method is called with, and what it gives.
struct GoCall {
  Execution& execution;
  std::string_view name;
  const GoValue* receiver;  ///< Null for functions. May be a nil pointer.
  std::span<const GoValue> arguments;
  GoValue result = {};
  std::string error = {};
};

/// What is printed for a value: what a pointer points to, or a text if there is no value.
GoValue Printable(GoValue value);

/// What Go says of a nil pointer that is followed nevertheless.
inline constexpr std::string_view kNilDereference =
    "runtime error: invalid memory address or nil pointer dereference";

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_EXECUTE_H_

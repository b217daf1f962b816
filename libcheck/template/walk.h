#ifndef LIBCHECK_TEMPLATE_WALK_H_
#define LIBCHECK_TEMPLATE_WALK_H_

#include <span>
#include <string_view>

#include "libcheck/template/ast.h"
#include "libcheck/template/environment.h"

/// Going through a template in the order it would be expanded, knowing at each place what the dot
/// and the variables are.
namespace check::gotemplate {

/// What a value is, and the literal it was written as, if it was.
struct Value {
  const TemplateType* type = &kAnyType;
  const Node* literal = nullptr;
};

/// Told of what Walk comes across. Override what is of interest.
class Watcher {
 public:
  Watcher() = default;
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;
  virtual ~Watcher() = default;

  /// Every node, before what is in it. `dot` is what `.` is there.
  virtual void OnNode(const Node& node, const TemplateType& dot);

  /// `.name`, or the same by way of `index`, is read from a value of type `of`. `result` is null
  /// if there can be no such thing. `where` is the name.
  virtual void OnField(const TemplateType& of, std::string_view name, Span where,
                       const TemplateType* result);

  /// A value of type `type` is read: `where` is the whole of `$value` or `.Value`.
  virtual void OnRead(const TemplateType& type, Span where);

  /// A function is called, with what is piped into it last among `arguments`.
  virtual void OnCall(const TemplateFunction& function, Span name,
                      std::span<const Value> arguments);

  /// The method `name` of a value of type `of` is called with another number of arguments than it
  /// takes.
  virtual void OnMethod(const TemplateType& of, const GoFunction& method, Span name,
                        std::size_t given);

  /// Arguments are given to `node`, which is not a function.
  virtual void OnNotAFunction(const Node& node);

  /// The variable has no value there: it was assigned to but never declared, or is declared by the
  /// very action it stands in.
  virtual void OnUnsetVariable(const Variable& variable);

  /// `{{template "name" x}}`: what `.` is inside. `defined` is whether the text defines it.
  virtual void OnTemplate(const TemplateCall& call, const TemplateType& dot, bool defined);
};

void Walk(const Tree& tree, const TemplateEnvironment& environment, Watcher& watcher);

/// The same for one template alone, called with a dot of type `dot`: `body` is the root of `tree`
/// or the body of a definition in it. Definitions inside are ignored.
void WalkBody(const Tree& tree, const List& body, const TemplateType& dot,
              const TemplateEnvironment& environment, Watcher& watcher);

/// Calls `fn(node, dot)` for every node of the tree, parents first.
template <typename Fn>
void Visit(const Tree& tree, const TemplateEnvironment& environment, Fn&& fn) {
  class Caller final : public Watcher {
   public:
    explicit Caller(Fn& fn) : fn_(fn) {}
    void OnNode(const Node& node, const TemplateType& dot) override { fn_(node, dot); }

   private:
    Fn& fn_;
  };
  Caller caller(fn);
  Walk(tree, environment, caller);
}

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_WALK_H_

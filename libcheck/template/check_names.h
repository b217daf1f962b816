#ifndef LIBCHECK_TEMPLATE_CHECK_NAMES_H_
#define LIBCHECK_TEMPLATE_CHECK_NAMES_H_

#include <span>
#include <string>
#include <string_view>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/template/ast.h"
#include "libcheck/template/environment.h"
#include "libcheck/template/walk.h"

namespace check::gotemplate {

/// Reports what Walk comes across and cannot be expanded.
class NameChecker : public Watcher {
 public:
  /// `source` is what the tree was parsed from.
  NameChecker(const SourceFile& source, const TemplateEnvironment& environment,
              Diagnostics& diagnostics)
      : source_(source), environment_(environment), diagnostics_(diagnostics) {}

  void OnNode(const Node& node, const TemplateType& dot) override;
  void OnField(const TemplateType& of, std::string_view name, Span where,
               const TemplateType* result) override;
  void OnCall(const TemplateFunction& function, Span name,
              std::span<const Value> arguments) override;
  void OnMethod(const TemplateType& of, const GoFunction& method, Span name,
                std::size_t given) override;
  void OnNotAFunction(const Node& node) override;
  void OnUnsetVariable(const Variable& variable) override;
  void OnTemplate(const TemplateCall& call, const TemplateType& dot, bool defined) override;

 protected:
  const SourceFile& source() const { return source_; }
  Diagnostic& Report(const CodeInfo& info, Span where, std::string message);

 private:
  bool CheckCount(const TemplateFunction& function, Span name, std::size_t count);
  void CheckKinds(const TemplateFunction& function, Span name, std::span<const Value> arguments);
  void CheckComparison(const TemplateFunction& function, Span name,
                       std::span<const Value> arguments);
  void AdviseOnField(const TemplateType& of, std::string_view name, Diagnostic& diagnostic) const;
  std::string AdviceOnElement() const;

  const SourceFile& source_;
  const TemplateEnvironment& environment_;
  Diagnostics& diagnostics_;
};

/// Warns about what parses but cannot be expanded: fields that are not there, functions with the
/// wrong number of arguments, and the like.
void CheckNames(const SourceFile& source, const Tree& tree, const TemplateEnvironment& environment,
                Diagnostics& diagnostics);

/// Warns about variables, and other languages' actions, in `text`, which stands outside of `{{ }}`
/// and begins at `offset` in `source`.
void CheckPlainText(const SourceFile& source, std::string_view text, std::uint32_t offset,
                    const TemplateEnvironment& environment, Diagnostics& diagnostics);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_CHECK_NAMES_H_

#ifndef LIBCHECK_LINT_TEMPLATE_USE_H_
#define LIBCHECK_LINT_TEMPLATE_USE_H_

#include <string_view>
#include <vector>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/template/ast.h"

/// What the template of a label or annotation shows of its alert.
namespace check::lint {

struct TemplateUse {
  struct Label {
    std::string_view name;
    Span where;  ///< Of the name, in the template.
  };
  /// Labels that are printed, or handed to a function: `$labels.job`, `.Labels.job`. One that the
  /// template also asks for in a condition is omitted: its author knows that it may be missing.
  std::vector<Label> labels;
  /// Where the value is printed, or handed to a function, other than in a condition.
  std::vector<Span> values;
};

TemplateUse UseOf(const gotemplate::Tree& tree);

struct RuleContext;

/// Reports, with `info`, each label that a template shows although the query's result cannot have
/// it. `of_absent` chooses between those that absent() cannot give and the others.
void ReportGoneLabels(const RuleContext& context, bool of_absent, const CodeInfo& info,
                      Diagnostics& diagnostics);

}  // namespace check::lint

#endif  // LIBCHECK_LINT_TEMPLATE_USE_H_

#ifndef LIBCHECK_LINT_CHECK_H_
#define LIBCHECK_LINT_CHECK_H_

#include <algorithm>
#include <cstdint>
#include <forward_list>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/lint/facts.h"
#include "libcheck/lint/template_use.h"
#include "libcheck/promql/label_flow.h"
#include "libcheck/rules/rule_file.h"

namespace check::lint {

/// What checks of rules may know beside the rule file.
struct RuleEnvironment {
  /// The shortest scrape interval of the given prometheus.yml, if one was given.
  std::optional<Duration> scrape_interval;
};

/// A node of an expression, and the one it is an operand or argument of.
struct Part {
  const promql::Expr* expr = nullptr;
  std::uint32_t parent = 0;  ///< Index among the parts; the whole expression is its own.
};

/// What a check of single rules is given. The rule loads: `rule.expr` is never null here.
struct RuleContext {
  RuleContext(const rules::Rule& rule_, const rules::Group& group_, const rules::RuleSet& set_,
              const RuleEnvironment& environment_)
      : rule(rule_), group(group_), set(set_), environment(environment_) {}

  const rules::Rule& rule;
  const rules::Group& group;
  const rules::RuleSet& set;
  const RuleEnvironment& environment;

  /// Where a part of the expression is, and where a node of the YAML is.
  Location InExpr(Span span) const { return {rule.expr_source, span}; }
  Location InExpr(const promql::Expr& part) const { return InExpr(part.span); }
  Location InFile(const yaml::Node& node) const { return {set.file, node.span}; }

  /// Every node of the expression, each before its own parts. The first is the whole.
  std::span<const Part> Parts() const;

  /// The labels of the expression's parts and result, worked out once for all the checks of a rule.
  const promql::LabelFlows& Labels() const;

  /// What the template of `text`, which is one of the rule's and has a tree, shows; likewise.
  const TemplateUse& UseOf(const rules::KeyValue& text) const;

 private:
  mutable std::vector<Part> parts_;
  mutable std::optional<promql::LabelFlows> labels_;
  mutable std::forward_list<std::pair<const rules::KeyValue*, TemplateUse>> uses_;
};

/// What a check of whole groups is given. Rules that do not load are there, with a null `expr`.
struct GroupContext {
  const rules::Group& group;
  const rules::RuleSet& set;
  const RuleEnvironment& environment;

  Location InFile(const yaml::Node& node) const { return {set.file, node.span}; }
};

/// A function that looks at one `Context`, and puts what it finds where findings of those go.
template <typename Context, typename Sink = Diagnostics>
using CheckOf = void (*)(const Context&, const CodeInfo&, Sink&);

/// The kinds of files that checks look at.
enum class CheckedFile : std::uint8_t { kRules, kPrometheusConfig, kAlertmanagerConfig, kSlo };

// What checks look at, one line each: the context that a check is given, where it puts what it
// finds, and the kind of file that this is a part of. A project is all rule files of a run.
#define LIBCHECK_SUBJECTS(X)                                \
  X(RuleContext, Diagnostics, kRules)                       \
  X(GroupContext, Diagnostics, kRules)                      \
  X(Project, ProjectDiagnostics, kRules)                    \
  X(ConfigurationContext, Diagnostics, kPrometheusConfig)   \
  X(ScrapeJobContext, Diagnostics, kPrometheusConfig)       \
  X(TargetContext, Diagnostics, kPrometheusConfig)          \
  X(RelabelContext, Diagnostics, kPrometheusConfig)         \
  X(AlertmanagerContext, Diagnostics, kAlertmanagerConfig)  \
  X(AlertRouteContext, Diagnostics, kAlertmanagerConfig)    \
  X(InhibitRuleContext, Diagnostics, kAlertmanagerConfig)   \
  X(NamedIntervalContext, Diagnostics, kAlertmanagerConfig) \
  X(ReceiverContext, Diagnostics, kAlertmanagerConfig)      \
  X(SloContext, Diagnostics, kSlo)

#define LIBCHECK_ALTERNATIVE(Context, Sink, file) , CheckOf<struct Context, Sink>
/// The function of a check. Its type says what the check looks at.
using CheckFunction = std::variant<std::monostate LIBCHECK_SUBJECTS(LIBCHECK_ALTERNATIVE)>;
#undef LIBCHECK_ALTERNATIVE

/// One lint check. It knows nothing of flags, output formats or exit codes. Checks run on several
/// threads at once, so they keep no state.
///
/// A check is called what its author would be told off for, so that "disable alert-missing-for"
/// reads as a sentence.
struct Check {
  CodeInfo info;
  CheckFunction run;
};

/// The kind of file that the check looks at.
CheckedFile FileOf(const Check& check);

/// Whether one of the checks looks at a `Context`.
template <typename Context, typename Sink = Diagnostics>
bool AnyLooksAt(std::span<const Check* const> checks) {
  return std::any_of(checks.begin(), checks.end(), [](const Check* check) {
    return std::holds_alternative<CheckOf<Context, Sink>>(check->run);
  });
}

/// Runs the checks that look at such a `context`.
template <typename Context, typename Sink>
void RunChecks(std::span<const Check* const> checks, const Context& context, Sink& found) {
  for (const Check* check : checks) {
    if (const auto* run = std::get_if<CheckOf<Context, Sink>>(&check->run)) {
      (*run)(context, check->info, found);
    }
  }
}

/// Every check, sorted by code.
std::span<const Check* const> AllChecks();

/// Null if there is no such check.
const Check* FindCheck(std::string_view code);

}  // namespace check::lint

#endif  // LIBCHECK_LINT_CHECK_H_

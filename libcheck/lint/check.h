#ifndef LIBCHECK_LINT_CHECK_H_
#define LIBCHECK_LINT_CHECK_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/lint/facts.h"
#include "libcheck/promql/label_flow.h"
#include "libcheck/rules/rule_file.h"

namespace check::lint {

/// What checks may know beside the file itself.
struct Surroundings {
  /// The shortest scrape interval of the given prometheus.yml, if one was given.
  std::optional<Duration> scrape_interval;
};

/// A node of an expression, and the one it is an operand or argument of.
struct Part {
  const promql::Expr* expr = nullptr;
  std::uint32_t parent = 0;  ///< Index among the parts; the whole expression is its own.
};

/// What a check of single rules is given. The rule loads: `rule.expr` is never null here.
class RuleContext {
 public:
  RuleContext(const rules::Rule& rule_, const rules::Group& group_, const rules::RuleSet& set_,
              const Surroundings& surroundings_)
      : rule(rule_), group(group_), set(set_), surroundings(surroundings_) {}

  const rules::Rule& rule;
  const rules::Group& group;
  const rules::RuleSet& set;
  const Surroundings& surroundings;

  /// Where a part of the expression is, and where a node of the YAML is.
  Location InExpr(Span span) const { return {rule.expr_source, span}; }
  Location InExpr(const promql::Expr& part) const { return InExpr(part.span); }
  Location InFile(const yaml::Node& node) const { return {set.file, node.span}; }

  /// Every node of the expression, each before its own parts. The first is the whole.
  std::span<const Part> Parts() const;

  /// The labels of the expression's parts and result, worked out once for all the checks of a rule.
  const promql::LabelFlows& Labels() const;

 private:
  mutable std::vector<Part> parts_;
  mutable std::optional<promql::LabelFlows> labels_;
};

/// What a check of whole groups is given. Rules that do not load are there, with a null `expr`.
struct GroupContext {
  const rules::Group& group;
  const rules::RuleSet& set;
  const Surroundings& surroundings;

  Location InFile(const yaml::Node& node) const { return {set.file, node.span}; }
};

/// One lint check. It knows nothing of flags, output formats or exit codes, and sets the functions
/// for what it looks at. Checks run on several threads at once, so they keep no state.
///
/// A check is called what its author would be told off for, so that "disable alert-missing-for"
/// reads as a sentence.
struct Check {
  CodeInfo info;
  void (*rule)(const RuleContext&, const CodeInfo&, Diagnostics&) = nullptr;
  void (*group)(const GroupContext&, const CodeInfo&, Diagnostics&) = nullptr;
  /// Once, after every file has been read.
  void (*project)(const Project&, const CodeInfo&, ProjectDiagnostics&) = nullptr;
};

/// Every check, sorted by code.
std::span<const Check* const> AllChecks();

/// Null if there is no such check.
const Check* FindCheck(std::string_view code);

}  // namespace check::lint

#endif  // LIBCHECK_LINT_CHECK_H_

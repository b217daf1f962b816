#ifndef LIBCHECK_RULES_EVAL_NEEDED_RULES_H_
#define LIBCHECK_RULES_EVAL_NEEDED_RULES_H_

#include <string_view>
#include <unordered_set>
#include <vector>

#include "libcheck/promql/ast.h"
#include "libcheck/rules/eval/fallible.h"
#include "libcheck/rules/eval/rule_library.h"

namespace check::rules {

/// What is going to be asked of rules.
struct Questions {
  std::vector<std::string_view> alerts;          ///< The state of alerts, by name.
  std::vector<const promql::Expr*> expressions;  ///< Evaluated after all the rules.
};

/// Which rules an answer depends on: those that may fail, those whose alerts are asked about, those
/// that record what an expression selects, and those that these depend on in turn. A selector that
/// names no metric may select anything, and a template that queries may ask for anything.
class NeededRules {
 public:
  NeededRules(const Questions& asked, const std::vector<const PreparedGroup*>& groups,
              const Fallible& fallible);

  bool Contains(const PreparedRule& rule) const { return all_ || needed_.contains(&rule); }

 private:
  void AddExpr(const promql::Expr& expr);
  void AddSelector(const promql::VectorSelector& selector);
  void AddAlerts(std::string_view name);
  void AddRule(const PreparedRule& rule);

  const std::vector<const PreparedGroup*>& groups_;
  bool all_ = false;
  std::unordered_set<const PreparedRule*> needed_;
  std::vector<const PreparedRule*> waiting_;
};

}  // namespace check::rules

#endif  // LIBCHECK_RULES_EVAL_NEEDED_RULES_H_

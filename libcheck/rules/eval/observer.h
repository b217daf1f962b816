#ifndef LIBCHECK_RULES_EVAL_OBSERVER_H_
#define LIBCHECK_RULES_EVAL_OBSERVER_H_

#include <cstdint>
#include <string>

#include "libcheck/model/labels.h"
#include "libcheck/promql/operands.h"
#include "libcheck/promql/value.h"
#include "libcheck/rules/eval/alert.h"
#include "libcheck/rules/eval/rule_library.h"
#include "libcheck/template/execute.h"

namespace check::rules {

/// Sees what happens while rules are evaluated. Times in milliseconds since the epoch. Labels are
/// good for as long as the evaluation. One observer serves one Evaluation, on one thread.
class EvaluationObserver {
 public:
  virtual ~EvaluationObserver() = default;

  /// Before anything else at `time`.
  virtual void StepBegins(std::int64_t /*time*/) {}

  /// A rule was evaluated. `result` is what its expression gave, before the rule's labels were
  /// added. `error` is null if all went well.
  virtual void RuleEvaluated(const PreparedRule& /*rule*/, std::int64_t /*time*/,
                             const promql::Vector& /*result*/, const std::string* /*error*/) {}

  /// An alert with these labels went from one state into another.
  virtual void AlertChanged(const PreparedRule& /*rule*/, std::int64_t /*time*/,
                            model::Labels /*labels*/, AlertState /*from*/, AlertState /*to*/) {}

  /// Whether rules that no question depends on must be evaluated, too, and templates whose text
  /// nobody looks at.
  virtual bool WantsEverything() const { return false; }

  /// Whether RuleEvaluated must be called for each evaluation, in its time. If not, rules may be
  /// evaluated at many steps together, of which nobody is told; alerts change in their time even
  /// so.
  virtual bool WantsEvaluations() const { return true; }

  /// Who is told of what the rules' operators decide, and which ways templates go; null: nobody.
  /// Asked for once, when the evaluation begins.
  virtual promql::OperandObserver* operands() { return nullptr; }
  virtual gotemplate::BranchObserver* branches() { return nullptr; }
};

}  // namespace check::rules

#endif  // LIBCHECK_RULES_EVAL_OBSERVER_H_

#ifndef LIBCHECK_UNITTEST_OBSERVER_H_
#define LIBCHECK_UNITTEST_OBSERVER_H_

#include <cstdint>
#include <string>

#include "libcheck/model/labels.h"
#include "libcheck/promql/operands.h"
#include "libcheck/promql/value.h"
#include "libcheck/template/execute.h"
#include "libcheck/unittest/rule_library.h"

namespace check::unittest {

enum class AlertState : std::uint8_t { kInactive, kPending, kFiring };

/// Sees what happens while a test group runs. Times in milliseconds since the epoch. Labels are
/// good for as long as the group runs. One observer serves one group, on one thread.
class Observer {
 public:
  virtual ~Observer() = default;

  /// Before anything else at `time`.
  virtual void StepBegins(std::int64_t /*time*/) {}

  /// A rule was evaluated. `result` is what its expression gave, before the rule's labels were
  /// added. `error` is null if all went well.
  virtual void RuleEvaluated(const PreparedRule& /*rule*/, std::int64_t /*time*/,
                             const promql::Vector& /*result*/, const std::string* /*error*/) {}

  /// An alert with these labels went from one state into another.
  virtual void AlertChanged(const PreparedRule& /*rule*/, std::int64_t /*time*/,
                            model::Labels /*labels*/, AlertState /*from*/, AlertState /*to*/) {}

  /// A template of an alert was executed.
  virtual void TemplateExpanded(const PreparedRule& /*rule*/, std::int64_t /*time*/,
                                std::string_view /*name*/, std::string_view /*text*/) {}

  /// Whether rules that no expectation depends on are to be evaluated, too, and templates whose
  /// text nobody looks at.
  virtual bool WantsEverything() const { return false; }

  /// Who is told of what the rules' operators decide, and which ways templates go; null: nobody.
  /// Asked for once, when the group begins.
  virtual promql::OperandObserver* operands() { return nullptr; }
  virtual gotemplate::BranchObserver* branches() { return nullptr; }
};

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_OBSERVER_H_

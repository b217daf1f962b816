#ifndef LIBCHECK_PROMQL_OPERANDS_H_
#define LIBCHECK_PROMQL_OPERANDS_H_

#include <cstddef>

#include "libcheck/promql/ast.h"

namespace check::promql {

/// What came of a set operator at one step: how many series it was given and how many of each side
/// are in its result.
struct SetDecision {
  std::size_t lhs = 0;
  std::size_t rhs = 0;
  std::size_t from_lhs = 0;
  std::size_t from_rhs = 0;  ///< Zero but for `or`.
};

/// What came of a comparison at one step: for how many pairs of samples it was true and false.
struct ComparisonDecision {
  std::size_t held = 0;
  std::size_t failed = 0;
};

/// Told what the operands of `and`, `or`, `unless` and comparisons decided, for reports on
/// coverage. Once for each operator and step; never for an evaluation that failed before it came so
/// far.
class OperandObserver {
 public:
  OperandObserver() = default;
  OperandObserver(const OperandObserver&) = delete;
  OperandObserver& operator=(const OperandObserver&) = delete;
  virtual ~OperandObserver() = default;

  virtual void OnSet(const BinaryExpr& binary, const SetDecision& decision) = 0;
  virtual void OnComparison(const BinaryExpr& binary, const ComparisonDecision& decision) = 0;
};

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_OPERANDS_H_

#ifndef LIBCHECK_PROMQL_EVAL_ABSENT_H_
#define LIBCHECK_PROMQL_EVAL_ABSENT_H_

#include "libcheck/promql/eval/evaluator.h"

namespace check::promql {

/// The labels that a selector asks for by name: those of what absent() and absent_over_time() give.
/// None for any other expression.
model::Labels AbsentLabels(Evaluator& ev, const Expr& argument);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_EVAL_ABSENT_H_

#ifndef LIBCHECK_PROMQL_EVAL_PLAN_H_
#define LIBCHECK_PROMQL_EVAL_PLAN_H_

#include <memory>
#include <vector>

#include "libcheck/promql/eval/block.h"
#include "libcheck/promql/eval/evaluator.h"

namespace check::promql {

/// A bound expression.
class Plan {
 public:
  Plan(const Expr& bound, storage::Queryable& store, const EngineOptions& engine)
      : expr(bound), storage(store), options(engine) {}

  const Expr& expr;
  storage::Queryable& storage;
  const EngineOptions options;
  NodePtr root;
  Block ahead;  ///< What Query::RunAhead gave last.
  /// Those whose durations are arithmetic, which must be looked at before anything is evaluated.
  std::vector<const Node*> with_durations;
};

Result<std::unique_ptr<Plan>> MakePlan(const Expr& expr, storage::Queryable& storage,
                                       const EngineOptions& options);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_EVAL_PLAN_H_

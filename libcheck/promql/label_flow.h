#ifndef LIBCHECK_PROMQL_LABEL_FLOW_H_
#define LIBCHECK_PROMQL_LABEL_FLOW_H_

#include <string>
#include <string_view>
#include <vector>

#include "libcheck/promql/ast.h"

namespace check::promql {

/// What can be told of the labels of an expression's result without any data.
///
/// Either the result has at most the labels listed (`closed`), or it may have any label but those
/// in `removed`. Metric names count as the label `__name__`.
struct LabelFlow {
  /// Why a label is gone, and where: the smallest part of the expression that removed it.
  struct Removal {
    std::string label;  ///< Empty: every label not in `possible` (the result became closed).
    Span where;
    std::string reason;  ///< "`sum by (job)` keeps only `job`".
  };

  bool closed = false;
  std::vector<std::string>
      possible;  ///< Sorted. Labels that may be there (of a closed result: the only ones).
  std::vector<std::string>
      guaranteed;  ///< Sorted. Labels that are certainly there, by matchers or label_replace.
  std::vector<Removal> removed;

  /// Whether the result can have `label`.
  bool CanHave(std::string_view label) const;
  /// Why not, or null if it can.
  const Removal* WhyNot(std::string_view label) const;
};

/// The labels of the result of `expr`. Several flows where `or` joins operands: one for each.
std::vector<LabelFlow> AnalyseLabels(const Expr& expr);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_LABEL_FLOW_H_

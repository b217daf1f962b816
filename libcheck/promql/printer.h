#ifndef LIBCHECK_PROMQL_PRINTER_H_
#define LIBCHECK_PROMQL_PRINTER_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/promql/ast.h"

namespace check::promql {

/// Where in the printed text an expression stands.
struct PrintedNode {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t next = 0;  ///< Index of the first node that is not inside this one.
};

/// An expression as Prometheus prints it.
struct Printed {
  std::string text;
  /// Every node but those of duration arithmetic and the selectors in range selectors, in the order
  /// of the text.
  std::vector<PrintedNode> nodes;
};

Printed Print(const Expr& expr);

/// Pieces of it, for the pretty printer. All append to `out`.
void PrintAggregateHead(std::string& out, const AggregateExpr& aggregate);  ///< "sum by (job) "
void PrintOperator(std::string& out, const BinaryExpr& binary);             ///< "== bool on (job)"
void PrintSubqueryTail(std::string& out, const SubqueryExpr& subquery);     ///< "[5m:1m] offset 1h"

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_PRINTER_H_

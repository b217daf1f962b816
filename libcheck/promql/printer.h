#ifndef LIBCHECK_PROMQL_PRINTER_H_
#define LIBCHECK_PROMQL_PRINTER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/promql/ast.h"

namespace check::promql {

/// What to do where Prometheus prints something that means something else: `1s9ms` as `1s8ms`,
/// `x offset (5m) - 1` as `x offset 5m - 1`.
enum class Misprints : std::uint8_t { kCorrected, kKept };

/// ToString and Pretty of parse.h, which correct misprints.
std::string ToString(const Expr& expr, Misprints misprints);
std::string Pretty(const Expr& expr, std::size_t width, Misprints misprints);

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

Printed Print(const Expr& expr, Misprints misprints = Misprints::kCorrected);

/// Pieces of it, for the pretty printer. All append to `out`.
void PrintAggregateHead(std::string& out, const AggregateExpr& aggregate);  ///< "sum by (job) "
void PrintOperator(std::string& out, const BinaryExpr& binary);             ///< "== bool on (job)"
/// "[5m:1m] offset 1h"
void PrintSubqueryTail(std::string& out, const SubqueryExpr& subquery, Misprints misprints);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_PRINTER_H_

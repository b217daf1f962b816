#include "libcheck/promql/parse.h"

#include <algorithm>
#include <limits>

#include "libcheck/base/deep_stack.h"
#include "libcheck/promql/annotations.h"
#include "libcheck/promql/mistakes.h"
#include "libcheck/promql/parser.h"
#include "libcheck/promql/problems.h"
#include "libcheck/promql/type_check.h"

namespace check::promql {
namespace {

// The highest node that is still too deep, found by going down where the tree is highest.
const Expr& FirstTooDeep(const Expr& root, std::size_t max_depth) {
  const Expr* expr = &root;
  for (std::size_t depth = 0; depth < max_depth; ++depth) {
    const Expr* highest = nullptr;
    ForEachChild(*expr, [&](const Expr& child) {
      if (highest == nullptr || child.height > highest->height) highest = &child;
    });
    if (highest == nullptr) break;
    expr = highest;
  }
  return *expr;
}

}  // namespace

const Expr* ParseExpr(const SourceFile& source, const ParseOptions& options, Arena& arena,
                      Diagnostics& diagnostics, std::vector<Span>* comments) {
  const std::size_t first = diagnostics.found().size();
  Problems problems(source, diagnostics);
  if (source.text().size() >= std::numeric_limits<std::uint32_t>::max()) {
    problems.ReportLate(codes::kTooDeep, {}, "expression is too long");
    problems.Flush();
    return nullptr;
  }
  Parser parser(source.text(), options, arena, problems, comments);
  const Expr* expr = parser.Parse();
  if (expr != nullptr) CheckTypes(*expr, source.text(), problems);
  const std::size_t max_depth = std::min(options.max_depth, MaxTreeDepth());
  if (expr != nullptr && !problems.any() && expr->height > max_depth) {
    const Span where = FirstTooDeep(*expr, max_depth).span;
    Diagnostic& report =
        problems.ReportLate(codes::kTooDeep, where, "expression is nested too deeply");
    // No words of Prometheus's: it has no such limit. What is not checked is not accepted either.
    report.upstream =
        PositionInQuery(source.text(), where.begin) + ": parse error: " + report.message;
    report.notes.push_back("more than " + std::to_string(max_depth) +
                           " levels; every operator in a row counts as one");
  }
  problems.Flush();
  if (!problems.any()) return expr;
  AdviseOnMistakes(source.text(), first, diagnostics);
  return nullptr;
}

}  // namespace check::promql

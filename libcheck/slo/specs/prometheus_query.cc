#include "libcheck/slo/specs/prometheus_query.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/text.h"
#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/parse.h"

namespace check::slo {
namespace {

using promql::Expr;
using promql::ExprKind;

// A part of the query that is written differently.
struct Change {
  Span where;
  std::string text;
};

class Rewriter {
 public:
  Rewriter(std::string_view query, ReadSeries series) : query_(query), series_(series) {}

  std::string Run(const Expr& expr) {
    Visit(expr);
    std::string text;
    std::size_t at = 0;
    for (const Change& change : changes_) {
      text += query_.substr(at, change.where.begin - at);
      text += change.text;
      at = change.where.end;
    }
    text += query_.substr(at);
    return text;
  }

 private:
  std::string_view Function() const {
    switch (series_) {
      case ReadSeries::kCounters:
        return "increase";
      case ReadSeries::kCounts:
        return "sum_over_time";
      case ReadSeries::kRatios:
        return "avg_over_time";
    }
    return {};
  }

  void Visit(const Expr& expr) {
    if (expr.kind == ExprKind::kVectorSelector) {
      // With an offset behind it, the window comes in between.
      const std::string_view text = query_.substr(expr.span.begin, expr.span.size());
      const std::size_t end = EndOfSeries(text);
      changes_.push_back({expr.span, fmt::format("{}({}[{}]{})", Function(), text.substr(0, end),
                                                 kWindow, text.substr(end))});
    } else if (expr.kind == ExprKind::kMatrixSelector) {
      ReplaceWindow(expr, promql::As<promql::MatrixSelector>(expr).vector->span);
    } else if (expr.kind == ExprKind::kSubquery) {
      ReplaceWindow(expr, promql::As<promql::SubqueryExpr>(expr).expr->span);
    } else {
      promql::ForEachChild(expr, [&](const Expr& child) { Visit(child); });
    }
  }

  // Where name and matchers end.
  static std::size_t EndOfSeries(std::string_view selector) {
    char quote = 0;
    bool in_braces = false;
    for (std::size_t i = 0; i < selector.size(); ++i) {
      const char c = selector[i];
      if (quote != 0) {
        if (c == '\\' && quote != '`') ++i;
        if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'' || c == '`') {
        quote = c;
      } else if (c == '{') {
        in_braces = true;
      } else if (c == '}') {
        return i + 1;
      } else if (!in_braces && c == ' ') {
        const std::string_view rest = TrimStart(selector.substr(i));
        if (!rest.starts_with('{')) return i;
      }
    }
    return selector.size();
  }

  // In `expr`, the duration in the brackets that follow `inner`; of a subquery, up to its colon.
  void ReplaceWindow(const Expr& expr, Span inner) {
    const std::string_view tail = query_.substr(inner.end, expr.span.end - inner.end);
    const std::size_t open = tail.find('[');
    const std::size_t close = tail.find_first_of(":]", open);
    if (open == std::string_view::npos || close == std::string_view::npos) return;
    const auto begin = static_cast<std::uint32_t>(inner.end + open + 1);
    const auto end = static_cast<std::uint32_t>(inner.end + close);
    changes_.push_back({{begin, end}, std::string(kWindow)});
  }

  std::string_view query_;
  ReadSeries series_;
  std::vector<Change> changes_;
};

// The counters that are summed up, if the query is a selector or a sum of one.
const Expr* SummedCounters(const Expr& expr) {
  const Expr* inner = promql::StripParens(&expr);
  if (const auto* sum = promql::TryAs<promql::AggregateExpr>(inner)) {
    if (sum->aggregation->name != "sum") return nullptr;
    inner = promql::StripParens(sum->expr);
  }
  return inner->kind == ExprKind::kVectorSelector ? inner : nullptr;
}

}  // namespace

void MatchForms(Query& part, Query& total) {
  if (part.is_selector() == total.is_selector()) return;
  Query& counters = part.is_selector() ? part : total;
  const SourceBuffer file("query", counters.text);
  Arena arena;
  Diagnostics ignored;
  const Expr* expr = promql::ParseExpr(file, {}, arena, ignored);
  if (expr == nullptr || expr->kind != ExprKind::kVectorSelector) return;
  counters.text = fmt::format("sum({})", Rewriter(counters.text, ReadSeries::kCounters).Run(*expr));
}

std::string OverWindow(std::string_view query, ReadSeries series) {
  query = TrimSpace(query);
  if (query.find(kWindow) != std::string_view::npos) return std::string(query);
  const SourceBuffer file("query", std::string(query));
  Arena arena;
  Diagnostics ignored;
  constexpr std::size_t kMostLevels = 500;
  const Expr* expr = promql::ParseExpr(file, {.max_depth = kMostLevels}, arena, ignored);
  // Text with a byte order mark would have other places.
  if (expr == nullptr || file.text() != query) return std::string(query);
  if (series == ReadSeries::kCounters) {
    if (const Expr* counters = SummedCounters(*expr)) {
      return std::string(query.substr(counters->span.begin, counters->span.size()));
    }
  }
  return Rewriter(query, series).Run(*expr);
}

}  // namespace check::slo

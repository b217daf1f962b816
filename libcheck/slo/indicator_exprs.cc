#include "libcheck/slo/indicator_exprs.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/text.h"
#include "libcheck/promql/ast.h"
#include "libcheck/promql/functions.h"
#include "libcheck/promql/parse.h"
#include "libcheck/slo/window_query.h"

namespace check::slo {
namespace {

constexpr std::int64_t kDefaultSliceMs = 60'000;

std::string Number(double value) { return FormatGoFloat(value, 'g', -1); }

// "sum", or "sum by (a, b)".
std::string Sum(const Indicator& indicator) {
  if (indicator.grouping.empty()) return "sum";
  return fmt::format("sum by ({})", fmt::join(indicator.grouping, ", "));
}

// What `function` gives of a selector, or the query itself with the window put in.
std::string Over(const Indicator& indicator, const Query& query, std::string_view function,
                 std::string_view window) {
  if (!query.is_selector()) return std::string(TrimSpace(WithWindow(query.text, window)));
  return fmt::format("{}({}({}[{}]))", Sum(indicator), function, TrimSpace(query.text), window);
}

// The comparison that is true where `op` is not.
std::string_view Opposite(std::string_view op) {
  if (op == "lt") return ">=";
  if (op == "gte") return "<";
  if (op == "gt") return "<=";
  return ">";
}

// The slices of a threshold: `(query) > bool 3` over the window.
std::string Slices(const Slo& slo, std::string_view window, std::string_view compared) {
  const std::int64_t step = slo.method.slice_ms > 0 ? slo.method.slice_ms : kDefaultSliceMs;
  return fmt::format("(({}){})[{}:{}]", TrimSpace(WithWindow(slo.indicator.total.text, window)),
                     compared, window, FormatPrometheusDuration(std::chrono::milliseconds(step)));
}
std::string BadSlices(const Slo& slo, std::string_view window) {
  return Slices(
      slo, window,
      fmt::format(" {} bool {}", Opposite(slo.indicator.op), Number(slo.indicator.threshold)));
}

Error Unknown() {
  return Error{
      "its query is unknown: it comes from a plugin, or from another source than Prometheus"};
}

// Calls of range functions in `expr`.
void ListRangeCalls(const promql::Expr& expr, std::vector<const promql::Call*>& calls) {
  if (const auto* call = promql::TryAs<promql::Call>(&expr)) {
    const auto is_range = [](const promql::Expr* argument) {
      return argument->kind == promql::ExprKind::kMatrixSelector ||
             argument->kind == promql::ExprKind::kSubquery;
    };
    if (std::ranges::any_of(call->arguments, is_range)) calls.push_back(call);
  }
  promql::ForEachChild(expr, [&](const promql::Expr& child) { ListRangeCalls(child, calls); });
}

// `expr` with `increase` in place of `rate`, which makes events of events per second. As it is if
// it has other functions of ranges, whose values would not be multiplied by the same.
std::string AsIncrease(std::string expr) {
  Arena arena;
  Diagnostics diagnostics;
  const SourceBuffer source({"query"}, expr);
  const promql::Expr* tree = promql::ParseExpr(source, {}, arena, diagnostics);
  if (tree == nullptr) return expr;
  std::vector<const promql::Call*> calls;
  ListRangeCalls(*tree, calls);
  const auto is_rate = [](const promql::Call* call) { return call->function->name == "rate"; };
  if (!std::ranges::all_of(calls, is_rate)) return expr;
  std::ranges::sort(calls, std::greater<>(),
                    [](const promql::Call* call) { return call->name_span.begin; });
  for (const promql::Call* call : calls) {
    expr.replace(call->name_span.begin, call->name_span.size(), "increase");
  }
  return expr;
}

std::string EventsOf(const Indicator& indicator, const Query& query, std::string_view window) {
  return AsIncrease(Over(indicator, query, "increase", window));
}

// Queries that are not there.
std::optional<Error> CheckQueries(const Indicator& indicator) {
  const bool is_whole = indicator.kind == Indicator::Kind::kRatio ? !indicator.errors.empty()
                                                                  : !indicator.total.empty();
  const bool has_part = indicator.kind != Indicator::Kind::kEvents || !indicator.errors.empty() ||
                        !indicator.good.empty();
  if (indicator.kind == Indicator::Kind::kUnknown || (is_whole && has_part)) return std::nullopt;
  return Error{"its event counts are unknown: give `--errors` and `--total`"};
}

}  // namespace

Result<std::string> ErrorRatioExpr(const Slo& slo, std::string_view window) {
  const Indicator& indicator = slo.indicator;
  if (auto error = CheckQueries(indicator)) return *error;
  const auto rate = [&](const Query& query) { return Over(indicator, query, "rate", window); };
  switch (indicator.kind) {
    case Indicator::Kind::kEvents:
      if (indicator.errors.empty()) {
        return fmt::format("(\n  1 - (\n    (\n{}\n    )\n    /\n    (\n{}\n    )\n  )\n)\n",
                           rate(indicator.good), rate(indicator.total));
      }
      return fmt::format("({})\n/\n({})\n", rate(indicator.errors), rate(indicator.total));
    case Indicator::Kind::kRatio:
      return fmt::format("({})", WithWindow(indicator.errors.text, window));
    case Indicator::Kind::kNativeLatency:
      return fmt::format("1 - histogram_fraction(0, {}, {})\n", Number(indicator.latency_s),
                         rate(indicator.total));
    case Indicator::Kind::kGauge:
      return fmt::format("1 - (\n  {}\n  /\n  {}\n)\n",
                         Over(indicator, indicator.total, "sum_over_time", window),
                         Over(indicator, indicator.total, "count_over_time", window));
    case Indicator::Kind::kThreshold:
      return fmt::format("avg_over_time({})\n", BadSlices(slo, window));
    case Indicator::Kind::kUnknown:
      break;
  }
  return Unknown();
}

Result<EventExprs> EventExprsOver(const Slo& slo, std::string_view window) {
  const Indicator& indicator = slo.indicator;
  if (auto error = CheckQueries(indicator)) return *error;
  const auto events = [&](const Query& query) { return EventsOf(indicator, query, window); };
  const std::string total = events(indicator.total);
  switch (indicator.kind) {
    case Indicator::Kind::kEvents:
      if (indicator.errors.empty()) {
        return EventExprs{
            fmt::format("({})\n-\n(({}) or 0 * ({}))\n", total, events(indicator.good), total),
            total};
      }
      return EventExprs{fmt::format("({})\nor\n0 * ({})\n", events(indicator.errors), total),
                        total};
    case Indicator::Kind::kNativeLatency:
      // Without events the fraction is not a number, and would make sums over time none.
      return EventExprs{
          fmt::format("(\n  histogram_count({0}) * (1 - histogram_fraction(0, {1}, {0}))\n  and\n"
                      "  histogram_count({0}) > 0\n)\nor\n0 * histogram_count({0})\n",
                      total, Number(indicator.latency_s)),
          fmt::format("histogram_count({})", total)};
    case Indicator::Kind::kGauge: {
      std::string all = Over(indicator, indicator.total, "count_over_time", window);
      return EventExprs{fmt::format("{}\n-\n{}\n", all,
                                    Over(indicator, indicator.total, "sum_over_time", window)),
                        std::move(all)};
    }
    case Indicator::Kind::kThreshold:
      return EventExprs{fmt::format("sum_over_time({})", BadSlices(slo, window)),
                        fmt::format("count_over_time({})", Slices(slo, window, ""))};
    case Indicator::Kind::kRatio:
      return Error{"its query is a ratio, without the number of events"};
    case Indicator::Kind::kUnknown:
      break;
  }
  return Unknown();
}

}  // namespace check::slo

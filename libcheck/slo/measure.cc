#include "libcheck/slo/measure.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "libcheck/base/duration.h"
#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/constant.h"
#include "libcheck/promql/functions.h"
#include "libcheck/slo/series_name.h"

namespace check::slo {

using promql::As;
using promql::Expr;
using promql::ExprKind;
using promql::Op;
using Kind = Measure::Kind;
using WindowFrom = Measure::WindowFrom;

namespace {

// Deeper ones are not looked at: trees are walked by recursion, and rules follow one another.
constexpr std::uint32_t kMaxHeight = 200;

template <std::size_t kSize>
bool IsOneOf(std::string_view name, const std::array<std::string_view, kSize>& names) {
  return std::ranges::find(names, name) != names.end();
}

Measure Other(std::string why = "") { return {.why = std::move(why)}; }
Measure Number(double value) { return {.kind = Kind::kNumber, .number = value}; }

std::int64_t Milliseconds(Duration duration) { return duration / std::chrono::milliseconds(1); }

std::string Text(std::int64_t ms) {
  return FormatPrometheusDuration(std::chrono::milliseconds(ms));
}

Kind KindOf(NamedMeaning meaning) {
  switch (meaning) {
    case NamedMeaning::kRatio:
      return Kind::kRatio;
    case NamedMeaning::kBurnRate:
      return Kind::kBurnRate;
    case NamedMeaning::kObjective:
      return Kind::kObjective;
    case NamedMeaning::kBudget:
      return Kind::kBudget;
    case NamedMeaning::kNone:
      break;
  }
  return Kind::kOther;
}

// `error_ratio{window="5m"}`, `{sloth_window="5m"}`
std::int64_t WindowInLabels(const promql::VectorSelector& selector) {
  for (const model::Matcher& matcher : selector.matchers) {
    if (matcher.type != model::MatchType::kEqual) continue;
    if (!matcher.name.ends_with("window") && matcher.name != "range") continue;
    const auto duration = ParsePrometheusDuration(matcher.value);
    if (duration && *duration > Duration(0)) return Milliseconds(*duration);
  }
  return 0;
}

}  // namespace

Measure Measurer::Of(const Expr& expr) {
  if (expr.height > kMaxHeight) return Other("it is too deeply nested");
  if (const auto value = promql::ConstantValue(expr)) return Number(*value);
  switch (expr.kind) {
    case ExprKind::kParen:
      return Of(*As<promql::ParenExpr>(expr).expr);
    case ExprKind::kUnary:
      return As<promql::UnaryExpr>(expr).op == Op::kAdd ? Of(*As<promql::UnaryExpr>(expr).expr)
                                                        : Other();
    case ExprKind::kCall:
      return OfCall(As<promql::Call>(expr));
    case ExprKind::kAggregate:
      return OfAggregate(As<promql::AggregateExpr>(expr));
    case ExprKind::kBinary:
      return OfBinary(As<promql::BinaryExpr>(expr));
    case ExprKind::kVectorSelector:
      return OfSelector(As<promql::VectorSelector>(expr));
    default:
      return Other();
  }
}

Measure Measurer::OfCall(const promql::Call& call) {
  const promql::Function& function = *call.function;
  for (const Expr* argument : call.arguments) {
    if (argument->type == promql::ValueType::kMatrix) return OfRange(call);
  }
  constexpr std::array<std::string_view, 6> kThrough = {
      "vector", "scalar", "clamp", "clamp_max", "clamp_min", "histogram_count"};
  if (IsOneOf(function.name, kThrough) && !call.arguments.empty()) return Of(*call.arguments[0]);
  if (function.name == "histogram_fraction" && call.arguments.size() == 3) {
    Measure events = Of(*call.arguments[2]);
    if (events.is(Kind::kEvents)) events.kind = Kind::kRatio;
    return events;
  }
  if (function.PassesSamples() && !call.arguments.empty()) return Of(*call.arguments[0]);
  if (function.name == "histogram_quantile") return Other("it compares a quantile, not a ratio");
  return Other();
}

// Of a function of a range: the first argument that is one.
Measure Measurer::OfRange(const promql::Call& call) {
  constexpr std::array<std::string_view, 4> kCounts = {"rate", "increase", "sum_over_time",
                                                       "count_over_time"};
  const std::string_view name = call.function->name;
  const bool is_average = name == "avg_over_time";
  if (name == "irate" || name == "idelta") {
    return Other(fmt::format("`{}` uses only two samples, whatever its range", name));
  }
  if (!is_average && !IsOneOf(name, kCounts)) return Other();
  const Expr* argument = promql::StripParens(call.arguments[0]);
  Measure inner;
  std::int64_t window_ms = 0;
  if (const auto* matrix = promql::TryAs<promql::MatrixSelector>(argument)) {
    if (matrix->range_expr != nullptr) return Other("its range is not a fixed duration");
    window_ms = Milliseconds(matrix->range);
    inner = OfSelector(*matrix->vector);
  } else if (const auto* subquery = promql::TryAs<promql::SubqueryExpr>(argument)) {
    if (subquery->range_expr != nullptr) return Other("its range is not a fixed duration");
    window_ms = Milliseconds(subquery->range);
    inner = Of(*subquery->expr);
  } else {
    return Other();
  }
  const bool of_ratios = inner.is(Kind::kRatio) || inner.is(Kind::kBurnRate);
  Measure measure = {.kind = is_average ? Kind::kRatio : Kind::kEvents,
                     .window_ms = window_ms,
                     .window_from = WindowFrom::kRange};
  if (of_ratios && inner.window_ms > 0) measure.averages_ratios = true;
  if (is_average && of_ratios) {
    measure.kind = inner.kind;
    measure.number = inner.number;
    measure.scale = inner.scale;
  }
  return measure;
}

Measure Measurer::OfAggregate(const promql::AggregateExpr& aggregate) {
  const promql::Aggregation& aggregation = *aggregate.aggregation;
  constexpr std::array<std::string_view, 4> kThrough = {"sum", "avg", "min", "max"};
  if (!aggregation.selects_series && !IsOneOf(aggregation.name, kThrough)) {
    return aggregation.name == "quantile" ? Other("it compares a quantile, not a ratio") : Other();
  }
  Measure measure = Of(*aggregate.expr);
  if (aggregation.name == "sum" && (measure.is(Kind::kRatio) || measure.is(Kind::kBurnRate))) {
    measure.may_exceed_one = true;
  }
  return measure;
}

Measure Measurer::OfSelector(const promql::VectorSelector& selector) {
  const std::string_view name = promql::MetricName(selector);
  Measure measure = OfRecordings(selector);
  const NamedMeaning meaning = MeaningOf(name);
  // Constants are what their names say.
  if (measure.is(Kind::kNumber) &&
      (meaning == NamedMeaning::kBudget || meaning == NamedMeaning::kObjective)) {
    measure.kind = KindOf(meaning);
  }
  measure.series = name;
  if (!measure.is(Kind::kOther) || !measure.why.empty()) return measure;
  const std::int64_t in_name = WindowInName(name);
  const std::int64_t window_ms = in_name > 0 ? in_name : WindowInLabels(selector);
  const bool is_constant = meaning == NamedMeaning::kBudget || meaning == NamedMeaning::kObjective;
  if (meaning == NamedMeaning::kNone || (window_ms == 0 && !is_constant)) return measure;
  measure.kind = KindOf(meaning);
  measure.by_name = true;
  measure.window_ms = window_ms;
  if (window_ms > 0) measure.window_from = in_name > 0 ? WindowFrom::kName : WindowFrom::kLabel;
  return measure;
}

Measure Measurer::OfRecordings(const promql::VectorSelector& selector) {
  Measure all;
  for (const PlacedRule* placed : recordings_.Selected(selector)) {
    const Measure measure = OfRule(*placed->rule);
    if (measure.is(Kind::kOther)) {
      if (all.is(Kind::kOther) && all.why.empty()) all.why = measure.why;
      continue;
    }
    if (all.is(Kind::kOther)) {
      all = measure;
      if (all.window_from != WindowFrom::kNowhere) all.window_from = WindowFrom::kRecording;
      continue;
    }
    if (all.kind != measure.kind) return Other("the rules that record it differ in their meaning");
    if (all.window_ms != measure.window_ms) {
      return Other(fmt::format("the rules that record it have different windows, {} and {}",
                               Text(all.window_ms), Text(measure.window_ms)));
    }
    if (all.is(Kind::kNumber) || all.is(Kind::kBurnRate)) {
      if (all.number != measure.number) all.number = std::nan("");
    }
  }
  return all;
}

Measure Measurer::OfRule(const rules::Rule& rule) {
  const auto [at, is_new] = known_.try_emplace(&rule);
  if (!is_new) return at->second;
  constexpr int kMaxFollowed = 50;
  if (followed_ == kMaxFollowed) return Other("it depends on too many other recorded series");
  ++followed_;
  const Measure measure = Of(*rule.expr);
  --followed_;
  known_[&rule] = measure;
  return measure;
}

Measure Measurer::OfBinary(const promql::BinaryExpr& binary) {
  const bool is_vector = binary.lhs->type != promql::ValueType::kScalar;
  if (promql::IsComparison(binary.op)) {
    // A filter: what is let through keeps its value.
    if (binary.return_bool) return Other();
    return Of(is_vector ? *binary.lhs : *binary.rhs);
  }
  switch (binary.op) {
    case Op::kAnd:
    case Op::kUnless:
      return Of(*binary.lhs);
    case Op::kOr: {
      // `errors or vector(0)`, `rate(a) or rate(b)`
      const Measure lhs = Of(*binary.lhs);
      const Measure rhs = Of(*binary.rhs);
      if (rhs.is(Kind::kNumber)) return lhs;
      if (lhs.kind != rhs.kind || lhs.window_ms != rhs.window_ms) return Other();
      return lhs;
    }
    case Op::kAdd:
    case Op::kSub:
    case Op::kMul:
    case Op::kDiv:
      return Combine(binary.op, Of(*binary.lhs), Of(*binary.rhs));
    default:
      return Other();
  }
}

namespace {

bool IsFull(double number, const Measure& ratio) {
  return number == 1 ? ratio.scale == 1 : number == ratio.scale;
}

Measure Inherit(const Measure& a, const Measure& b) {
  return a.is(Kind::kOther) && !a.why.empty() ? Other(a.why) : Other(b.why);
}

Measure Joined(Kind kind, const Measure& a, const Measure& b, double scale) {
  Measure joined = a;
  joined.kind = kind;
  joined.scale = scale;
  joined.averages_ratios = a.averages_ratios || b.averages_ratios;
  joined.may_exceed_one = a.may_exceed_one || b.may_exceed_one;
  if (b.window_from != a.window_from) {
    joined.window_from = std::max(a.window_from, b.window_from);
  }
  joined.series = {};
  return joined;
}

Measure WindowsDiffer(const Measure& a, const Measure& b) {
  if (a.window_ms == 0 || b.window_ms == 0) return Other();
  return Other(fmt::format("its two sides have different windows, {} and {}", Text(a.window_ms),
                           Text(b.window_ms)));
}

Measure Sum(Op op, const Measure& a, const Measure& b) {
  if (a.is(Kind::kNumber) && b.is(Kind::kNumber)) {
    return Number(op == Op::kAdd ? a.number + b.number : a.number - b.number);
  }
  if (a.is(Kind::kNumber) && op == Op::kSub) {
    if (b.is(Kind::kRatio) && IsFull(a.number, b)) return b;
    if (b.is(Kind::kObjective) || b.is(Kind::kBudget)) {
      Measure rest = b;
      rest.kind = b.is(Kind::kObjective) ? Kind::kBudget : Kind::kObjective;
      rest.number = a.number - b.number;
      return rest;
    }
    return Inherit(b, a);
  }
  const bool same = a.kind == b.kind && (a.is(Kind::kEvents) || a.is(Kind::kRatio));
  if (!same) return Inherit(a, b);
  if (a.window_ms != b.window_ms) return WindowsDiffer(a, b);
  Measure sum = Joined(a.kind, a, b, a.scale);
  if (a.is(Kind::kRatio) && op == Op::kAdd) sum.may_exceed_one = true;
  return sum;
}

Measure Product(const Measure& a, const Measure& b) {
  if (a.is(Kind::kNumber) && b.is(Kind::kNumber)) return Number(a.number * b.number);
  if (!a.is(Kind::kNumber)) return b.is(Kind::kNumber) ? Product(b, a) : Inherit(a, b);
  if (!b.is(Kind::kRatio) && !b.is(Kind::kEvents)) return Inherit(b, a);
  Measure scaled = b;
  scaled.scale *= a.number;
  scaled.series = {};
  return a.number > 0 ? scaled : Other();
}

// `errors / total`, `ratio / budget`, `percent / 100`
Measure Quotient(const Measure& a, const Measure& b) {
  if (a.is(Kind::kNumber) && b.is(Kind::kNumber)) return Number(a.number / b.number);
  if (a.is(Kind::kEvents) && b.is(Kind::kEvents)) {
    if (a.window_ms != b.window_ms) return WindowsDiffer(a, b);
    return Joined(Kind::kRatio, a, b, a.scale / b.scale);
  }
  const bool by_budget =
      b.is(Kind::kBudget) || (b.is(Kind::kNumber) && b.number > 0 && b.number < 1);
  if (by_budget && a.is(Kind::kEvents)) {
    return Other("it divides a rate of events by the budget: divide the error ratio by it");
  }
  if (by_budget && a.is(Kind::kRatio)) {
    Measure burn = a;
    burn.kind = Kind::kBurnRate;
    burn.number = b.number / a.scale;
    burn.series = {};
    return burn;
  }
  if (b.is(Kind::kNumber) && b.number > 0) return Product(Number(1 / b.number), a);
  return Inherit(a, b);
}

}  // namespace

Measure Combine(Op op, const Measure& a, const Measure& b) {
  if (op == Op::kMul) return Product(a, b);
  return op == Op::kDiv ? Quotient(a, b) : Sum(op, a, b);
}

}  // namespace check::slo

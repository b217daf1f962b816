#include "libcheck/lint/value_range.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "libcheck/lint/expr.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/parse.h"

namespace check::lint {
namespace {

using promql::AggregateExpr;
using promql::As;
using promql::BinaryExpr;
using promql::Expr;
using promql::ExprKind;
using promql::Op;
using promql::StripParens;
using promql::TryAs;
using Fraction = ValueRange::Fraction;

using promql::kInfinity;
constexpr ValueRange kAnything = {};

ValueRange Hull(const ValueRange& a, const ValueRange& b) {
  return {std::min(a.low, b.low), std::max(a.high, b.high),
          a.fraction == b.fraction ? a.fraction : Fraction::kNone};
}

// ---- Quotients of a part by its whole.

bool HasEnding(std::string_view name, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

// Counters, by the endings that the client libraries give them.
bool IsCounter(std::string_view name) { return HasEnding(name, {"_total", "_count", "_bucket"}); }

// 0 or 1.
bool IsFlag(std::string_view name) { return name == "up" || name == "probe_success"; }

bool SameMatcher(const model::Matcher& a, const model::Matcher& b) {
  return a.type == b.type && a.name == b.name && a.value == b.value;
}

// Whether `part` has all the matchers of `whole`, names aside.
bool HasMatchersOf(const promql::VectorSelector& part, const promql::VectorSelector& whole) {
  constexpr std::size_t kMany = 100;
  if (part.matchers.size() > kMany || whole.matchers.size() > kMany) return false;
  return std::all_of(whole.matchers.begin(), whole.matchers.end(), [&](const auto& matcher) {
    if (matcher.name == model::kMetricName) return true;
    return std::any_of(part.matchers.begin(), part.matchers.end(),
                       [&](const auto& own) { return SameMatcher(own, matcher); });
  });
}

bool SameShift(const promql::TimeShift& a, const promql::TimeShift& b) {
  return a.offset == b.offset && a.offset_expr == nullptr && b.offset_expr == nullptr &&
         a.at == b.at && a.timestamp_ms == b.timestamp_ms;
}

// Names that differ in one word, which says that one is a part of the other:
// node_filesystem_avail_bytes and node_filesystem_size_bytes.
bool IsPartByName(std::string_view part, std::string_view whole) {
  constexpr std::string_view kParts[] = {"avail",        "available", "free",    "used",
                                         "MemAvailable", "MemFree",   "SwapFree"};
  constexpr std::string_view kWholes[] = {"size", "total", "MemTotal", "SwapTotal"};
  const auto next = [](std::string_view& rest) {
    const std::size_t end = rest.find('_');
    const std::string_view word = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return word;
  };
  bool differs = false;
  while (!part.empty() && !whole.empty()) {
    const std::string_view a = next(part);
    const std::string_view b = next(whole);
    if (a == b) continue;
    if (differs || std::find(std::begin(kParts), std::end(kParts), a) == std::end(kParts) ||
        std::find(std::begin(kWholes), std::end(kWholes), b) == std::end(kWholes)) {
      return false;
    }
    differs = true;
  }
  return differs && part.empty() && whole.empty();
}

bool AddsUp(const AggregateExpr& aggregate) {
  return aggregate.aggregation->values.kind == promql::Values::Kind::kSumOfInput;
}

bool SameGrouping(const AggregateExpr& a, const AggregateExpr& b) {
  return a.without == b.without && a.grouping.size() == b.grouping.size() &&
         std::is_permutation(a.grouping.begin(), a.grouping.end(), b.grouping.begin());
}

// The questions below look at one branch of the tree only: RangeOf visits all of them, and asking
// it again at each level would take time exponential in the depth.

// Whether `expr` is a number of events, which is never negative.
bool IsEvents(const Expr& expr_in) {
  const Expr& expr = *StripParens(&expr_in);
  if (const auto* aggregate = TryAs<AggregateExpr>(&expr)) {
    return aggregate->aggregation->counts || (AddsUp(*aggregate) && IsEvents(*aggregate->expr));
  }
  if (const auto* function = CalledFunction(expr); function != nullptr && function->IsRate()) {
    return true;
  }
  const auto* selector = SelectorIn(expr);
  return selector != nullptr && IsCounter(selector->name);
}

// Whether `expr` is 0 or 1 for each series.
bool IsVerdict(const Expr& expr_in) {
  const Expr& expr = *StripParens(&expr_in);
  const auto* binary = TryAs<BinaryExpr>(&expr);
  if (binary != nullptr) return promql::IsComparison(binary->op) && binary->return_bool;
  const auto* selector = SelectorIn(expr);
  return selector != nullptr && IsFlag(selector->name);
}

// Whether `part` never exceeds `whole`, pairing series by their labels, and neither is negative.
Fraction PartOf(const Expr& part_in, const Expr& whole_in);

Fraction PartOfSelector(const promql::VectorSelector& part, const promql::VectorSelector& whole,
                        bool is_counter) {
  if (part.name.empty() || !SameShift(part.shift, whole.shift) || !HasMatchersOf(part, whole)) {
    return Fraction::kNone;
  }
  if (part.name == whole.name) {
    return is_counter || IsCounter(part.name) || IsFlag(part.name) ? Fraction::kPart
                                                                   : Fraction::kNone;
  }
  // Sums would not pair series that only one side selects.
  return IsPartByName(part.name, whole.name) && HasMatchersOf(whole, part) ? Fraction::kCapacity
                                                                           : Fraction::kNone;
}

Fraction PartOfCall(const promql::Call& part, const promql::Call& whole) {
  if (part.function != whole.function || part.arguments.size() != 1 ||
      whole.arguments.size() != 1) {
    return Fraction::kNone;
  }
  if (!part.function->monotone) return Fraction::kNone;
  const auto* a = TryAs<promql::MatrixSelector>(StripParens(part.arguments[0]));
  const auto* b = TryAs<promql::MatrixSelector>(StripParens(whole.arguments[0]));
  if (a == nullptr || b == nullptr || a->range != b->range || a->range_expr != nullptr ||
      b->range_expr != nullptr) {
    return Fraction::kNone;
  }
  // The rate of a part of a gauge is no part of the rate of the whole.
  const bool is_rate = part.function->IsRate();
  const Fraction fraction = PartOfSelector(*a->vector, *b->vector, is_rate);
  return fraction == Fraction::kCapacity && is_rate ? Fraction::kNone : fraction;
}

// Whether `part` selects some of the series of `whole`, unchanged.
bool Selects(const Expr& part_in, const Expr& whole_in) {
  const Expr& part = *StripParens(&part_in);
  const Expr& whole = *StripParens(&whole_in);
  if (promql::StructurallyEqual(part, whole)) return true;
  if (const auto* binary = TryAs<BinaryExpr>(&part);
      binary != nullptr && promql::IsComparison(binary->op) && !binary->return_bool) {
    const bool left = binary->lhs->type == promql::ValueType::kVector;
    return Selects(left ? *binary->lhs : *binary->rhs, whole);
  }
  const auto* a = TryAs<promql::VectorSelector>(&part);
  const auto* b = TryAs<promql::VectorSelector>(&whole);
  return a != nullptr && b != nullptr && !a->name.empty() && a->name == b->name &&
         SameShift(a->shift, b->shift) && HasMatchersOf(*a, *b);
}

Fraction PartOfAggregate(const AggregateExpr& part, const AggregateExpr& whole) {
  if (!SameGrouping(part, whole)) return Fraction::kNone;
  if (whole.aggregation->counts) {
    const bool counts = part.aggregation->counts || (AddsUp(part) && IsVerdict(*part.expr));
    return counts && Selects(*part.expr, *whole.expr) ? Fraction::kPart : Fraction::kNone;
  }
  if (part.aggregation != whole.aggregation || !part.aggregation->monotone) return Fraction::kNone;
  return PartOf(*part.expr, *whole.expr);
}

Fraction PartOf(const Expr& part_in, const Expr& whole_in) {
  const Expr& part = *StripParens(&part_in);
  const Expr& whole = *StripParens(&whole_in);
  // a / (a + b)
  if (const auto* sum = TryAs<BinaryExpr>(&whole);
      sum != nullptr && sum->op == Op::kAdd && sum->matching != nullptr) {
    const bool left = promql::StructurallyEqual(part, *StripParens(sum->lhs));
    const bool right = promql::StructurallyEqual(part, *StripParens(sum->rhs));
    return (left || right) && IsEvents(*sum->lhs) && IsEvents(*sum->rhs) ? Fraction::kPart
                                                                         : Fraction::kNone;
  }
  if (part.kind != whole.kind) return Fraction::kNone;
  switch (part.kind) {
    case ExprKind::kVectorSelector:
      return PartOfSelector(As<promql::VectorSelector>(part), As<promql::VectorSelector>(whole),
                            /*is_counter=*/false);
    case ExprKind::kCall:
      return PartOfCall(As<promql::Call>(part), As<promql::Call>(whole));
    case ExprKind::kAggregate:
      return PartOfAggregate(As<AggregateExpr>(part), As<AggregateExpr>(whole));
    default:
      return Fraction::kNone;
  }
}

// ---- Ranges.

double Times(double a, double b) { return a == 0 || b == 0 ? 0 : a * b; }

ValueRange OfArithmetic(Op op, const ValueRange& a, const ValueRange& b) {
  const Fraction fraction = a.fraction != Fraction::kNone   ? a.fraction
                            : b.fraction != Fraction::kNone ? b.fraction
                                                            : Fraction::kNone;
  switch (op) {
    case Op::kAdd:
      return {a.low + b.low, a.high + b.high, fraction};
    case Op::kSub:
      return {a.low - b.high, a.high - b.low, fraction};
    case Op::kMul: {
      const double products[] = {Times(a.low, b.low), Times(a.low, b.high), Times(a.high, b.low),
                                 Times(a.high, b.high)};
      const auto [low, high] = std::minmax_element(std::begin(products), std::end(products));
      return {*low, *high, fraction};
    }
    case Op::kDiv:
      if (b.low > 0 && b.low == b.high) {
        return {a.low / b.low, a.high / b.low, fraction};
      }
      // Not for 0: it may be negative, and the quotient then minus infinity.
      return a.low >= 0 && b.low > 0 ? ValueRange{0, kInfinity} : kAnything;
    default:
      return kAnything;
  }
}

ValueRange OfBinary(const BinaryExpr& binary) {
  if (binary.op == Op::kUnless || binary.op == Op::kAnd) return RangeOf(*binary.lhs);
  if (binary.op == Op::kOr) return Hull(RangeOf(*binary.lhs), RangeOf(*binary.rhs));
  if (promql::IsComparison(binary.op)) {
    if (binary.return_bool) return {0, 1};
    const bool left = binary.lhs->type == promql::ValueType::kVector;
    ValueRange range = RangeOf(left ? *binary.lhs : *binary.rhs);
    const auto limit = ConstantValue(left ? *binary.rhs : *binary.lhs);
    if (!limit || std::isnan(*limit)) return range;
    const bool above = binary.op == Op::kGreater || binary.op == Op::kGreaterEqual;
    const bool below = binary.op == Op::kLess || binary.op == Op::kLessEqual;
    if (binary.op == Op::kEqual || (left ? above : below)) range.low = std::max(range.low, *limit);
    if (binary.op == Op::kEqual || (left ? below : above))
      range.high = std::min(range.high, *limit);
    return range;
  }
  if (binary.op > Op::kAtan2) return kAnything;
  const bool plain_match = binary.matching != nullptr &&
                           (!binary.matching->on || binary.matching->labels.empty()) &&
                           (binary.matching->on || binary.matching->labels.empty()) &&
                           binary.matching->cardinality == promql::Cardinality::kOneToOne &&
                           !binary.matching->fill_lhs && !binary.matching->fill_rhs;
  if (binary.op == Op::kDiv && plain_match) {
    const Fraction fraction = PartOf(*binary.lhs, *binary.rhs);
    if (fraction != Fraction::kNone) return {0, 1, fraction};
  }
  if (binary.matching != nullptr && (binary.matching->fill_lhs || binary.matching->fill_rhs)) {
    return kAnything;
  }
  return OfArithmetic(binary.op, RangeOf(*binary.lhs), RangeOf(*binary.rhs));
}

// The range of a result of which `values` is known, made of what `input` has.
ValueRange Made(const promql::Values& values, const Expr* input) {
  const auto of_input = [&] { return input != nullptr ? RangeOf(*input) : kAnything; };
  switch (values.kind) {
    case promql::Values::Kind::kAnything:
      break;
    case promql::Values::Kind::kBetween:
      return {values.low, values.high};
    case promql::Values::Kind::kOfInput:
      return of_input();
    case promql::Values::Kind::kSumOfInput: {
      const ValueRange inner = of_input();
      if (inner.low >= 0) return {inner.low, kInfinity};
      return inner.high <= 0 ? ValueRange{-kInfinity, inner.high} : kAnything;
    }
    case promql::Values::Kind::kGrowthOfInput:
      return of_input().low >= 0 ? ValueRange{0, kInfinity} : kAnything;
  }
  return kAnything;
}

ValueRange OfAggregate(const AggregateExpr& aggregate) {
  const promql::Aggregation& row = *aggregate.aggregation;
  if (row.parameter.constraint == promql::Constraint::kQuantile) {
    const auto quantile =
        aggregate.parameter != nullptr ? ConstantValue(*aggregate.parameter) : std::nullopt;
    if (!quantile || *quantile < 0 || *quantile > 1) return kAnything;
  }
  return Made(row.values, aggregate.expr);
}

ValueRange OfSelector(const promql::VectorSelector& selector) {
  if (IsFlag(selector.name)) return {0, 1};
  return IsCounter(selector.name) ? ValueRange{0, kInfinity} : kAnything;
}

ValueRange OfCall(const promql::Call& call) {
  const promql::Function* function = CalledFunction(call);
  if (function == nullptr) return kAnything;
  const Expr* input = SeriesArgument(call);
  if (input == nullptr && !call.arguments.empty()) input = call.arguments[0];
  return Made(function->values, input);
}

}  // namespace

ValueRange RangeOf(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kNumber: {
      const double value = As<promql::NumberLiteral>(expr).value;
      return std::isnan(value) ? kAnything : ValueRange{value, value};
    }
    case ExprKind::kVectorSelector:
      return OfSelector(As<promql::VectorSelector>(expr));
    case ExprKind::kMatrixSelector:
      return OfSelector(*As<promql::MatrixSelector>(expr).vector);
    case ExprKind::kSubquery:
      return RangeOf(*As<promql::SubqueryExpr>(expr).expr);
    case ExprKind::kParen:
      return RangeOf(*As<promql::ParenExpr>(expr).expr);
    case ExprKind::kUnary: {
      const auto& unary = As<promql::UnaryExpr>(expr);
      const ValueRange range = RangeOf(*unary.expr);
      return unary.op == Op::kSub ? ValueRange{-range.high, -range.low, range.fraction} : range;
    }
    case ExprKind::kCall:
      return OfCall(As<promql::Call>(expr));
    case ExprKind::kAggregate:
      return OfAggregate(As<AggregateExpr>(expr));
    case ExprKind::kBinary:
      return OfBinary(As<BinaryExpr>(expr));
    default:
      return kAnything;
  }
}

}  // namespace check::lint

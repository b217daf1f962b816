#include "libcheck/slo/window_expr.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/functions.h"
#include "libcheck/promql/parse.h"
#include "libcheck/series/query.h"
#include "libcheck/slo/window_query.h"

namespace check::slo {
namespace {

using promql::BinaryExpr;
using promql::Call;
using promql::Expr;
using promql::MatrixSelector;
using promql::Op;

// Stands for the window while an expression is looked at: nobody writes such a range.
constexpr std::string_view kStandIn = "9d23h59m59s941ms";

bool IsPlain(const promql::VectorSelector& selector) {
  const promql::TimeShift& shift = selector.shift;
  return shift.offset == Duration::zero() && shift.offset_expr == nullptr &&
         shift.at == promql::AtModifier::kNone && !selector.anchored && !selector.smoothed;
}

std::optional<WindowExpr::Growth::Kind> KindOf(const promql::Function& function) {
  using Kind = WindowExpr::Growth::Kind;
  constexpr std::pair<std::string_view, Kind> kKinds[] = {{"rate", Kind::kRate},
                                                          {"increase", Kind::kIncrease},
                                                          {"sum_over_time", Kind::kSum},
                                                          {"count_over_time", Kind::kCount}};
  for (const auto& [name, kind] : kKinds) {
    if (function.name == name) return kind;
  }
  return std::nullopt;
}

// The range selector of a function that counts; null for others.
const MatrixSelector* RangeOfGrowth(const Expr& expr) {
  const auto* const call = promql::TryAs<Call>(&expr);
  if (call == nullptr || !KindOf(*call->function)) return nullptr;
  const auto* const range = promql::TryAs<MatrixSelector>(promql::StripParens(call->arguments[0]));
  return range != nullptr && IsPlain(*range->vector) ? range : nullptr;
}

bool IsSum(const promql::AggregateExpr& aggregate) { return aggregate.aggregation->name == "sum"; }

const double* NumberOf(const Expr& expr) {
  const auto* const number = promql::TryAs<promql::NumberLiteral>(promql::StripParens(&expr));
  return number == nullptr ? nullptr : &number->value;
}

// `X > 0` and the like, which leave out only what counts nothing.
bool IsFilterOfZero(Op op) {
  return op == Op::kGreater || op == Op::kGreaterEqual || op == Op::kNotEqual;
}

}  // namespace

Result<WindowExpr> WindowExpr::Parse(const Query& query) {
  WindowExpr parsed;
  parsed.text_ = query.text;
  parsed.source_ = std::make_unique<SourceBuffer>("<query>", slo::WithWindow(query.text, kStandIn));
  parsed.arena_ = std::make_unique<Arena>();
  Diagnostics problems;
  parsed.expr_ =
      promql::ParseExpr(*parsed.source_, series::WholeLanguage(), *parsed.arena_, problems);
  if (parsed.expr_ == nullptr) {
    return Error{fmt::format("`{}` is not a valid expression: {}", query.text,
                             problems.found().front().message)};
  }
  if (!FindWindow(query.text)) {
    parsed.FindOwnWindow(*parsed.expr_);
  } else {
    parsed.window_ = *ParsePrometheusDuration(kStandIn);
  }
  parsed.FindGrowths(*parsed.expr_);
  parsed.is_linear_ = parsed.DegreeOf(*parsed.expr_) == Degree::kLinear;
  return parsed;
}

std::int64_t WindowExpr::own_window_ms() const {
  if (FindWindow(text_)) return 0;
  return std::chrono::duration_cast<std::chrono::milliseconds>(window_).count();
}

// The range of all growths, if there is one that all have.
void WindowExpr::FindOwnWindow(const Expr& expr) {
  if (const MatrixSelector* range = RangeOfGrowth(expr)) {
    if (window_ == Duration::zero()) window_ = range->range;
    if (window_ != range->range) window_ = Duration(-1);
    return;
  }
  promql::ForEachChild(expr, [&](const Expr& child) { FindOwnWindow(child); });
}

void WindowExpr::FindGrowths(const Expr& expr) {
  const MatrixSelector* const range = RangeOfGrowth(expr);
  if (range != nullptr && range->range == window_ && range->range_expr == nullptr) {
    growths_.push_back({*KindOf(*promql::As<Call>(expr).function), range->vector, expr.span});
    return;
  }
  promql::ForEachChild(expr, [&](const Expr& child) { FindGrowths(child); });
}

std::optional<std::size_t> WindowExpr::IndexOf(const Expr& expr) const {
  const MatrixSelector* const range = RangeOfGrowth(expr);
  if (range == nullptr) return std::nullopt;
  const auto found = std::ranges::find(growths_, range->vector, &Growth::selector);
  if (found == growths_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - growths_.begin());
}

bool WindowExpr::UsesWindow(const Expr& expr) const {
  if (const auto* range = promql::TryAs<MatrixSelector>(&expr)) return range->range == window_;
  if (const auto* subquery = promql::TryAs<promql::SubqueryExpr>(&expr)) {
    if (subquery->range == window_) return true;
  }
  bool uses = false;
  promql::ForEachChild(expr, [&](const Expr& child) { uses |= UsesWindow(child); });
  return uses;
}

WindowExpr::Degree WindowExpr::DegreeOf(const Expr& expr) const {
  switch (expr.kind) {
    case promql::ExprKind::kParen:
      return DegreeOf(*promql::As<promql::ParenExpr>(expr).expr);
    case promql::ExprKind::kUnary:
      return DegreeOf(*promql::As<promql::UnaryExpr>(expr).expr);
    case promql::ExprKind::kNumber:
      return promql::As<promql::NumberLiteral>(expr).value == 0 ? Degree::kZero : Degree::kConstant;
    case promql::ExprKind::kCall:
      return DegreeOfCall(promql::As<Call>(expr));
    case promql::ExprKind::kBinary:
      return DegreeOfBinary(promql::As<BinaryExpr>(expr));
    case promql::ExprKind::kAggregate:
      if (IsSum(promql::As<promql::AggregateExpr>(expr))) {
        return DegreeOf(*promql::As<promql::AggregateExpr>(expr).expr);
      }
      break;
    default:
      break;
  }
  return UsesWindow(expr) ? Degree::kOther : Degree::kConstant;
}

WindowExpr::Degree WindowExpr::DegreeOfCall(const Call& call) const {
  if (IndexOf(call)) return Degree::kLinear;
  constexpr std::string_view kKeepsValues[] = {"label_replace", "label_join", "sort", "sort_desc",
                                               "vector"};
  if (std::ranges::find(kKeepsValues, call.function->name) != std::end(kKeepsValues)) {
    return DegreeOf(*call.arguments[0]);
  }
  return UsesWindow(call) ? Degree::kOther : Degree::kConstant;
}

WindowExpr::Degree WindowExpr::DegreeOfBinary(const BinaryExpr& binary) const {
  const Degree a = DegreeOf(*binary.lhs);
  const Degree b = DegreeOf(*binary.rhs);
  if (a == Degree::kOther || b == Degree::kOther) return Degree::kOther;
  const bool is_linear = a == Degree::kLinear || b == Degree::kLinear;
  if (!is_linear) {
    const bool is_zero = a == Degree::kZero && b == Degree::kZero && binary.op != Op::kDiv;
    return is_zero ? Degree::kZero : Degree::kConstant;
  }
  const bool both_add = a != Degree::kConstant && b != Degree::kConstant;
  switch (binary.op) {
    case Op::kAdd:
    case Op::kSub:
    case Op::kOr:
      return both_add ? Degree::kLinear : Degree::kOther;
    case Op::kMul:
      return a == b ? Degree::kOther : Degree::kLinear;
    case Op::kDiv:
      return b == Degree::kConstant ? Degree::kLinear : Degree::kOther;
    default:
      break;
  }
  const bool is_filter = IsFilterOfZero(binary.op) && !binary.return_bool && b == Degree::kZero;
  return is_filter ? Degree::kLinear : Degree::kOther;
}

std::optional<WindowExpr::Ratio> WindowExpr::ratio() const {
  const Expr* whole = promql::StripParens(expr_);
  const auto* binary = promql::TryAs<BinaryExpr>(whole);
  bool is_of_good = false;
  if (binary != nullptr && binary->op == Op::kSub) {
    const double* const one = NumberOf(*binary->lhs);
    if (one == nullptr || *one != 1) return std::nullopt;
    is_of_good = true;
    binary = promql::TryAs<BinaryExpr>(promql::StripParens(binary->rhs));
  }
  if (binary == nullptr || binary->op != Op::kDiv) return std::nullopt;
  if (DegreeOf(*binary->lhs) != Degree::kLinear || DegreeOf(*binary->rhs) != Degree::kLinear) {
    return std::nullopt;
  }
  return Ratio{binary->lhs, binary->rhs, is_of_good};
}

std::string WindowExpr::WithWindow(std::int64_t window_ms) const {
  return slo::WithWindow(text_, window_ms);
}

std::string WindowExpr::GrowthName(std::size_t growth) {
  return fmt::format("slo_growth_of_counters_{}", growth);
}

std::string WindowExpr::WithGrowthNames(const Expr& part) const {
  std::string text(source_->text().substr(part.span.begin, part.span.end - part.span.begin));
  for (std::size_t i = growths_.size(); i-- > 0;) {
    const Span& span = growths_[i].span;
    if (span.begin < part.span.begin || span.end > part.span.end) continue;
    text.replace(span.begin - part.span.begin, span.end - span.begin, GrowthName(i));
  }
  return text;
}

std::optional<std::vector<WindowExpr::Term>> WindowExpr::Terms(const Expr& part) const {
  std::vector<Term> terms;
  if (!Collect(part, 1, true, terms)) return std::nullopt;
  return terms;
}

bool WindowExpr::Collect(const Expr& part, double factor, bool is_whole,
                         std::vector<Term>& terms) const {
  const Expr& expr = *promql::StripParens(&part);
  if (const auto* aggregate = promql::TryAs<promql::AggregateExpr>(&expr)) {
    const auto growth = IndexOf(*promql::StripParens(aggregate->expr));
    const bool is_of_all = !aggregate->without && aggregate->grouping.empty();
    if (!IsSum(*aggregate) || !growth || (!is_whole && !is_of_all)) return false;
    terms.push_back({*growth, factor});
    return true;
  }
  if (const auto* binary = promql::TryAs<BinaryExpr>(&expr)) {
    return CollectBinary(*binary, factor, terms);
  }
  const auto growth = IndexOf(expr);
  if (!growth || !is_whole) return false;
  terms.push_back({*growth, factor});
  return true;
}

bool WindowExpr::CollectBinary(const BinaryExpr& binary, double factor,
                               std::vector<Term>& terms) const {
  const double* const left = NumberOf(*binary.lhs);
  const double* const right = NumberOf(*binary.rhs);
  switch (binary.op) {
    case Op::kAdd:
    case Op::kSub:
      return Collect(*binary.lhs, factor, false, terms) &&
             Collect(*binary.rhs, binary.op == Op::kSub ? -factor : factor, false, terms);
    case Op::kMul:
      if (left != nullptr) return Collect(*binary.rhs, factor * *left, false, terms);
      return right != nullptr && Collect(*binary.lhs, factor * *right, false, terms);
    case Op::kDiv:
      return right != nullptr && Collect(*binary.lhs, factor / *right, false, terms);
    case Op::kOr:
      return DegreeOf(*binary.rhs) == Degree::kZero && Collect(*binary.lhs, factor, false, terms);
    default:
      break;
  }
  return IsFilterOfZero(binary.op) && !binary.return_bool && right != nullptr && *right == 0 &&
         Collect(*binary.lhs, factor, false, terms);
}

}  // namespace check::slo

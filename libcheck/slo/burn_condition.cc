#include "libcheck/slo/burn_condition.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/duration.h"
#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/constant.h"
#include "libcheck/promql/functions.h"
#include "libcheck/promql/parse.h"
#include "libcheck/slo/series_name.h"

namespace check::slo {

using promql::As;
using promql::BinaryExpr;
using promql::Expr;
using promql::ExprKind;
using promql::Op;
using promql::TryAs;
using Kind = Measure::Kind;

namespace {

constexpr std::uint32_t kMaxHeight = 200;
constexpr std::size_t kMaxAlternatives = 64;

// `14.4 * (1 - 0.999)`: what is multiplied, and what the product is divided by.
struct Factors {
  struct Item {
    double number = std::nan("");
    bool is_budget = false;
  };
  std::vector<Item> items;
  double divisor = 1;
};

// `expr` without what only changes its labels or its type.
const Expr* Bare(const Expr* expr) {
  for (;;) {
    expr = promql::StripParens(expr);
    if (const auto* call = TryAs<promql::Call>(expr)) {
      const bool is_through = call->function->name == "vector" ||
                              call->function->name == "scalar" || call->function->PassesSamples();
      if (!is_through || call->arguments.empty()) return expr;
      expr = call->arguments[0];
    } else if (const auto* aggregate = TryAs<promql::AggregateExpr>(expr)) {
      expr = aggregate->expr;
    } else {
      return expr;
    }
  }
}

bool IsDifference(const Expr& expr) {
  const auto* binary = TryAs<BinaryExpr>(&expr);
  return binary != nullptr && binary->op == Op::kSub;
}

void Flatten(const Expr& expr, Measurer& measurer, Factors& factors) {
  const Expr* bare = Bare(&expr);
  const auto* binary = TryAs<BinaryExpr>(bare);
  if (binary != nullptr && binary->op == Op::kMul) {
    Flatten(*binary->lhs, measurer, factors);
    Flatten(*binary->rhs, measurer, factors);
    return;
  }
  if (binary != nullptr && binary->op == Op::kDiv) {
    if (const auto divisor = promql::ConstantValue(*binary->rhs)) {
      factors.divisor *= *divisor;
      return Flatten(*binary->lhs, measurer, factors);
    }
  }
  if (const auto number = promql::ConstantValue(*bare)) {
    factors.items.push_back({*number, IsDifference(*bare)});
    return;
  }
  const Measure measure = measurer.Of(*bare);
  factors.items.push_back({measure.number, measure.is(Kind::kBudget)});
}

// The item that is the budget: one that says so, or the least of several numbers.
std::size_t BudgetOf(const Factors& factors, double scale) {
  const auto& items = factors.items;
  const auto marked = std::ranges::find(items, true, &Factors::Item::is_budget);
  if (marked != items.end()) return static_cast<std::size_t>(marked - items.begin());
  if (items.size() < 2) return items.size();
  std::size_t least = 0;
  for (std::size_t i = 1; i < items.size(); ++i) {
    if (!(items[i].number > items[least].number)) least = i;
  }
  const double budget = items[least].number / factors.divisor / scale;
  return budget > 0 && budget < 1 ? least : items.size();
}

// Of what an error ratio is greater than.
BurnThreshold ReadThreshold(const Expr& expr, double scale, Measurer& measurer) {
  Factors factors;
  Flatten(expr, measurer, factors);
  BurnThreshold threshold;
  double product = 1 / factors.divisor;
  for (const Factors::Item& item : factors.items) product *= item.number;
  threshold.ratio = product / scale;
  const std::size_t budget = BudgetOf(factors, scale);
  if (budget == factors.items.size()) return threshold;
  threshold.budget = factors.items[budget].number / factors.divisor / scale;
  threshold.factor = 1;
  for (std::size_t i = 0; i < factors.items.size(); ++i) {
    if (i != budget) threshold.factor *= factors.items[i].number;
  }
  threshold.names_burn_rate = true;
  return threshold;
}

// Of what an availability is less than: `1 - 14.4 * 0.001`, `0.9856`, `slo:objective:ratio`.
std::optional<BurnThreshold> ReadLowerLimit(const Expr& expr, double scale, Measurer& measurer) {
  const Expr* bare = Bare(&expr);
  const auto* binary = TryAs<BinaryExpr>(bare);
  if (binary != nullptr && binary->op == Op::kSub && promql::ConstantValue(*binary->lhs) == scale) {
    return ReadThreshold(*binary->rhs, scale, measurer);
  }
  BurnThreshold threshold;
  if (const auto number = promql::ConstantValue(*bare)) {
    threshold.ratio = 1 - *number / scale;
    return threshold;
  }
  const Measure measure = measurer.Of(*bare);
  if (!measure.is(Kind::kObjective)) return std::nullopt;
  threshold.budget = threshold.ratio = 1 - measure.number / scale;
  threshold.factor = 1;
  threshold.names_burn_rate = true;
  return threshold;
}

// Whether a number next to a series that is called a burn rate is one. Some call error ratios so.
bool IsBurnRate(const Measure& value, const BurnThreshold& read) {
  if (!value.by_name) return true;
  return !read.names_burn_rate && !(read.ratio < 0.5);
}

std::optional<BurnThreshold> ThresholdOf(Measure& value, const Expr& limit, bool is_less,
                                         Measurer& measurer) {
  if (is_less) {
    if (!value.is(Kind::kRatio)) return std::nullopt;
    return ReadLowerLimit(limit, value.scale, measurer);
  }
  BurnThreshold threshold = ReadThreshold(limit, value.scale, measurer);
  if (!value.is(Kind::kBurnRate)) return threshold;
  if (!IsBurnRate(value, threshold)) {
    value.kind = Kind::kRatio;
    return threshold;
  }
  // All of it is the factor.
  threshold.factor = threshold.ratio * value.scale;
  threshold.budget = value.number;
  threshold.ratio = threshold.factor * threshold.budget;
  threshold.names_burn_rate = true;
  return threshold;
}

bool IsUsable(const BurnThreshold& threshold) {
  const double known = threshold.names_burn_rate ? threshold.factor : threshold.ratio;
  return known > 0 && known < 1e9 && !(threshold.ratio <= 0);
}

class Shaper {
 public:
  Shaper(const SourceFile& source, Measurer& measurer) : source_(source), measurer_(measurer) {}

  std::vector<Conjunction> Of(const Expr& expr) {
    if (expr.height > kMaxHeight) return {Guard(expr)};
    const Expr* bare = promql::StripParens(&expr);
    if (const auto* binary = TryAs<BinaryExpr>(bare)) return OfBinary(*binary);
    // `max(ratio > 0.1) without (window)`
    if (const auto* aggregate = TryAs<promql::AggregateExpr>(bare)) {
      if (aggregate->aggregation->name != "count") return Through(*bare, *aggregate->expr);
    }
    if (const auto* call = TryAs<promql::Call>(bare)) {
      if (call->function->PassesSamples() && !call->arguments.empty()) {
        return Through(*bare, *call->arguments[0]);
      }
    }
    return {Guard(*bare)};
  }

  AlertShape Finish(const Expr& expr) {
    AlertShape shape;
    shape.alternatives = Of(expr);
    shape.why = std::move(why_);
    shape.why_where = why_where_;
    return shape;
  }

 private:
  Conjunction Guard(const Expr& expr) const { return {{}, {{&source_, expr.span}}}; }

  std::vector<Conjunction> Through(const Expr& outer, const Expr& inner) {
    std::vector<Conjunction> inside = Of(inner);
    const bool has_burns = std::ranges::any_of(
        inside, [](const Conjunction& alternative) { return !alternative.burns.empty(); });
    return has_burns ? inside : std::vector{Guard(outer)};
  }

  std::vector<Conjunction> OfBinary(const BinaryExpr& binary) {
    if (promql::IsComparison(binary.op)) {
      auto condition = Condition(binary);
      if (!condition) return {Guard(binary)};
      return {{{std::move(*condition)}, {}}};
    }
    if (binary.op == Op::kOr) {
      std::vector<Conjunction> all = Of(*binary.lhs);
      for (Conjunction& other : Of(*binary.rhs)) all.push_back(std::move(other));
      if (all.size() > kMaxAlternatives) return {Guard(binary)};
      return all;
    }
    if (binary.op == Op::kUnless) {
      std::vector<Conjunction> all = Of(*binary.lhs);
      for (Conjunction& each : all) each.guards.push_back({&source_, binary.rhs->span});
      return all;
    }
    if (binary.op == Op::kAnd) return Both(binary);
    return {Guard(binary)};
  }

  std::vector<Conjunction> Both(const BinaryExpr& binary) {
    const std::vector<Conjunction> left = Of(*binary.lhs);
    const std::vector<Conjunction> right = Of(*binary.rhs);
    if (left.size() * right.size() > kMaxAlternatives) return {Guard(binary)};
    std::vector<Conjunction> all;
    for (const Conjunction& a : left) {
      for (const Conjunction& b : right) {
        Conjunction& both = all.emplace_back(a);
        both.burns.insert(both.burns.end(), b.burns.begin(), b.burns.end());
        both.guards.insert(both.guards.end(), b.guards.begin(), b.guards.end());
      }
    }
    return all;
  }

  std::optional<BurnCondition> Condition(const BinaryExpr& comparison) {
    const Op op = comparison.op;
    if (op == Op::kEqual || op == Op::kNotEqual || comparison.return_bool) return std::nullopt;
    const Expr* value = comparison.lhs;
    const Expr* limit = comparison.rhs;
    bool is_less = op == Op::kLess || op == Op::kLessEqual;
    Measure measure = measurer_.Of(*value);
    if (!IsVarying(measure)) {
      // `0.0144 < ratio`
      Measure other = measurer_.Of(*limit);
      if (!IsVarying(other)) {
        Remember(measure, *value);
        Remember(other, *limit);
        return std::nullopt;
      }
      measure = std::move(other);
      std::swap(value, limit);
      is_less = !is_less;
    }
    const auto threshold = ThresholdOf(measure, *limit, is_less, measurer_);
    if (!threshold || !IsUsable(*threshold)) {
      if (threshold && threshold->budget == 0) {
        Remember(
            Measure{.why = "its threshold is 0 because an objective of 100 % leaves no budget"},
            *limit);
      }
      return std::nullopt;
    }
    return BurnCondition{.value = measure,
                         .threshold = *threshold,
                         .or_equal = op == Op::kGreaterEqual || op == Op::kLessEqual,
                         .key = WithoutWindows(promql::ToString(*value)),
                         .value_expr = value,
                         .value_where = {&source_, value->span},
                         .threshold_where = {&source_, limit->span}};
  }

  static bool IsVarying(const Measure& measure) {
    return (measure.is(Kind::kRatio) || measure.is(Kind::kBurnRate)) && measure.window_ms > 0;
  }

  void Remember(const Measure& measure, const Expr& where) {
    if (!why_.empty() || measure.why.empty()) return;
    why_ = measure.why;
    why_where_ = {&source_, where.span};
  }

  const SourceFile& source_;
  Measurer& measurer_;
  std::string why_;
  Location why_where_;
};

}  // namespace

std::string WithoutWindows(std::string_view printed) {
  std::string key;
  for (std::size_t i = 0; i < printed.size();) {
    const char c = printed[i];
    std::size_t end = i + 1;
    if (c == '"') {
      while (end < printed.size() && printed[end] != '"') end += printed[end] == '\\' ? 2 : 1;
      end = std::min(end + 1, printed.size());
      const std::string_view text = printed.substr(i + 1, end - i - 2);
      key += ParsePrometheusDuration(text) ? "W" : printed.substr(i, end - i);
    } else if (c == '[') {
      end = std::min(printed.find(']', i), printed.size() - 1) + 1;
      key += "[W]";
    } else if (IsNameStart(c) || c == ':') {
      while (end < printed.size() && (IsNamePart(printed[end]) || printed[end] == ':')) ++end;
      key += WithoutWindow(printed.substr(i, end - i));
    } else {
      key += c;
    }
    i = end;
  }
  return key;
}

AlertShape ShapeOf(const Expr& expr, const SourceFile& source, Measurer& measurer) {
  return Shaper(source, measurer).Finish(expr);
}

}  // namespace check::slo

#include "libcheck/unittest/ahead.h"

#include <chrono>
#include <limits>

#include "libcheck/model/names.h"
#include "libcheck/promql/functions.h"

namespace check::unittest {
namespace {

constexpr std::size_t kAfterAll = std::numeric_limits<std::size_t>::max();

bool LooksAhead(const promql::TimeShift& shift) {
  return shift.at != promql::AtModifier::kNone || shift.offset_expr != nullptr ||
         shift.offset < Duration::zero();
}

// The name that a selector's metrics must have, or nothing if they may have several.
std::string_view MetricOf(const promql::VectorSelector& selector) {
  for (const model::Matcher& matcher : selector.matchers) {
    if (matcher.type == model::MatchType::kEqual && matcher.name == model::kMetricName) {
      return matcher.value;
    }
  }
  return {};
}

}  // namespace

void AheadPlan::AddReader(const promql::Expr& expr, std::size_t index) {
  const auto selector = [&](const promql::VectorSelector& vector) {
    if (vector.smoothed || LooksAhead(vector.shift)) any_ = false;
    const std::string_view metric = MetricOf(vector);
    if (metric.empty()) by_name_only_ = false;
    // Who reads when all is there is of no interest, and may be gone before we are.
    if (index != kAfterAll) first_reader_.try_emplace(metric, index);
  };
  switch (expr.kind) {
    case promql::ExprKind::kVectorSelector:
      return selector(promql::As<promql::VectorSelector>(expr));
    case promql::ExprKind::kMatrixSelector:
      return selector(*promql::As<promql::MatrixSelector>(expr).vector);
    case promql::ExprKind::kSubquery:
      if (LooksAhead(promql::As<promql::SubqueryExpr>(expr).shift)) any_ = false;
      break;
    case promql::ExprKind::kCall:
      // It selects metrics that it does not name.
      if (promql::As<promql::Call>(expr).function->labels == promql::LabelEffect::kAddsInfo) {
        by_name_only_ = false;
      }
      break;
    default:
      break;
  }
  promql::ForEachChild(expr, [&](const promql::Expr& child) { AddReader(child, index); });
}

void AheadPlan::AddRule(const PreparedGroup& group, const PreparedRule& rule) {
  if (rule.templates_query) template_queries_ = true;
  if (rule.expr != nullptr) AddReader(*rule.expr, rules_.size());
  rules_.push_back({rule.name, !rule.is_alert && group.query_offset_ms == 0});
  if (rule.is_alert) {
    ++written_["ALERTS"];
    ++written_["ALERTS_FOR_STATE"];
  } else {
    ++written_[rule.name];
  }
}

bool AheadPlan::IsUnaware(const promql::Expr& expr) {
  AheadPlan plan;
  plan.AddReader(expr, 0);
  return plan.any_;
}

void AheadPlan::AddExpression(const promql::Expr& expr) {
  const bool any = any_;
  AddReader(expr, kAfterAll);
  // By then all is there that ever will be.
  any_ = any;
}

bool AheadPlan::MayRecord(std::size_t index) const {
  const auto& [metric, may] = rules_[index];
  if (!any_ || !by_name_only_ || !may || input_.contains(metric)) return false;
  const auto writers = written_.find(metric);
  const auto reader = first_reader_.find(metric);
  return writers != written_.end() && writers->second == 1 &&
         (reader == first_reader_.end() || reader->second > index);
}

}  // namespace check::unittest

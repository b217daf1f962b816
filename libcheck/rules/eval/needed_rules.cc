#include "libcheck/rules/eval/needed_rules.h"

#include <algorithm>
#include <optional>

#include "libcheck/promql/functions.h"
#include "libcheck/rules/eval/alert.h"

namespace check::rules {
namespace {

// The alerts that a selector of their metrics is about; nothing: all.
std::optional<std::string_view> AlertOf(const promql::VectorSelector& selector) {
  for (const model::Matcher& matcher : selector.matchers) {
    if (matcher.type == model::MatchType::kEqual && matcher.name == kAlertNameLabel &&
        !matcher.value.empty()) {
      return matcher.value;
    }
  }
  return std::nullopt;
}

}  // namespace

NeededRules::NeededRules(const Questions& asked, const std::vector<const PreparedGroup*>& groups,
                         const Fallible& fallible)
    : groups_(groups) {
  for (const PreparedGroup* group : groups) {
    for (const PreparedRule& rule : group->rules) {
      if (fallible.Contains(rule)) AddRule(rule);
    }
  }
  for (const std::string_view alert : asked.alerts) AddAlerts(alert);
  for (const promql::Expr* expr : asked.expressions) AddExpr(*expr);
  while (!waiting_.empty() && !all_) {
    const PreparedRule& rule = *waiting_.back();
    waiting_.pop_back();
    if (rule.templates_query) all_ = true;
    if (rule.expr != nullptr) AddExpr(*rule.expr);
  }
}

void NeededRules::AddExpr(const promql::Expr& expr) {
  if (all_) return;
  if (expr.kind == promql::ExprKind::kVectorSelector) {
    AddSelector(promql::As<promql::VectorSelector>(expr));
    return;
  }
  if (expr.kind == promql::ExprKind::kMatrixSelector) {
    AddSelector(*promql::As<promql::MatrixSelector>(expr).vector);
    return;
  }
  // info() selects metrics that it does not name.
  if (expr.kind == promql::ExprKind::kCall &&
      promql::As<promql::Call>(expr).function->labels == promql::LabelEffect::kAddsInfo) {
    all_ = true;
    return;
  }
  promql::ForEachChild(expr, [&](const promql::Expr& child) { AddExpr(child); });
}

void NeededRules::AddSelector(const promql::VectorSelector& selector) {
  const std::string_view metric = promql::MetricName(selector);
  if (metric.empty()) {
    all_ = true;
    return;
  }
  const std::optional<std::string_view> alert = AlertOf(selector);
  const bool of_alerts =
      std::find(kAlertMetrics.begin(), kAlertMetrics.end(), metric) != kAlertMetrics.end();
  for (const PreparedGroup* group : groups_) {
    for (const PreparedRule& rule : group->rules) {
      const bool writes =
          rule.is_alert ? of_alerts && (!alert || rule.name == *alert) : rule.name == metric;
      if (writes) AddRule(rule);
    }
  }
}

void NeededRules::AddAlerts(std::string_view name) {
  for (const PreparedGroup* group : groups_) {
    for (const PreparedRule& rule : group->rules) {
      if (rule.is_alert && rule.name == name) AddRule(rule);
    }
  }
}

void NeededRules::AddRule(const PreparedRule& rule) {
  if (needed_.insert(&rule).second) waiting_.push_back(&rule);
}

}  // namespace check::rules

#include "libcheck/unittest/reach.h"

#include <string>

#include "libcheck/base/arena.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/functions.h"

namespace check::unittest {
namespace {

// The value that a label must have, or null if it may have several.
const std::string_view* ValueOf(const promql::VectorSelector& selector, std::string_view label) {
  for (const model::Matcher& matcher : selector.matchers) {
    if (matcher.type == model::MatchType::kEqual && matcher.name == label &&
        !matcher.value.empty()) {
      return &matcher.value;
    }
  }
  return nullptr;
}

}  // namespace

Reach::Reach(const TestGroup& group, const std::vector<const PreparedGroup*>& groups,
             const promql::ParseOptions& parser, const Fallible& fallible)
    : groups_(groups) {
  for (const PreparedGroup* each : groups) {
    for (const PreparedRule& rule : each->rules) {
      if (fallible.Contains(rule)) AddRule(rule);
    }
  }
  for (const AlertTest& test : group.alert_tests) AddAlerts(&test.alertname.value);
  for (const ExprTest& test : group.expr_tests) {
    Arena arena;
    Diagnostics diagnostics;
    const SourceBuffer source("", std::string(test.expr.value));
    const promql::Expr* expr = promql::ParseExpr(source, parser, arena, diagnostics);
    if (expr != nullptr) AddExpr(*expr);
  }
  while (!waiting_.empty() && !all_) {
    const PreparedRule& rule = *waiting_.back();
    waiting_.pop_back();
    if (rule.templates_query) all_ = true;
    if (rule.expr != nullptr) AddExpr(*rule.expr);
  }
}

void Reach::AddExpr(const promql::Expr& expr) {
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

void Reach::AddSelector(const promql::VectorSelector& selector) {
  const std::string_view* metric = ValueOf(selector, model::kMetricName);
  if (metric == nullptr) {
    all_ = true;
    return;
  }
  AddRecorded(*metric);
  if (*metric == "ALERTS" || *metric == "ALERTS_FOR_STATE") {
    AddAlerts(ValueOf(selector, "alertname"));
  }
}

void Reach::AddRecorded(std::string_view metric) {
  for (const PreparedGroup* group : groups_) {
    for (const PreparedRule& rule : group->rules) {
      if (!rule.is_alert && rule.name == metric) AddRule(rule);
    }
  }
}

void Reach::AddAlerts(const std::string_view* name) {
  for (const PreparedGroup* group : groups_) {
    for (const PreparedRule& rule : group->rules) {
      if (rule.is_alert && (name == nullptr || rule.name == *name)) AddRule(rule);
    }
  }
}

void Reach::AddRule(const PreparedRule& rule) {
  if (reached_.insert(&rule).second) waiting_.push_back(&rule);
}

}  // namespace check::unittest

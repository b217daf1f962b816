#include "libcheck/unittest/ahead.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "libcheck/promql/ast.h"

namespace check::unittest {
namespace {

bool LooksAhead(const promql::TimeShift& shift) {
  return shift.at != promql::AtModifier::kNone || shift.offset_expr != nullptr ||
         shift.offset < Duration::zero();
}

bool LooksAhead(const promql::Expr& expr) {
  const auto selector = [](const promql::VectorSelector& vector) {
    return vector.smoothed || LooksAhead(vector.shift);
  };
  switch (expr.kind) {
    case promql::ExprKind::kVectorSelector:
      return selector(promql::As<promql::VectorSelector>(expr));
    case promql::ExprKind::kMatrixSelector:
      return selector(*promql::As<promql::MatrixSelector>(expr).vector);
    case promql::ExprKind::kSubquery:
      if (LooksAhead(promql::As<promql::SubqueryExpr>(expr).shift)) return true;
      break;
    default:
      break;
  }
  bool any = false;
  promql::ForEachChild(expr, [&](const promql::Expr& child) { any = any || LooksAhead(child); });
  return any;
}

}  // namespace

bool HasQueryingTemplate(const PreparedRule& rule) {
  const auto queries = [](const gotemplate::AlertTemplate& text) {
    return !text.is_plain() && text.text().find("query") != std::string::npos;
  };
  return std::any_of(rule.label_templates.begin(), rule.label_templates.end(), queries) ||
         std::any_of(rule.annotation_templates.begin(), rule.annotation_templates.end(), queries);
}

void LoadingAhead::Add(const PreparedRule& rule) {
  if (HasQueryingTemplate(rule) || (rule.expr != nullptr && LooksAhead(*rule.expr))) {
    allowed_ = false;
  }
  if (rule.is_alert) {
    written_.insert({"ALERTS", "ALERTS_FOR_STATE"});
  } else {
    written_.insert(rule.name);
  }
}

}  // namespace check::unittest

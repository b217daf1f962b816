#include "libcheck/slo/json_parts.h"

#include <array>
#include <cmath>

#include "libcheck/base/time_expression.h"

namespace check::slo {

Json Number(double value) { return std::isfinite(value) ? Json(value) : nullptr; }
Json Number(const std::optional<double>& value) { return value ? Number(*value) : Json(); }
double Seconds(std::int64_t ms) { return static_cast<double>(ms) / 1000; }
std::string At(std::int64_t ms) { return FormatTime(ms, "UTC", TimeStyle::kRfc3339); }

Json SubjectJson(const ReportSubject& subject) {
  const Slo& slo = *subject.slo;
  Json group = Json::object();
  for (const auto& [name, value] : subject.group) group[name] = value;
  return {{"service", slo.service},
          {"slo", slo.name},
          {"group", group},
          {"objective_percent", Json::parse(slo.objective.percent())},
          {"budget", slo.objective.budget()}};
}

Json ToJson(const BudgetState& budget) {
  return {{"period_start", At(budget.period.start)},
          {"period_end", At(budget.period.end)},
          {"errors", budget.sum.errors},
          {"total", budget.sum.total},
          {"allowed_errors", Number(budget.events)},
          {"remaining", Number(budget.remaining)},
          {"complete", budget.is_complete}};
}

Json ToJson(const BudgetCurve::Spender& spender) {
  return {{"start", At(spender.start)},
          {"end", At(spender.end)},
          {"errors", spender.sum.errors},
          {"total", spender.sum.total},
          {"budget_spent", Number(spender.spent)}};
}

Json ToJson(const Events::Remark& remark) {
  constexpr std::array kKinds = {"gap",        "reset", "ended",  "new-series",
                                 "not-number", "idle",  "inexact"};
  return {{"kind", kKinds.at(static_cast<std::size_t>(remark.kind))},
          {"text", remark.text},
          {"start", At(remark.start)},
          {"end", At(remark.end)},
          {"count", remark.count}};
}

}  // namespace check::slo

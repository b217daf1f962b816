#include "libcheck/record/needs.h"

#include <algorithm>
#include <chrono>
#include <map>

#include "libcheck/promql/functions.h"
#include "libcheck/promql/parse.h"
#include "libcheck/rules/eval/alert.h"

namespace check::record {
namespace {

std::int64_t ToMs(Duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

class Finder {
 public:
  Finder(std::span<const rules::PreparedGroup* const> groups, std::int64_t lookback_ms)
      : groups_(groups), lookback_ms_(lookback_ms) {}

  Needs Run() {
    for (const std::string_view metric : rules::kAlertMetrics) needs_.made.emplace(metric);
    ForEachRule([&](const rules::PreparedRule& rule) {
      if (!rule.is_alert) needs_.made.emplace(rule.name);
    });
    ForEachRule([&](const rules::PreparedRule& rule) { VisitRule(rule, 0); });
    return std::move(needs_);
  }

 private:
  template <typename Visit>
  void ForEachRule(Visit&& visit) {
    for (const rules::PreparedGroup* group : groups_) {
      for (const rules::PreparedRule& rule : group->rules) {
        if (rule.expr != nullptr) visit(rule);
      }
    }
  }

  // What a rule needs whose outcome is looked at that long after it is evaluated. Visited again
  // only if that is longer than the last time; a chain that is longer than there are rules is a
  // circle.
  void VisitRule(const rules::PreparedRule& rule, std::int64_t before) {
    before += ToMs(rule.rule->hold) + ToMs(rule.rule->keep_firing_for);
    const auto [at, is_new] = visited_.try_emplace(&rule, before);
    if (!is_new && at->second >= before) return;
    at->second = before;
    ++depth_;
    if (depth_ <= visited_.size()) Visit(*rule.expr, before);
    --depth_;
  }

  void Visit(const promql::Expr& expr, std::int64_t before) {
    switch (expr.kind) {
      case promql::ExprKind::kVectorSelector: {
        const auto& selector = promql::As<promql::VectorSelector>(expr);
        AddSelector(selector, before + Shift(selector.shift) + lookback_ms_);
        return;
      }
      case promql::ExprKind::kMatrixSelector: {
        const auto& matrix = promql::As<promql::MatrixSelector>(expr);
        before += ToMs(matrix.range) + Shift(matrix.vector->shift);
        AddSelector(*matrix.vector, before + lookback_ms_);
        return;
      }
      case promql::ExprKind::kSubquery: {
        const auto& subquery = promql::As<promql::SubqueryExpr>(expr);
        before += ToMs(subquery.range) + ToMs(subquery.step) + Shift(subquery.shift);
        break;
      }
      case promql::ExprKind::kCall:
        needs_.asks_time |= AsksTime(promql::As<promql::Call>(expr).function->name);
        break;
      default:
        break;
    }
    promql::ForEachChild(expr, [&](const promql::Expr& child) { Visit(child, before); });
  }

  std::int64_t Shift(const promql::TimeShift& shift) {
    needs_.asks_time |= shift.at == promql::AtModifier::kTimestamp;
    return std::max<std::int64_t>(ToMs(shift.offset), 0);
  }

  static bool AsksTime(std::string_view function) {
    constexpr std::string_view kNames[] = {
        "time",         "timestamp",   "minute",        "hour",  "day_of_week",
        "day_of_month", "day_of_year", "days_in_month", "month", "year"};
    return std::find(std::begin(kNames), std::end(kNames), function) != std::end(kNames);
  }

  void AddSelector(const promql::VectorSelector& selector, std::int64_t before) {
    needs_.before_ms = std::max(needs_.before_ms, before);
    const std::string_view metric = promql::MetricName(selector);
    if (needs_.made.contains(metric)) return VisitMakers(selector, metric, before);
    std::string text = PlainSelector(selector);
    const auto known = std::find_if(needs_.selectors.begin(), needs_.selectors.end(),
                                    [&](const auto& other) { return other.selector == text; });
    if (known == needs_.selectors.end()) {
      needs_.selectors.push_back({std::move(text), before});
    } else {
      known->before_ms = std::max(known->before_ms, before);
    }
  }

  // The rules that make the series of a selector.
  void VisitMakers(const promql::VectorSelector& selector, std::string_view metric,
                   std::int64_t before) {
    const bool is_of_alerts = std::find(rules::kAlertMetrics.begin(), rules::kAlertMetrics.end(),
                                        metric) != rules::kAlertMetrics.end();
    const auto named = std::find_if(
        selector.matchers.begin(), selector.matchers.end(), [](const model::Matcher& matcher) {
          return matcher.name == rules::kAlertNameLabel && matcher.type == model::MatchType::kEqual;
        });
    ForEachRule([&](const rules::PreparedRule& rule) {
      if (rule.is_alert != is_of_alerts) return;
      const bool is_any = is_of_alerts && named == selector.matchers.end();
      if (is_any || rule.name == (is_of_alerts ? named->value : metric)) VisitRule(rule, before);
    });
  }

  std::span<const rules::PreparedGroup* const> groups_;
  std::int64_t lookback_ms_;
  Needs needs_;
  std::map<const rules::PreparedRule*, std::int64_t> visited_;
  std::size_t depth_ = 0;
};

}  // namespace

std::string PlainSelector(const promql::VectorSelector& selector) {
  promql::VectorSelector plain = selector;
  plain.shift = {};
  plain.anchored = plain.smoothed = false;
  return promql::ToString(plain);
}

Needs FindNeeds(std::span<const rules::PreparedGroup* const> groups, std::int64_t lookback_ms) {
  return Finder(groups, lookback_ms).Run();
}

}  // namespace check::record

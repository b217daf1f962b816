#include "libcheck/backtest/history.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "libcheck/promql/ast.h"

namespace check::backtest {
namespace {

std::int64_t ToMs(Duration duration) { return duration / std::chrono::milliseconds(1); }

class Finder {
 public:
  explicit Finder(std::span<const rules::PreparedGroup* const> groups) {
    for (const rules::PreparedGroup* const group : groups) {
      for (const rules::PreparedRule& rule : group->rules) {
        if (!rule.is_alert && rule.expr != nullptr) makers_[rule.name].push_back(&rule);
      }
    }
  }

  std::int64_t Of(const rules::PreparedRule& rule) {
    if (rule.expr == nullptr) return 0;
    const auto [at, is_new] = known_.try_emplace(&rule, 0);
    // A rule that reads what it makes itself, in whatever roundabout way, adds nothing.
    if (!is_new) return at->second;
    const std::int64_t history = Of(*rule.expr);
    known_[&rule] = history;
    return history;
  }

 private:
  std::int64_t Of(const promql::Expr& expr) {
    switch (expr.kind) {
      case promql::ExprKind::kVectorSelector:
        return OfSelector(promql::As<promql::VectorSelector>(expr));
      case promql::ExprKind::kMatrixSelector: {
        const auto& matrix = promql::As<promql::MatrixSelector>(expr);
        return ToMs(matrix.range) + OfSelector(*matrix.vector);
      }
      case promql::ExprKind::kSubquery: {
        const auto& subquery = promql::As<promql::SubqueryExpr>(expr);
        return ToMs(subquery.range) + Shift(subquery.shift) + OfChildren(expr);
      }
      default:
        return OfChildren(expr);
    }
  }

  std::int64_t OfChildren(const promql::Expr& expr) {
    std::int64_t most = 0;
    promql::ForEachChild(expr,
                         [&](const promql::Expr& child) { most = std::max(most, Of(child)); });
    return most;
  }

  std::int64_t OfSelector(const promql::VectorSelector& selector) {
    std::int64_t most = 0;
    if (const auto at = makers_.find(promql::MetricName(selector)); at != makers_.end()) {
      for (const rules::PreparedRule* const maker : at->second) {
        if (MayMake(*maker, selector)) most = std::max(most, Of(*maker));
      }
    }
    return most + Shift(selector.shift);
  }

  // Whether the labels that the rule sets fit the selector.
  static bool MayMake(const rules::PreparedRule& maker, const promql::VectorSelector& selector) {
    return std::all_of(
        selector.matchers.begin(), selector.matchers.end(), [&](const model::Matcher& matcher) {
          if (matcher.type != model::MatchType::kEqual) return true;
          const auto label =
              std::find_if(maker.labels.begin(), maker.labels.end(),
                           [&](const auto& each) { return each.name() == matcher.name; });
          return label == maker.labels.end() || label->value() == matcher.value;
        });
  }

  static std::int64_t Shift(const promql::TimeShift& shift) {
    return std::max<std::int64_t>(ToMs(shift.offset), 0);
  }

  std::unordered_map<std::string_view, std::vector<const rules::PreparedRule*>> makers_;
  std::unordered_map<const rules::PreparedRule*, std::int64_t> known_;
};

}  // namespace

std::map<const rules::PreparedRule*, std::int64_t> FindHistory(
    std::span<const rules::PreparedGroup* const> groups) {
  Finder finder(groups);
  std::map<const rules::PreparedRule*, std::int64_t> found;
  for (const rules::PreparedGroup* const group : groups) {
    for (const rules::PreparedRule& rule : group->rules) {
      if (rule.is_alert) found[&rule] = finder.Of(rule);
    }
  }
  return found;
}

}  // namespace check::backtest

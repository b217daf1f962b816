#include "libcheck/backtest/change.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/promql/ast.h"

namespace check::backtest {
namespace {

struct Key {
  std::string_view name;
  Change::What what;
};
constexpr Key kKeys[] = {{"for", Change::What::kFor},
                         {"keep_firing_for", Change::What::kKeepFiringFor},
                         {"threshold", Change::What::kThreshold}};

// Whether it is a number, or is worked out of nothing but numbers.
bool IsConstant(const promql::Expr& expr) {
  switch (expr.kind) {
    case promql::ExprKind::kNumber:
      return true;
    case promql::ExprKind::kParen:
    case promql::ExprKind::kUnary:
    case promql::ExprKind::kBinary: {
      bool all = true;
      promql::ForEachChild(expr,
                           [&](const promql::Expr& child) { all = all && IsConstant(child); });
      return all;
    }
    default:
      return false;
  }
}

// The constants that something is compared with.
void FindThresholds(const promql::Expr& expr, std::vector<const promql::Expr*>& found) {
  if (const auto* binary = promql::TryAs<promql::BinaryExpr>(&expr);
      binary != nullptr && promql::IsComparison(binary->op)) {
    const bool left = IsConstant(*binary->lhs);
    const bool right = IsConstant(*binary->rhs);
    if (left != right) found.push_back(left ? binary->lhs : binary->rhs);
  }
  promql::ForEachChild(expr, [&](const promql::Expr& child) { FindThresholds(child, found); });
}

std::string_view TextOf(const promql::Expr& expr, std::string_view text) {
  return text.substr(expr.span.begin, expr.span.end - expr.span.begin);
}

}  // namespace

Result<Change> Change::Parse(std::string_view text) {
  const auto fail = [&](std::string_view why) {
    return Error{fmt::format(
        "invalid change `{}`{}: write it as in `ALERT:for=10m` or `ALERT:threshold=0.05`", text,
        why)};
  };
  const std::size_t equals = text.rfind('=');
  if (equals == text.npos) return fail("");
  const std::size_t colon = text.rfind(':', equals);
  if (colon == text.npos || colon == 0) return fail("");
  const std::string_view name = text.substr(colon + 1, equals - colon - 1);
  const std::string value(text.substr(equals + 1));
  const auto* const key = std::ranges::find(kKeys, name, &Key::name);
  if (key == std::end(kKeys)) {
    return fail(fmt::format(
        " (unknown field `{}`; expected `for`, `keep_firing_for` or `threshold`)", name));
  }
  Change change = {.alert = std::string(text.substr(0, colon)), .what = key->what};
  if (key->what == What::kThreshold) {
    if (!ParseGoFloat(value)) return fail(fmt::format(" (`{}` is not a number)", value));
    change.threshold = value;
    return change;
  }
  const Result<Duration> duration = ParseFlagDuration(value);
  if (!duration || *duration < Duration::zero()) {
    return fail(fmt::format(" (`{}` is not a duration)", value));
  }
  change.duration = *duration;
  return change;
}

Result<std::unique_ptr<ChangedRules>> ChangedRules::Make(
    std::span<const rules::PreparedGroup* const> groups, std::span<const Change> changes,
    const promql::ParseOptions& parser) {
  std::unique_ptr<ChangedRules> changed(new ChangedRules());
  for (const rules::PreparedGroup* const group : groups) {
    const std::span<const rules::Rule> rules = group->group->rules;
    Copy& copy = changed->copies_.emplace_back(
        *group->group, std::vector<rules::Rule>(rules.begin(), rules.end()));
    copy.group.rules = copy.rules;
  }
  for (const Change& change : changes) {
    if (auto error = changed->Apply(change, parser)) return *error;
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    changed->groups_.push_back(
        rules::PrepareGroup(changed->copies_[i].group, groups[i]->path, groups[i]->file));
  }
  return changed;
}

std::vector<const rules::PreparedGroup*> ChangedRules::groups() const {
  std::vector<const rules::PreparedGroup*> groups;
  for (const rules::PreparedGroup& group : groups_) groups.push_back(&group);
  return groups;
}

std::optional<Error> ChangedRules::Apply(const Change& change, const promql::ParseOptions& parser) {
  bool any = false;
  for (Copy& copy : copies_) {
    for (rules::Rule& rule : copy.rules) {
      if (!rule.is_alert() || rule.alert != change.alert) continue;
      any = true;
      if (change.what == Change::What::kFor) {
        rule.hold = change.duration;
      } else if (change.what == Change::What::kKeepFiringFor) {
        rule.keep_firing_for = change.duration;
      } else if (auto error = SetThreshold(rule, change.threshold, parser)) {
        return error;
      }
    }
  }
  if (any) return std::nullopt;
  return Error{fmt::format("unknown alert `{}`", change.alert)};
}

std::optional<Error> ChangedRules::SetThreshold(rules::Rule& rule, const std::string& number,
                                                const promql::ParseOptions& parser) {
  std::vector<const promql::Expr*> thresholds;
  FindThresholds(*rule.expr, thresholds);
  const std::string_view text = rule.expr_source->text();
  if (thresholds.empty()) {
    return Error{fmt::format("alert `{}` does not compare with a number", rule.alert)};
  }
  const std::string_view first = TextOf(*thresholds[0], text);
  for (const promql::Expr* const threshold : thresholds) {
    if (TextOf(*threshold, text) == first) continue;
    return Error{
        fmt::format("alert `{}` compares with several numbers, such as `{}` and `{}`: change a "
                    "copy of its file, and use --compare",
                    rule.alert, first, TextOf(*threshold, text))};
  }
  std::ranges::sort(thresholds, {}, [](const promql::Expr* expr) { return expr->span.begin; });
  std::string written;
  std::size_t at = 0;
  for (const promql::Expr* const threshold : thresholds) {
    written += text.substr(at, threshold->span.begin - at);
    written += "(" + number + ")";
    at = threshold->span.end;
  }
  written += text.substr(at);
  const SourceBuffer& source = sources_.emplace_back("", std::move(written));
  Diagnostics diagnostics;
  const promql::Expr* const expr = promql::ParseExpr(source, parser, arena_, diagnostics);
  if (expr == nullptr) {
    return Error{fmt::format("alert `{}` cannot be compared with `{}`: {}", rule.alert, number,
                             diagnostics.found().front().message)};
  }
  rule.expr = expr;
  rule.expr_source = &source;
  return std::nullopt;
}

}  // namespace check::backtest

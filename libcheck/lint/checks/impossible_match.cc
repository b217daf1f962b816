#include <algorithm>
#include <optional>
#include <vector>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/model/names.h"

namespace check::lint {
namespace {

using promql::BinaryExpr;
using promql::LabelFact;
using promql::LabelFlow;
using promql::Presence;
using promql::RemovalKind;
using promql::TryAs;

// A label that keeps the sides from matching.
struct Obstacle {
  LabelFact left;
  LabelFact right;
};

// Nothing that can have both sides' value of the label.
bool Excludes(const LabelFact& a, const LabelFact& b) {
  if (a.presence == Presence::kNever) return b.presence == Presence::kAlways;
  if (b.presence == Presence::kNever) return a.presence == Presence::kAlways;
  return a.has_value && b.has_value && a.value != b.value;
}

std::optional<Obstacle> FindObstacle(const promql::VectorMatching& matching, const LabelFlow& left,
                                     const LabelFlow& right) {
  std::optional<Obstacle> found;
  const auto try_label = [&](std::string_view label) {
    if (found || !IsMatched(matching, label)) return;
    const Obstacle obstacle{left.Find(label), right.Find(label)};
    if (Excludes(obstacle.left, obstacle.right)) found = obstacle;
  };
  for (const LabelFact& fact : left.facts) try_label(fact.label);
  for (const LabelFact& fact : right.facts) try_label(fact.label);
  return found;
}

// Whether all that `expr` reads was scraped, so that it has `job` and `instance`: metrics that have
// no colon in their name and that the group does not record itself.
bool IsScraped(const promql::Expr& expr, const rules::Group& group) {
  bool any = false;
  bool all = true;
  const auto visit = [&](const auto& self, const promql::Expr& part) -> void {
    if (const auto* selector = TryAs<promql::VectorSelector>(&part)) {
      const std::string_view name = selector->name;
      any = true;
      all = all && !name.empty() && name.find(':') == std::string_view::npos &&
            !name.starts_with("ALERTS") &&
            std::none_of(group.rules.begin(), group.rules.end(),
                         [&](const rules::Rule& rule) { return rule.record == name; });
      return;
    }
    promql::ForEachChild(part, [&](const promql::Expr& child) { self(self, child); });
  };
  visit(visit, expr);
  return any && all;
}

// A label that one side surely has, going by what its author wrote or by how it was scraped, and
// that the other has lost.
std::optional<Obstacle> FindLost(const BinaryExpr& binary, const LabelFlow& left,
                                 const LabelFlow& right, const rules::Group& group) {
  const promql::VectorMatching& matching = *binary.matching;
  const auto try_label = [&](std::string_view label) -> std::optional<Obstacle> {
    if (label == model::kMetricName || !IsMatched(matching, label)) return std::nullopt;
    const Obstacle obstacle{left.Find(label), right.Find(label)};
    const bool left_gone = obstacle.left.presence == Presence::kNever;
    const bool right_gone = obstacle.right.presence == Presence::kNever;
    if (left_gone == right_gone) return std::nullopt;
    const promql::Removal* removal = (left_gone ? obstacle.left : obstacle.right).removal;
    if (removal->Root().kind == RemovalKind::kMatcher) return std::nullopt;
    return obstacle;
  };
  // Labels written down: in `on`, or in the `by` of the side that keeps them.
  if (matching.on) {
    for (const std::string_view label : matching.labels) {
      if (auto lost = try_label(label)) return lost;
    }
    return std::nullopt;
  }
  for (const LabelFlow* side : {&left, &right}) {
    if (!side->closed() || side->closed_by->kind != RemovalKind::kBy) continue;
    for (const LabelFact& fact : side->facts) {
      if (fact.presence == Presence::kNever) continue;
      if (auto lost = try_label(fact.label)) return lost;
    }
  }
  for (const LabelFlow* side : {&left, &right}) {
    const promql::Expr& expr = side == &left ? *binary.lhs : *binary.rhs;
    if (side->closed()) continue;
    for (const std::string_view label : {"instance", "job"}) {
      const auto lost = try_label(label);
      if (!lost) continue;
      const LabelFact& here = side == &left ? lost->left : lost->right;
      if (here.presence != Presence::kNever && IsScraped(expr, group)) return lost;
    }
  }
  return std::nullopt;
}

void Report(const RuleContext& context, const BinaryExpr& binary, const Obstacle& obstacle,
            bool certain, const CodeInfo& info, Diagnostics& diagnostics) {
  const promql::VectorMatching& matching = *binary.matching;
  const std::string_view label = obstacle.left.label;
  Span where = binary.op_span;
  for (std::size_t i = 0; matching.on && i < matching.labels.size(); ++i) {
    if (matching.labels[i] == label && i < matching.label_spans.size()) {
      where = matching.label_spans[i];
    }
  }
  const bool left_gone = obstacle.left.presence == Presence::kNever;
  const bool right_gone = obstacle.right.presence == Presence::kNever;
  std::string message = "the sides of " + Code(promql::ToString(binary.op)) + " never match: ";
  if (!left_gone && !right_gone) {
    message += Code(label) + " is " + Code(obstacle.left.value) + " on the left and " +
               Code(obstacle.right.value) + " on the right";
  } else if (certain) {
    message += "the " + std::string(left_gone ? "right" : "left") + " always has label " +
               Code(label) + ", the " + (left_gone ? "left" : "right") + " never";
  } else {
    message = "series with label " + Code(label) + " never match across " +
              Code(promql::ToString(binary.op)) + ": the " + (left_gone ? "left" : "right") +
              " side does not have it";
  }
  Diagnostic& diagnostic = diagnostics.Report(info, context.InExpr(where), std::move(message));
  if (left_gone || right_gone) {
    const promql::Removal& removal = *(left_gone ? obstacle.left : obstacle.right).removal;
    diagnostic.labels.push_back(
        {context.InExpr(removal.Root().where), promql::Describe(removal, label)});
  }
  diagnostic.notes.push_back(
      matching.on ? "match on labels that both sides have"
                  : "without `on` or `ignoring`, all labels except the metric name must be equal");
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  // The inner operators first: what one has lost, those around it need not be told off for.
  std::vector<const promql::Removal*> told;
  const auto parts = context.Parts();
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    const auto* binary = TryAs<BinaryExpr>(part->expr);
    if (binary == nullptr || binary->matching == nullptr || binary->op == promql::Op::kOr) continue;
    if (binary->matching->fill_lhs || binary->matching->fill_rhs) continue;
    const LabelFlow& left = context.Labels().Of(*binary->lhs);
    const LabelFlow& right = context.Labels().Of(*binary->rhs);
    const auto obstacle = FindObstacle(*binary->matching, left, right);
    const auto found = obstacle ? obstacle : FindLost(*binary, left, right, context.group);
    if (!found) continue;
    const promql::Removal* removal =
        found->left.removal != nullptr ? found->left.removal : found->right.removal;
    if (removal != nullptr) {
      if (std::find(told.begin(), told.end(), &removal->Root()) != told.end()) continue;
      told.push_back(&removal->Root());
    }
    Report(context, *binary, *found, /*certain=*/obstacle.has_value(), info, diagnostics);
  }
}

}  // namespace

const Check impossible_match = {
    .info =
        {
            .code = "impossible-match",
            .severity = Severity::kWarning,
            .summary = "an operator whose sides can never match",
            .explanation = R"(
Between two vectors an operator pairs series whose labels are equal: all labels except the metric
name, or those in `on (...)`, or all except those in `ignoring (...)`. If an aggregation has removed a
label on one side only, no pair is found, and the result is empty: an alert on it never fires.

Aggregate both sides by the same labels, or match `on` the labels that both have. With `and`, a
condition without labels, such as the time of day, needs `and on ()`.
)",
            .bad = R"(groups:
  - name: errors
    rules:
      - record: job:http_errors:ratio_rate5m
        expr: |
          sum by (job) (rate(http_errors_total[5m]))
            /
          sum(rate(http_requests_total[5m]))
)",
            .good = R"(groups:
  - name: errors
    rules:
      - record: job:http_errors:ratio_rate5m
        expr: |
          sum by (job) (rate(http_errors_total[5m]))
            /
          sum by (job) (rate(http_requests_total[5m]))
)",
        },
    .run = Run,
};

}  // namespace check::lint

#include <algorithm>
#include <numeric>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"

namespace check::lint {
namespace {

void Run(const Project& project, const CodeInfo& info, ProjectDiagnostics& diagnostics) {
  // Equal rules next to each other, the first given first.
  std::vector<std::uint32_t> order(project.rules.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const RuleFact& left = project.rules[a];
    const RuleFact& right = project.rules[b];
    return left.identity != right.identity ? left.identity < right.identity : a < b;
  });
  std::vector<std::pair<std::uint32_t, std::uint32_t>> found;  // A rule, and the first like it.
  for (std::size_t i = 0; i < order.size();) {
    const std::uint32_t first = order[i];
    for (++i; i < order.size() && project.rules[order[i]].identity == project.rules[first].identity;
         ++i) {
      found.emplace_back(order[i], first);
    }
  }
  std::sort(found.begin(), found.end());
  for (const auto& [again, first] : found) {
    const RuleFact& rule = project.rules[again];
    ProjectDiagnostic& diagnostic = diagnostics.Report(
        info, rule.where,
        rule.is_alert() ? "this alert has the same name, labels and expression as another"
                        : Code(project.Name(rule.records)) +
                              " is recorded twice, with the same labels and expression");
    diagnostic.labels.emplace_back(project.rules[first].where, "first given here");
  }
}

}  // namespace

const Check duplicate_rule = {
    .info =
        {
            .code = "duplicate-rule",
            .severity = Severity::kWarning,
            .summary = "two rules that do the same",
            .explanation = R"(
Two rules of the same kind, name, labels and expression do the same work twice. Their samples, or
alerts, fall on top of each other, and whoever changes one will wonder why the other still acts.

Expressions are compared by their structure, so spacing, comments and the order of labels do not
matter. All files that are given together are compared.
)",
            .bad = R"(groups:
  - name: requests
    rules:
      - record: job:http_requests:rate5m
        expr: sum by (job) (rate(http_requests_total{code="200", method="get"}[5m]))
      - record: job:http_requests:rate5m
        expr: sum(rate(http_requests_total{method="get", code="200"}[5m])) by (job)
)",
            .good = R"(groups:
  - name: requests
    rules:
      - record: job:http_requests:rate5m
        expr: sum by (job) (rate(http_requests_total{code="200", method="get"}[5m]))
)",
        },
    .project = Run,
};

}  // namespace check::lint

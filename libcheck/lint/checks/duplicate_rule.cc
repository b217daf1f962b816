#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"

namespace check::lint {
namespace {

std::string_view FolderOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash + 1);
}

// Whether files of the two folders are likely to be loaded together. Folders beside each other,
// such as staging/ and production/, hold alternatives.
bool AreLoadedTogether(std::string_view a, std::string_view b) {
  return a.starts_with(b) || b.starts_with(a);
}

void Run(const Project& project, const CodeInfo& info, ProjectDiagnostics& diagnostics) {
  // Equal rules next to each other, in the order given.
  std::vector<std::uint32_t> order(project.rules.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const RuleFact& left = project.rules[a];
    const RuleFact& right = project.rules[b];
    return left.identity != right.identity ? left.identity < right.identity : a < b;
  });
  const auto folder = [&](std::uint32_t rule) {
    return FolderOf(project.paths[project.rules[rule].where.file]);
  };
  std::vector<std::pair<std::uint32_t, std::uint32_t>> found;  // A rule, and the first like it.
  std::vector<std::uint32_t> firsts;  // Of equal rules: those that repeat none.
  for (std::size_t i = 0; i < order.size(); ++i) {
    const bool is_new =
        i == 0 || project.rules[order[i]].identity != project.rules[order[i - 1]].identity;
    if (is_new) firsts.clear();
    const auto first = std::find_if(firsts.begin(), firsts.end(), [&](std::uint32_t other) {
      return AreLoadedTogether(folder(order[i]), folder(other));
    });
    if (first != firsts.end()) {
      found.emplace_back(order[i], *first);
    } else {
      firsts.push_back(order[i]);
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
    diagnostic.labels.emplace_back(project.rules[first].where, "first defined here");
  }
}

}  // namespace

const Check duplicate_rule = {
    .info =
        {
            .code = "duplicate-rule",
            .severity = Severity::kWarning,
            .summary = "duplicate rules",
            .explanation = R"(
Two rules of the same kind, name, labels and expression do the same work twice. Their samples, or
alerts, fall on top of each other, and whoever changes one will wonder why the other still acts.

Expressions are compared by their structure, so spacing, comments and the order of labels do not
matter. Files that are given together are compared, unless they lie in folders beside each other:
`staging/` and `production/` are taken to hold alternatives. Alerts that differ in `for` differ.
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
    .run = Run,
};

}  // namespace check::lint

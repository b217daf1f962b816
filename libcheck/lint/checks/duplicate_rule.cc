#include <algorithm>
#include <map>
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

std::string_view NameOf(std::string_view path) { return path.substr(FolderOf(path).size()); }

// What tells whether two files are likely to be loaded together by one server.
class Files {
 public:
  explicit Files(const Project& project) : project_(project) {}

  bool AreLoadedTogether(std::uint32_t a, std::uint32_t b) {
    if (a == b) return true;
    if (project_.servers[a] != 0 && project_.servers[a] == project_.servers[b]) return true;
    const std::string_view left = FolderOf(project_.paths[a]);
    const std::string_view right = FolderOf(project_.paths[b]);
    if (left == right) return true;
    // Folders beside each other, such as staging/ and production/, hold alternatives.
    if (!left.starts_with(right) && !right.starts_with(left)) return false;
    return !IsCopy(a, b);
  }

 private:
  // Whether one of two files in different folders is a copy of the other, as in dist/ or vendor/,
  // or an overlay of it: it has the same name and the same groups.
  bool IsCopy(std::uint32_t a, std::uint32_t b) {
    return NameOf(project_.paths[a]) == NameOf(project_.paths[b]) && GroupsOf(a) == GroupsOf(b);
  }

  const std::vector<Symbol>& GroupsOf(std::uint32_t file) {
    const auto [at, is_new] = groups_.try_emplace(file);
    if (!is_new) return at->second;
    std::vector<Symbol>& groups = at->second;
    const auto begin = std::lower_bound(
        project_.rules.begin(), project_.rules.end(), file,
        [](const RuleFact& rule, std::uint32_t wanted) { return rule.where.file < wanted; });
    for (auto rule = begin; rule != project_.rules.end() && rule->where.file == file; ++rule) {
      groups.push_back(rule->group);
    }
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    return groups;
  }

  const Project& project_;
  std::map<std::uint32_t, std::vector<Symbol>> groups_;
};

void Run(const Project& project, const CodeInfo& info, ProjectDiagnostics& diagnostics) {
  // Equal rules next to each other, in the order given.
  std::vector<std::uint32_t> order(project.rules.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const RuleFact& left = project.rules[a];
    const RuleFact& right = project.rules[b];
    return left.identity != right.identity ? left.identity < right.identity : a < b;
  });
  const auto file = [&](std::uint32_t rule) { return project.rules[rule].where.file; };
  Files files(project);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> found;  // A rule, and the first like it.
  std::vector<std::uint32_t> firsts;  // Of equal rules: those that repeat none.
  for (std::size_t i = 0; i < order.size(); ++i) {
    const bool is_new =
        i == 0 || project.rules[order[i]].identity != project.rules[order[i - 1]].identity;
    if (is_new) firsts.clear();
    const auto first = std::find_if(firsts.begin(), firsts.end(), [&](std::uint32_t other) {
      return files.AreLoadedTogether(file(order[i]), file(other));
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
matter. Alerts that differ in `for` differ.

Files that one prometheus.yml names are compared. Of others, files in folders beside each other,
such as `staging/` and `production/`, are taken for alternatives, and files with the same name and
the same groups in other folders, such as `dist/` or `vendor/`, for copies.
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

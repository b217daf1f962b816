#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "libcheck/base/edit_distance.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"

namespace check::lint {
namespace {

// What stands before the first colon. Empty for `:metric:sum`.
std::string_view LevelOf(std::string_view name) { return name.substr(0, name.find(':')); }

// The names that the files record, and whether they seem to be where a name should have been.
class Recorded {
 public:
  explicit Recorded(const Project& project) {
    for (const RuleFact& rule : project.rules) {
      if (rule.is_alert() || !symbols_.insert(rule.records).second) continue;
      const std::string_view name = project.Name(rule.records);
      if (name.find(':') == std::string_view::npos) continue;
      names_.push_back(name);
      levels_.insert(LevelOf(name));
    }
    // Interning order depends on threads; suggestions must not.
    std::sort(names_.begin(), names_.end());
  }

  bool Has(Symbol symbol) const { return symbols_.contains(symbol); }

  // Whether rules of the same level are among the files: if not, its recorders are elsewhere.
  bool KnowsLevelOf(std::string_view name) const { return levels_.contains(LevelOf(name)); }

  std::optional<std::string_view> Closest(std::string_view name) const {
    constexpr std::size_t kMany = 5'000;  // More would take long to compare.
    if (names_.size() > kMany) return std::nullopt;
    return ClosestMatch(name, names_);
  }

 private:
  std::unordered_set<Symbol> symbols_;
  std::unordered_set<std::string_view> levels_;
  std::vector<std::string_view> names_;
};

void Run(const Project& project, const CodeInfo& info, ProjectDiagnostics& diagnostics) {
  const Recorded recorded(project);
  std::unordered_map<Symbol, std::optional<std::string_view>> suggestions;
  for (const ReferenceFact& reference : project.references) {
    if (recorded.Has(reference.metric)) continue;
    const std::string_view name = project.Name(reference.metric);
    if (!recorded.KnowsLevelOf(name)) continue;
    ProjectDiagnostic& diagnostic =
        diagnostics.Report(info, reference.where, "no rule records " + Code(name));
    auto [at, is_new] = suggestions.try_emplace(reference.metric);
    if (is_new) at->second = recorded.Closest(name);
    if (at->second) diagnostic.notes.push_back("did you mean " + Code(*at->second) + "?");
  }
}

}  // namespace

const Check unrecorded_metric = {
    .info =
        {
            .code = "unrecorded-metric",
            .severity = Severity::kWarning,
            .summary = "a rule that reads a metric which no rule records",
            .explanation = R"(
By custom only recording rules make names with colons in them, such as `job:http_requests:rate5m`. One
that no rule records is misspelt, or its rule has been renamed or lost. The query finds nothing, and an
alert on it never fires.

All files that are given together are searched. Names are reported only if something of the same level,
the part before the first colon, is recorded there: otherwise their rules are taken to be elsewhere.
)",
            .bad = R"(groups:
  - name: errors
    rules:
      - record: job:http_errors:rate5m
        expr: sum by (job) (rate(http_errors_total[5m]))
      - alert: ManyErrors
        expr: job:http_error:rate5m > 10
        for: 5m
)",
            .good = R"(groups:
  - name: errors
    rules:
      - record: job:http_errors:rate5m
        expr: sum by (job) (rate(http_errors_total[5m]))
      - alert: ManyErrors
        expr: job:http_errors:rate5m > 10
        for: 5m
)",
        },
    .project = Run,
};

}  // namespace check::lint

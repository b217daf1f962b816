#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/edit_distance.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"

namespace check::lint {
namespace {

// What stands before the first colon; of `:metric:sum`, whose level is empty, what stands before
// the second, since some programs expose metrics such as `:serving:request_count` themselves.
std::string_view LevelOf(std::string_view name) {
  return name.substr(0, name.find(':', name.starts_with(':') ? 1 : 0));
}

// `name` without numbers and the letter behind each: "rate5m" and "rate30d" come out alike.
std::string WithoutTimes(std::string_view name) {
  std::string text;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] < '0' || name[i] > '9') {
      text += name[i];
    } else if (i + 1 < name.size() && IsLower(name[i + 1])) {
      ++i;
    }
  }
  return text;
}

// The names that the files record, and whether they seem to be where a name should have been.
class Recorded {
 public:
  explicit Recorded(const Project& project)
      // Their own errors are reported; that nothing records them meanwhile is no second fault.
      : symbols_(project.refused.begin(), project.refused.end()) {
    for (const RuleFact& rule : project.rules) {
      if (rule.is_alert() || !symbols_.insert(rule.records).second) continue;
      const std::string_view name = project.Name(rule.records);
      if (name.find(':') == std::string_view::npos) continue;
      names_.push_back(name);
      levels_.insert(LevelOf(name));
    }
    // Interning order depends on threads; suggestions must not.
    if (names_.size() <= kMany) std::sort(names_.begin(), names_.end());
  }

  bool Has(Symbol symbol) const { return symbols_.contains(symbol); }

  // Whether rules of the same level are among the files: if not, its recorders are elsewhere.
  bool KnowsLevelOf(std::string_view name) const { return levels_.contains(LevelOf(name)); }

  // What may have been meant by `name`: as many parts, and not the same over another time.
  std::optional<std::string_view> Closest(std::string_view name) const {
    if (names_.size() > kMany) return std::nullopt;
    const auto colons = [](std::string_view text) {
      return std::count(text.begin(), text.end(), ':');
    };
    std::vector<std::string_view> alike;
    std::copy_if(
        names_.begin(), names_.end(), std::back_inserter(alike), [&](std::string_view other) {
          return colons(other) == colons(name) && WithoutTimes(other) != WithoutTimes(name);
        });
    return ClosestMatch(name, alike);
  }

 private:
  static constexpr std::size_t kMany = 5'000;  // More would take long to compare.

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
    const RulesElsewhere::Answer elsewhere = project.elsewhere.Find(name);
    if (elsewhere == RulesElsewhere::Answer::kRecorded) continue;
    const bool is_hint = elsewhere == RulesElsewhere::Answer::kUnknown;
    ProjectDiagnostic& diagnostic = diagnostics.Report(
        info, reference.where,
        (is_hint ? "no rule in these files records " : "no rule records ") + Code(name));
    diagnostic.is_hint = is_hint;
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

All files that are given together are searched, and then the other rule files of the repository, or of
the same folder if there is no repository. Where some rules may be out of sight, this is only a hint.
Names are reported only if something of the same level, the part before the first colon, is recorded in
the files that were given: otherwise their rules are taken to be elsewhere.
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
    .run = Run,
};

}  // namespace check::lint

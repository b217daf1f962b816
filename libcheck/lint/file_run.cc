#include "libcheck/lint/file_run.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <tuple>
#include <utility>

#include "libcheck/base/parallel.h"
#include "libcheck/rules/condense.h"

namespace check::lint {
namespace {

// Files smaller than this are not worth starting threads for.
constexpr std::size_t kSpreadFrom = std::size_t{512} << 10;

// What a diagnostic becomes where its code has the severity `configured`, or is switched off.
bool ApplySeverity(Diagnostic& diagnostic, std::optional<Severity> configured) {
  if (!configured) return false;
  // One that was reported with a severity of its own has a reason.
  if (diagnostic.severity == diagnostic.info->severity) diagnostic.severity = *configured;
  return true;
}

class FileRun {
 public:
  FileRun(const SourceBuffer& file, const Options& options, const rules::RuleReader& reader)
      : file_(file), options_(options), reader_(reader) {
    if (options.run_checks) checks_ = ActiveChecks(file.name(), options);
    wants_facts_ = AnyLooksAt<Project, ProjectDiagnostics>(checks_);
  }

  /// Reads and checks one group. Everything made on the way is gone when it returns.
  std::size_t RunGroup(std::size_t index, Scratch& scratch, std::vector<Finding>& findings) const {
    rules::UpstreamLog log;
    const rules::RuleSet& set = reader_.set(reader_.SetOf(index));
    Diagnostics& diagnostics = scratch.diagnostics;
    const rules::Group group = reader_.ReadGroup(index, scratch.arena, diagnostics, log);
    RunChecks(group, set, diagnostics);
    if (wants_facts_) GatherFacts(group, set, scratch.facts);
    TakeFindings(diagnostics, findings);
    const std::size_t rule_count = group.rules.size();
    scratch.arena.Reset();
    return rule_count;
  }

  /// Moves what is in `diagnostics` to `findings`, with the severities that the options give.
  void TakeFindings(Diagnostics& diagnostics, std::vector<Finding>& findings) const {
    for (Diagnostic& diagnostic : diagnostics.found()) {
      if (diagnostic.severity != Severity::kError && options_.severity &&
          !ApplySeverity(diagnostic, options_.severity(*diagnostic.info, file_.name()))) {
        continue;
      }
      findings.push_back(ToFinding(diagnostic));
    }
    diagnostics.found().clear();
  }

 private:
  void RunChecks(const rules::Group& group, const rules::RuleSet& set,
                 Diagnostics& diagnostics) const {
    for (const rules::Rule& rule : group.rules) {
      if (rule.expr == nullptr || rule.name().empty()) continue;
      lint::RunChecks(checks_, RuleContext(rule, group, set, options_.environment), diagnostics);
    }
    lint::RunChecks(checks_, GroupContext{group, set, options_.environment}, diagnostics);
  }

  const SourceBuffer& file_;
  const Options& options_;
  const rules::RuleReader& reader_;
  std::vector<const Check*> checks_;
  bool wants_facts_ = false;
};

}  // namespace

std::vector<const Check*> ActiveChecks(std::string_view path, const Options& options) {
  std::vector<const Check*> active;
  for (const Check* check : AllChecks()) {
    const bool is_on =
        options.severity ? options.severity(check->info, path).has_value() : check->on_by_default;
    if (is_on) active.push_back(check);
  }
  return active;
}

void SortFindings(std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::tuple(a.where.bytes.begin, b.severity) <
           std::tuple(b.where.bytes.begin, a.severity);
  });
}

FileOutcome RunFile(const SourceBuffer& file, bool found, const Options& options, Arena& arena,
                    std::span<Scratch> scratch) {
  rules::LoadOptions load = options.load;
  load.skip_if_no_rules = found;
  FileOutcome outcome;
  Diagnostics& diagnostics = scratch[0].diagnostics;
  const rules::RuleReader reader(file, load, arena, diagnostics);
  outcome.has_rules = reader.has_rules();
  const FileRun run(file, options, reader);
  run.TakeFindings(diagnostics, outcome.findings);

  const std::size_t count = reader.group_count();
  if (file.text().size() < kSpreadFrom) {
    for (std::size_t i = 0; i < count; ++i) {
      outcome.rule_count += run.RunGroup(i, scratch[0], outcome.findings);
    }
  } else {
    std::vector<std::vector<Finding>> findings(count);
    std::vector<std::size_t> rule_counts(scratch.size());
    ParallelFor(count, [&](std::size_t i, std::size_t worker) {
      rule_counts[worker] += run.RunGroup(i, scratch[worker], findings[i]);
    });
    for (const std::size_t rules : rule_counts) outcome.rule_count += rules;
    for (std::vector<Finding>& of_group : findings) {
      std::move(of_group.begin(), of_group.end(), std::back_inserter(outcome.findings));
    }
  }
  if (!found && outcome.rule_count == 0 && outcome.findings.empty()) {
    reader.ReportNoRules(diagnostics);
    run.TakeFindings(diagnostics, outcome.findings);
  }
  rules::Condense(outcome.findings);
  SortFindings(outcome.findings);

  if (!options.codes.empty()) {
    Suppressions suppressions = Suppressions::Read(file, options.codes);
    if (!suppressions.empty()) {
      outcome.suppressed = suppressions.Remove(outcome.findings);
      outcome.suppressions = std::move(suppressions);
    }
  }
  return outcome;
}

}  // namespace check::lint

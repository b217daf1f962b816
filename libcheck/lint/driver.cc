#include "libcheck/lint/driver.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <tuple>
#include <utility>

#include "libcheck/base/parallel.h"
#include "libcheck/files/file_reader.h"
#include "libcheck/lint/file_run.h"

namespace check::lint {
namespace {

constexpr std::string_view kStandardInput = "-";

// What one thread reuses from file to file.
struct Worker {
  Arena arena;
  std::vector<Scratch> scratch = std::vector<Scratch>(ThreadCount());
};

// A place of a project's finding that has yet to be shown.
struct Pending {
  FactPlace from;
  Place* to;
};

class Driver {
 public:
  Driver(std::span<const Input> inputs, const Options& options)
      : inputs_(inputs),
        options_(options),
        outcomes_(inputs.size()),
        sizes_(inputs.size()),
        workers_(ThreadCount()) {}

  CheckResult Run() {
    result_.files.resize(inputs_.size());
    ParallelFor(inputs_.size(),
                [this](std::size_t i, std::size_t worker) { CheckFile(i, workers_[worker]); });
    workers_.clear();
    if (options_.run_checks) CheckProject();
    for (std::size_t i = 0; i < inputs_.size(); ++i) Finish(i);
    return std::move(result_);
  }

 private:
  Result<std::string> Read(const std::string& path) const {
    return options_.read ? options_.read(path) : ReadFile(path);
  }

  void CheckFile(std::size_t index, Worker& worker) {
    const Input& input = inputs_[index];
    FileResult& file_result = result_.files[index];
    file_result.path = input.path;
    Result<std::string> text = Read(input.path);
    if (!text) {
      file_result.error = text.error();
      return;
    }
    auto file = std::make_unique<SourceBuffer>(input.path, std::move(*text));
    FileOutcome& outcome = outcomes_[index];
    outcome = RunFile(*file, input.found, options_, worker.arena, worker.scratch);
    worker.arena.Reset();
    file_result.rule_count = outcome.rule_count;
    file_result.skipped = input.found && !outcome.has_rules;
    sizes_[index] = file->text().size();
    TakeFacts(static_cast<std::uint32_t>(index), worker.scratch);
    // What is piped in cannot be read a second time.
    if (input.path == kStandardInput) {
      const std::lock_guard lock(mutex_);
      kept_[static_cast<std::uint32_t>(index)] = std::move(file);
    }
  }

  void TakeFacts(std::uint32_t index, std::span<Scratch> scratch) {
    const std::lock_guard lock(mutex_);
    for (Scratch& one : scratch) {
      for (FileFacts::NamedRule& rule : one.facts.rules) {
        rule.fact.where.file = index;
        if (!rule.records.empty()) rule.fact.records = symbols_.Intern(rule.records);
        rule.fact.identity = identities_.Intern(rule.identity);
        rules_.push_back(rule.fact);
      }
      for (const FileFacts::NamedReference& reference : one.facts.references) {
        references_.push_back({symbols_.Intern(reference.metric), {index, reference.span}});
      }
      for (const std::string_view metric : one.facts.refused) {
        refused_.push_back(symbols_.Intern(metric));
      }
      one.facts.Clear();
    }
  }

  void CheckProject() {
    std::sort(rules_.begin(), rules_.end(), [&](const RuleFact& a, const RuleFact& b) {
      return std::tuple(a.where.file, a.where.span.begin, identities_.Name(a.identity)) <
             std::tuple(b.where.file, b.where.span.begin, identities_.Name(b.identity));
    });
    std::sort(references_.begin(), references_.end(),
              [](const ReferenceFact& a, const ReferenceFact& b) {
                return std::tuple(a.where.file, a.where.span.begin) <
                       std::tuple(b.where.file, b.where.span.begin);
              });
    std::vector<std::string_view> paths;
    for (const Input& input : inputs_) paths.emplace_back(input.path);
    const Project project = {rules_, references_, refused_, symbols_, paths};
    ProjectDiagnostics diagnostics;
    RunChecks(AllChecks(), project, diagnostics);
    std::vector<std::pair<std::uint32_t, Finding>> findings = ToFindings(diagnostics.found());
    for (auto& [file, finding] : findings) {
      FileOutcome& outcome = outcomes_[file];
      if (outcome.suppressions && outcome.suppressions->Hides(finding)) {
        ++outcome.suppressed;
      } else {
        outcome.findings.push_back(std::move(finding));
      }
    }
  }

  // With the severities that the options give where they are; some are switched off there.
  std::vector<std::pair<std::uint32_t, Finding>> ToFindings(std::span<ProjectDiagnostic> found) {
    std::vector<std::pair<std::uint32_t, Finding>> findings;
    findings.reserve(found.size());
    std::vector<const ProjectDiagnostic*> sources;
    for (ProjectDiagnostic& diagnostic : found) {
      std::optional<Severity> severity = diagnostic.info->severity;
      if (options_.severity) {
        severity = options_.severity(*diagnostic.info, inputs_[diagnostic.where.file].path);
      } else if (!FindCheck(diagnostic.info->code)->on_by_default) {
        severity.reset();
      }
      if (!severity) continue;
      Finding finding = {diagnostic.info, *severity, {}, std::move(diagnostic.message)};
      for (auto& [where, message] : diagnostic.labels) {
        finding.labels.push_back({{}, std::move(message)});
      }
      finding.notes = std::move(diagnostic.notes);
      findings.emplace_back(diagnostic.where.file, std::move(finding));
      sources.push_back(&diagnostic);
    }
    std::vector<Pending> pending;
    for (std::size_t i = 0; i < findings.size(); ++i) {
      Finding& finding = findings[i].second;
      pending.push_back({sources[i]->where, &finding.where});
      for (std::size_t j = 0; j < finding.labels.size(); ++j) {
        pending.push_back({sources[i]->labels[j].first, &finding.labels[j].where});
      }
    }
    FillIn(pending);
    return findings;
  }

  // Reads the files in question once more, each once.
  void FillIn(std::vector<Pending>& pending) {
    std::sort(pending.begin(), pending.end(), [](const Pending& a, const Pending& b) {
      return std::tuple(a.from.file, a.from.span.begin) <
             std::tuple(b.from.file, b.from.span.begin);
    });
    std::vector<std::span<Pending>> by_file;
    for (auto begin = pending.begin(); begin != pending.end();) {
      const auto end = std::find_if(
          begin, pending.end(), [&](const Pending& p) { return p.from.file != begin->from.file; });
      by_file.emplace_back(begin, end);
      begin = end;
    }
    ParallelFor(by_file.size(), [&](std::size_t i, std::size_t) { FillInFile(by_file[i]); });
  }

  void FillInFile(std::span<Pending> pending) const {
    const std::uint32_t index = pending.front().from.file;
    const std::string& path = inputs_[index].path;
    std::unique_ptr<SourceBuffer> again;
    const SourceBuffer* file = nullptr;
    if (const auto kept = kept_.find(index); kept != kept_.end()) {
      file = kept->second.get();
    } else if (Result<std::string> text = Read(path); text && text->size() == sizes_[index]) {
      again = std::make_unique<SourceBuffer>(path, std::move(*text));
      file = again.get();
    }
    for (const Pending& place : pending) {
      // A file that has changed meanwhile can only be named.
      if (file == nullptr) {
        place.to->path = path;
      } else {
        *place.to = ToPlace({file, place.from.span});
      }
    }
  }

  void Finish(std::size_t index) {
    FileOutcome& outcome = outcomes_[index];
    if (outcome.suppressions) {
      const std::vector<const Check*> checks = options_.run_checks
                                                   ? ActiveChecks(inputs_[index].path, options_)
                                                   : std::vector<const Check*>();
      const auto is_active = [&](const CodeInfo& info) {
        const Check* check = FindCheck(info.code);
        return check == nullptr || std::find(checks.begin(), checks.end(), check) != checks.end();
      };
      std::vector<Finding> complaints = outcome.suppressions->Complaints(is_active);
      for (Finding& complaint : complaints) {
        if (options_.severity) {
          const auto severity = options_.severity(*complaint.info, inputs_[index].path);
          if (!severity) continue;
          complaint.severity = *severity;
        }
        outcome.findings.push_back(std::move(complaint));
      }
    }
    SortFindings(outcome.findings);
    std::move(outcome.findings.begin(), outcome.findings.end(),
              std::back_inserter(result_.findings));
    result_.suppressed += outcome.suppressed;
    outcome = {};
  }

  std::span<const Input> inputs_;
  const Options& options_;
  CheckResult result_;
  std::vector<FileOutcome> outcomes_;  // One for each input.
  std::vector<std::size_t> sizes_;
  std::vector<Worker> workers_;

  std::mutex mutex_;  // Guards what follows while files are read.
  SymbolTable symbols_;
  SymbolTable identities_;  // Of rules.
  std::vector<RuleFact> rules_;
  std::vector<ReferenceFact> references_;
  std::vector<Symbol> refused_;
  std::map<std::uint32_t, std::unique_ptr<SourceBuffer>> kept_;
};

}  // namespace

CheckResult CheckRuleFiles(std::span<const Input> inputs, const Options& options) {
  return Driver(inputs, options).Run();
}

}  // namespace check::lint

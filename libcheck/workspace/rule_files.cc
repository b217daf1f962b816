#include "libcheck/workspace/rule_files.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <tuple>
#include <utility>

#include "libcheck/base/parallel.h"
#include "libcheck/base/xxhash.h"
#include "libcheck/workspace/kinds/kinds.h"
#include "libcheck/workspace/other_rules.h"
#include "libcheck/workspace/rule_file_run.h"

namespace check::workspace {
namespace {

constexpr std::string_view kStandardInput = "-";

// What one thread reuses from file to file.
struct Worker {
  Arena arena;
  std::vector<Scratch> scratch = std::vector<Scratch>(ThreadCount());
};

// What is kept of a file that has been closed, to know it again.
struct Closed {
  std::size_t size = 0;
  std::uint64_t hash = 0;
  std::optional<SourceBuffer::Secrets> secrets;  // If they were searched for.

  bool Is(std::string_view text) const { return text.size() == size && HashBytes(text) == hash; }
};

// A place of a project's finding that has yet to be shown.
struct Pending {
  lint::FactPlace from;
  Place* to;
};

class RuleFilesRun {
 public:
  RuleFilesRun(std::span<const RuleInput> inputs, const Options& options)
      : inputs_(inputs), options_(options), closed_(inputs.size()), workers_(ThreadCount()) {
    results_.reserve(inputs.size());
    for (const RuleInput& input : inputs) {
      results_.push_back({Document(input.path, &kRulesKind, options.policy)});
    }
  }

  std::vector<RuleFileResult> Run() {
    ParallelFor(inputs_.size(),
                [this](std::size_t i, std::size_t worker) { CheckFile(i, workers_[worker]); });
    workers_.clear();
    if (options_.policy.run_checks) CheckProject();
    ParallelFor(results_.size(),
                [this](std::size_t i, std::size_t) { results_[i].document.Finish(); });
    return std::move(results_);
  }

 private:
  void CheckFile(std::size_t index, Worker& worker) {
    const RuleInput& input = inputs_[index];
    RuleFileResult& result = results_[index];
    Result<std::string> text = options_.files->Read(input.path);
    if (!text) {
      result.error = text.error();
      return;
    }
    auto file = std::make_unique<SourceBuffer>(input.path, std::move(*text));
    RunRuleFile(*file, input, options_, worker.arena, worker.scratch, result);
    worker.arena.Reset();
    Closed& closed = closed_[index];
    closed.size = file->text().size();
    if (options_.policy.run_checks) closed.hash = HashBytes(file->text());
    if (const SourceBuffer::Secrets* secrets = file->found_secrets()) closed.secrets = *secrets;
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
      for (lint::FileFacts::NamedRule& rule : one.facts.rules) {
        rule.fact.where.file = index;
        if (!rule.records.empty()) rule.fact.records = symbols_.Intern(rule.records);
        rule.fact.identity = identities_.Intern(rule.identity);
        rule.fact.group = symbols_.Intern(rule.group);
        rules_.push_back(rule.fact);
      }
      for (const lint::FileFacts::NamedReference& reference : one.facts.references) {
        references_.push_back({symbols_.Intern(reference.metric), {index, reference.span}});
      }
      for (const std::string_view metric : one.facts.refused) {
        refused_.push_back(symbols_.Intern(metric));
      }
      one.facts.Clear();
    }
  }

  void CheckProject() {
    ParallelFor(2, [this](std::size_t i, std::size_t) { i == 0 ? SortRules() : SortReferences(); });
    std::vector<std::string_view> paths;
    std::vector<std::uint32_t> servers;
    for (const RuleInput& input : inputs_) {
      paths.emplace_back(input.path);
      servers.push_back(input.server);
    }
    const std::vector<char> incomplete = IncompleteFiles();
    const OtherRules others(inputs_, incomplete, *options_.files);
    const lint::Project project = {rules_, references_, refused_, symbols_, paths, servers, others};
    const std::span<const lint::Check* const> checks = lint::AllChecks();
    std::vector<lint::ProjectDiagnostics> diagnostics(checks.size());
    ParallelFor(checks.size(), [&](std::size_t i, std::size_t) {
      lint::RunChecks(checks.subspan(i, 1), project, diagnostics[i]);
    });
    // What was found speaks for itself.
    symbols_ = {};
    identities_ = {};
    rules_ = {};
    references_ = {};
    AddFindings(std::move(diagnostics));
  }

  // Files of which rules may be missing among the facts: they could not be read, or hold errors.
  std::vector<char> IncompleteFiles() const {
    std::vector<char> incomplete(results_.size());
    for (std::size_t i = 0; i < results_.size(); ++i) {
      const std::vector<Finding>& findings = results_[i].document.findings;
      incomplete[i] = results_[i].error.has_value() ||
                      std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
                        return finding.severity == Severity::kError;
                      });
    }
    return incomplete;
  }

  void SortRules() {
    std::sort(rules_.begin(), rules_.end(), [&](const lint::RuleFact& a, const lint::RuleFact& b) {
      return std::tuple(a.where.file, a.where.span.begin, identities_.Name(a.identity)) <
             std::tuple(b.where.file, b.where.span.begin, identities_.Name(b.identity));
    });
  }

  void SortReferences() {
    std::sort(references_.begin(), references_.end(),
              [](const lint::ReferenceFact& a, const lint::ReferenceFact& b) {
                return std::tuple(a.where.file, a.where.span.begin) <
                       std::tuple(b.where.file, b.where.span.begin);
              });
  }

  // Where they are reported, with the severities they have there.
  void AddFindings(std::vector<lint::ProjectDiagnostics> of_checks) {
    std::vector<lint::ProjectDiagnostic> found;
    for (lint::ProjectDiagnostics& of_check : of_checks) {
      std::move(of_check.found().begin(), of_check.found().end(), std::back_inserter(found));
      of_check = {};
    }
    std::vector<std::size_t> counts(inputs_.size());
    for (const lint::ProjectDiagnostic& diagnostic : found) ++counts[diagnostic.where.file];
    for (std::size_t i = 0; i < counts.size(); ++i) {
      std::vector<Finding>& findings = results_[i].document.findings;
      findings.reserve(findings.size() + counts[i]);
    }
    std::vector<Pending> pending;
    pending.reserve(found.size());
    const std::size_t most = options_.policy.MostBeforeHiding();
    std::map<std::pair<std::uint32_t, const CodeInfo*>, std::size_t> kept;
    for (lint::ProjectDiagnostic& diagnostic : found) {
      const auto severity =
          options_.policy.SeverityOf(*diagnostic.info, inputs_[diagnostic.where.file].path);
      if (!severity) continue;
      if (most != 0 && ++kept[{diagnostic.where.file, diagnostic.info}] > most) {
        results_[diagnostic.where.file].document.Omit(*diagnostic.info, *severity);
        continue;
      }
      std::vector<Finding>& findings = results_[diagnostic.where.file].document.findings;
      Finding& finding = findings.emplace_back(
          Finding{diagnostic.info,
                  diagnostic.is_hint ? std::min(*severity, Severity::kInfo) : *severity,
                  {},
                  std::move(diagnostic.message)});
      finding.notes = std::move(diagnostic.notes);
      pending.push_back({diagnostic.where, &finding.where});
      finding.labels.reserve(diagnostic.labels.size());
      for (auto& [where, message] : diagnostic.labels) {
        finding.labels.push_back({{}, std::move(message)});
        pending.push_back({where, &finding.labels.back().where});
      }
    }
    found = {};
    FillIn(pending);
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
    } else if (Result<std::string> text = options_.files->Read(path); text) {
      again = std::make_unique<SourceBuffer>(path, std::move(*text));
      if (closed_[index].Is(again->text())) {
        if (closed_[index].secrets) again->SetSecrets(*closed_[index].secrets);
        file = again.get();
      }
    }
    const Pending* last = nullptr;
    for (const Pending& place : pending) {
      // A file that has changed meanwhile can only be named.
      if (file == nullptr) {
        place.to->path = path;
      } else if (last != nullptr && last->from.span == place.from.span) {
        *place.to = *last->to;
      } else {
        *place.to = ToPlace({file, place.from.span});
      }
      last = &place;
    }
  }

  std::span<const RuleInput> inputs_;
  const Options& options_;
  std::vector<RuleFileResult> results_;  // One for each input.
  std::vector<Closed> closed_;
  std::vector<Worker> workers_;

  std::mutex mutex_;  // Guards what follows while files are read.
  lint::SymbolTable symbols_;
  lint::SymbolTable identities_;  // Of rules.
  std::vector<lint::RuleFact> rules_;
  std::vector<lint::ReferenceFact> references_;
  std::vector<lint::Symbol> refused_;
  std::map<std::uint32_t, std::unique_ptr<SourceBuffer>> kept_;
};

}  // namespace

std::vector<RuleFileResult> CheckRuleFiles(std::span<const RuleInput> inputs,
                                           const Options& options) {
  return RuleFilesRun(inputs, options).Run();
}

}  // namespace check::workspace

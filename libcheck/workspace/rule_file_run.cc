#include "libcheck/workspace/rule_file_run.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "libcheck/base/parallel.h"
#include "libcheck/rules/condense.h"
#include "libcheck/workspace/kinds/kinds.h"
#include "libcheck/workspace/requirements_run.h"

namespace check::workspace {
namespace {

// Files smaller than this are not worth starting threads for.
constexpr std::size_t kSpreadFrom = std::size_t{512} << 10;

class RuleFileRun {
 public:
  RuleFileRun(const SourceBuffer& file, const RuleInput& input, const Options& options,
              const rules::RuleReader& reader)
      : policy_(options.policy),
        environment_(input.environment != nullptr ? *input.environment
                                                  : options.EnvironmentFor(file.name())),
        reader_(reader),
        requirements_(options, file.name()) {
    checks_ = policy_.ActiveChecks(file.name());
    wants_facts_ = lint::AnyLooksAt<lint::Project, lint::ProjectDiagnostics>(checks_);
  }

  /// Reads and checks one group. Everything made on the way is gone when it returns.
  std::size_t RunGroup(std::size_t index, Scratch& scratch, Document& document) const {
    rules::UpstreamLog log;
    const rules::RuleSet& set = reader_.set(reader_.SetOf(index));
    Diagnostics& diagnostics = scratch.diagnostics;
    const rules::Group group = reader_.ReadGroup(index, scratch.arena, diagnostics, log);
    RunChecks(group, set, diagnostics, document);
    if (wants_facts_) GatherFacts(group, set, scratch.facts);
    document.Take(diagnostics);
    const std::size_t rule_count = group.rules.size();
    scratch.arena.Reset();
    return rule_count;
  }

 private:
  void RunChecks(const rules::Group& group, const rules::RuleSet& set, Diagnostics& diagnostics,
                 Document& document) const {
    constexpr std::size_t kTogether = 1000;
    for (const rules::Rule& rule : group.rules) {
      if (rule.expr == nullptr || rule.name().empty()) continue;
      lint::RunChecks(checks_, lint::RuleContext(rule, group, set, environment_), diagnostics);
      if (diagnostics.found().size() > kTogether) document.Take(diagnostics);
    }
    lint::RunChecks(checks_, lint::GroupContext{group, set, environment_}, diagnostics);
    requirements_.Check(group, set, diagnostics);
  }

  const Policy& policy_;
  const lint::RuleEnvironment& environment_;
  const rules::RuleReader& reader_;
  std::vector<const lint::Check*> checks_;
  RequirementsRun requirements_;
  bool wants_facts_ = false;
};

// On all threads, a part of the groups after the other: what was found in a group waits for those
// in front of it.
void RunSpread(const RuleFileRun& run, std::size_t count, std::span<Scratch> scratch,
               Document& document) {
  const std::size_t together = 64 * scratch.size();
  std::vector<std::size_t> rule_counts(scratch.size());
  for (std::size_t begin = 0; begin < count; begin += together) {
    std::vector<Document> parts(std::min(together, count - begin), document.Part());
    ParallelFor(parts.size(), [&](std::size_t i, std::size_t worker) {
      rule_counts[worker] += run.RunGroup(begin + i, scratch[worker], parts[i]);
    });
    for (Document& part : parts) document.Merge(std::move(part));
  }
  for (const std::size_t rules : rule_counts) document.count += rules;
}

}  // namespace

void RunRuleFile(const SourceBuffer& file, const RuleInput& input, const Options& options,
                 Arena& arena, std::span<Scratch> scratch, RuleFileResult& result) {
  rules::LoadOptions load = options.RulesFor(input.path);
  load.skip_if_no_rules = input.found;
  Document& document = result.document;
  Diagnostics& diagnostics = scratch[0].diagnostics;
  const rules::RuleReader reader(file, load, arena, diagnostics);
  result.skipped = input.found && !reader.has_rules();
  const RuleFileRun run(file, input, options, reader);
  document.Take(diagnostics);

  const std::size_t count = reader.group_count();
  if (file.text().size() < kSpreadFrom) {
    for (std::size_t i = 0; i < count; ++i) document.count += run.RunGroup(i, scratch[0], document);
  } else {
    RunSpread(run, count, scratch, document);
  }
  if (!input.found && document.count == 0 && document.findings.empty()) {
    reader.ReportNoRules(diagnostics);
    document.Take(diagnostics);
  }
  rules::Condense(document.findings);
  HintAtKind(file, kRulesKind, document.findings);
  document.ReadComments(file);
  document.HideByComments();
  document.KeepReported();
}

}  // namespace check::workspace

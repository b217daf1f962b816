#include "tools/slo_rule_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libcheck/files/file_system.h"
#include "libcheck/files/inputs.h"
#include "libcheck/report/report.h"
#include "libcheck/rules/load.h"
#include "libcheck/slo/rule_texts.h"
#include "tools/input.h"
#include "tools/output.h"

namespace tools {

using check::Error;
using check::Result;
namespace slo = check::slo;

Result<SloRuleFiles> ReadSloRuleFiles(const std::vector<std::string>& paths,
                                      const slo::ReadPolicyOptions& options) {
  const check::Inputs inputs =
      check::ExpandInputs(check::Disk(), paths, {.extensions = {".yaml", ".yml"}});
  for (const std::string& remark : inputs.remarks) WriteErr("pronoia: note: " + remark + "\n");
  for (const Error& error : inputs.errors) WriteError(error.message);
  if (!inputs.errors.empty()) return inputs.errors.front();
  SloRuleFiles read;
  check::Diagnostics diagnostics;
  for (const check::InputFile& input : inputs.files) {
    Result<std::string> text = ReadInput(input.path);
    if (!text) {
      WriteError(text.error().message);
      return text.error();
    }
    const std::string name = input.path == "-" ? "<stdin>" : input.path;
    read.files.push_back(std::make_unique<check::SourceBuffer>(name, std::move(*text)));
    for (const check::SourceFile* part : slo::RuleTexts(*read.files.back(), *read.arena)) {
      const check::rules::LoadOptions load = {.skip_if_no_rules = true};
      for (auto& set : check::rules::Load(*part, load, *read.arena, diagnostics).sets) {
        read.sets.push_back(set);
      }
    }
  }
  if (diagnostics.HasErrors()) {
    check::report::Run run;
    for (const auto& file : read.files) run.files.push_back({.path = std::string(file->name())});
    for (const check::Diagnostic& found : diagnostics.found()) {
      if (found.severity == check::Severity::kError)
        run.findings.push_back(check::ToFinding(found));
    }
    WriteErr(check::report::FindFormat("text")->Render(run, {.colour = false}));
    return Error{"the rule files have errors"};
  }
  read.reading = slo::ReadPolicies(read.sets, options);
  return read;
}

void TakeRuleFiles(std::vector<std::string>& paths, std::vector<std::string>& rules) {
  std::erase_if(paths, [&](const std::string& path) {
    // Standard input can be read once only, and is a specification.
    if (path == "-") return false;
    const auto info = check::Disk().Stat(path);
    if (!info || info->type != check::FileType::kFile) return false;
    const auto text = check::Disk().Read(path);
    if (!text || !slo::HoldsRules(*text)) return false;
    rules.push_back(path);
    return true;
  });
}

}  // namespace tools

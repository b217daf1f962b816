#include "tools/rule_check.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "libcheck/diagnostic/empty_input.h"
#include "libcheck/files/file_reader.h"
#include "libcheck/lint/rule_environment.h"
#include "libcheck/reference/reference.h"
#include "libcheck/report/baseline.h"
#include "tools/input.h"
#include "tools/output.h"

namespace tools {
namespace {

// Calls `visit` for each word of a list that commas separate.
void ForEachWord(std::string_view list, auto&& visit) {
  while (!list.empty()) {
    const std::string_view word = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), word.size() + 1));
    if (!word.empty()) visit(word);
  }
}

}  // namespace

bool RuleCheck::Prepare() { return ReadSettings() && ApplyFlags(); }

void RuleCheck::Fail(const std::string& message) {
  WriteError(message);
  failed_ = true;
}

// Adds what is wrong with a file that is not among the inputs.
void RuleCheck::Report(const check::Diagnostics& diagnostics) {
  for (const check::Diagnostic& diagnostic : diagnostics.found()) {
    run_.findings.push_back(check::ToFinding(diagnostic));
  }
}

bool RuleCheck::ReadSettings() {
  std::optional<check::lint::Settings> settings = options_.settings.Read(run_);
  failed_ = failed_ || !settings;
  if (settings) settings_ = std::move(*settings);
  return settings.has_value();
}

bool RuleCheck::ApplyFlags() {
  check::lint::Choices& choices = settings_.choices;
  bool known = true;
  ForEachWord(options_.lint, [&](std::string_view word) {
    if (word == "none") {
      driver_.run_checks = false;
    } else if (word == "all") {
      choices.Enable(nullptr);
    } else if (const auto* info = check::reference::FindCode(word)) {
      if (!only_some_) choices.Disable(nullptr);
      only_some_ = true;
      choices.Enable(info);
    } else if (word != "duplicate-rules") {
      // That one is promtool's, and what it stands for is on unless switched off.
      Fail("`" + std::string(word) + "` is no lint check; `pronoia lint --list` lists them");
      known = false;
    }
  });
  const auto each_code = [&](const std::vector<std::string>& lists, auto&& apply) {
    for (const std::string& list : lists) {
      ForEachWord(list, [&](std::string_view word) { apply(check::reference::FindCode(word)); });
    }
  };
  each_code(options_.enable, [&](const check::CodeInfo* info) { choices.Enable(info); });
  each_code(options_.disable, [&](const check::CodeInfo* info) {
    choices.Disable(info);
    if (info->severity != check::Severity::kError) return;
    Fail("--disable: `" + std::string(info->code) + "` is an error, which cannot be switched off");
    known = false;
  });

  driver_.load.promql = options_.features.ParseOptions();
  for (const std::string& feature : settings_.features) {
    EnableFeatures(feature, driver_.load.promql, [](std::string_view) {});
  }
  driver_.load.ignore_unknown_fields = options_.ignore_unknown_fields;
  driver_.load.names = options_.names == "legacy" ? check::model::NameValidation::kLegacy
                       : options_.names == "utf8" ? check::model::NameValidation::kUtf8
                                                  : settings_.names.value_or(driver_.load.names);
  driver_.severity = [this](const check::CodeInfo& info, std::string_view path) {
    return settings_.SeverityOf(info, path);
  };
  driver_.codes = check::reference::AllCodes();
  driver_.read = [this](const std::string& path) {
    check::Result<std::string> text = ReadInputOrNothing(path);
    if (path == "-" && text) input_is_empty_ = text->empty();
    return text;
  };
  return known;
}

bool RuleCheck::ReadPrometheus() {
  const std::string path =
      options_.prometheus.empty() ? settings_.prometheus.value_or("") : options_.prometheus;
  if (path.empty()) return true;
  auto text = check::ReadFile(path);
  if (!text) {
    Fail(text.error().message);
    return false;
  }
  namespace prometheus = check::config::prometheus;
  const auto config = prometheus::ReadPrometheusConfig(path, std::move(*text),
                                                       {.checked = prometheus::Checked::kYaml});
  driver_.environment = check::lint::EnvironmentOf(*config);
  check::lint::ReportBadIntervals(*config, config->diagnostics);
  Report(config->diagnostics);
  return true;
}

std::optional<check::Inputs> RuleCheck::FindInputs(std::vector<std::string> paths) {
  if (paths.empty()) {
    if (InputIsTerminal()) {
      Fail("no files were named; `-` reads standard input, `--help` says more");
      return std::nullopt;
    }
    paths = {"-"};
  }
  check::Inputs inputs = check::ExpandInputs(
      paths, {.excluded = [this](std::string_view path) { return settings_.Excludes(path); }});
  for (const std::string& remark : inputs.remarks) WriteErr("pronoia: note: " + remark + "\n");
  for (const check::Error& error : inputs.errors) Fail(error.message);
  return inputs;
}

void RuleCheck::Check(const std::vector<check::lint::Input>& files) {
  check::lint::CheckResult result = check::lint::CheckRuleFiles(files, driver_);
  for (const check::lint::FileResult& file : result.files) {
    if (file.error) Fail(file.error->message);
    if (!file.error && !file.skipped) run_.files.push_back({file.path, file.rule_count});
  }
  run_.suppressed += result.suppressed;
  if (input_is_empty_) {
    // Which says that there are no rules, too.
    std::erase_if(result.findings, [](const check::Finding& f) { return f.where.path == "-"; });
    Add({check::EmptyInputFinding()});
  }
  std::move(result.findings.begin(), result.findings.end(), std::back_inserter(run_.findings));
}

void RuleCheck::Add(std::vector<check::Finding> findings) {
  for (check::Finding& finding : findings) {
    if (finding.severity != check::Severity::kError) {
      const auto configured = settings_.SeverityOf(*finding.info, finding.where.path);
      if (!configured) continue;
      // One that was reported with a severity of its own has a reason.
      if (finding.severity == finding.info->severity) finding.severity = *configured;
    }
    run_.findings.push_back(std::move(finding));
  }
}

Exit RuleCheck::Finish() {
  if (!UseBaseline()) return Exit::kFailed;
  if (run_.files.empty() && run_.findings.empty() && !failed_) Fail("no file holds rules");
  // Nothing to say to a person who has been told why already.
  const bool for_people = options_.format == "text" || options_.format == "concise";
  if (failed_ && for_people && run_.files.empty() && run_.findings.empty()) return Status();
  WriteOut(check::report::FindFormat(options_.format)
               ->render(run_, {.colour = options_.color.Use(),
                               .tool_version = PRONOIA_VERSION,
                               .codes = check::reference::AllCodes()}));
  return Status();
}

bool RuleCheck::UseBaseline() {
  if (!options_.write_baseline.empty()) {
    check::Baseline baseline(check::report::FolderOf(options_.write_baseline));
    baseline.Add(run_.findings);
    if (const auto error = check::report::WriteBaseline(options_.write_baseline, baseline)) {
      Fail(error->message);
      return false;
    }
    run_.baselined += baseline.Remove(run_.findings);
    return true;
  }
  const std::string path =
      options_.baseline.empty() ? settings_.baseline.value_or("") : options_.baseline;
  if (path.empty()) return true;
  auto baseline = check::report::ReadBaseline(path);
  if (!baseline) {
    Fail(baseline.error().message);
    return false;
  }
  run_.baselined = baseline->Remove(run_.findings);
  std::vector<std::string> checked;
  for (const check::report::CheckedFile& file : run_.files) checked.push_back(file.path);
  run_.stale_baseline = baseline->CountStale(checked, [this](std::string_view code) {
    const check::CodeInfo* info = check::reference::FindCode(code);
    return info == nullptr || (driver_.run_checks && settings_.SeverityOf(*info, "").has_value());
  });
  return true;
}

bool RuleCheck::HasSeverity(check::Severity severity) const {
  return std::any_of(run_.findings.begin(), run_.findings.end(),
                     [&](const check::Finding& f) { return f.severity == severity; });
}

Exit RuleCheck::Status() const {
  if (failed_) return Exit::kFailed;
  if (HasSeverity(check::Severity::kError)) return Exit::kProblems;
  if (options_.lint_fatal && HasSeverity(check::Severity::kWarning)) return Exit::kLint;
  return Exit::kOk;
}

void RuleCheckOptions::DeclareLint(FlagSet& flags) {
  flags.Option("--lint", &lint, "CHECKS",
               "Which checks run: `all`, `none`, or their codes separated by commas; without "
               "it, those that are on by default");
  flags.Option("--enable", &enable, "CODE", "Switch checks on");
  flags.Option("--disable", &disable, "CODE", "Switch checks off");
  flags.Switch("--lint-fatal", &lint_fatal, "Exit with status 3 if there are warnings");
}

void RuleCheckOptions::DeclareSettings(FlagSet& flags) {
  settings.Declare(flags);
  flags.Option("--baseline", &baseline, "FILE", "Hide the warnings that are in this file");
  flags.Option("--write-baseline", &write_baseline, "FILE",
               "Write the warnings that are found to this file, and hide them",
               {.excludes = "--baseline"});
}

void RuleCheckOptions::DeclareOutput(FlagSet& flags) {
  flags.Option("--format", &format, "FORMAT", "How findings are printed");
  color.Declare(flags);
}

}  // namespace tools

#include "tools/check_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "libcheck/files/file_writer.h"
#include "libcheck/files/ignored_files.h"
#include "libcheck/reference/reference.h"
#include "libcheck/repair/repair.h"
#include "libcheck/report/limits.h"
#include "libcheck/report/report.h"
#include "libcheck/report/statistics.h"
#include "libcheck/report/text.h"
#include "tools/output.h"
#include "tools/raw_output.h"
#include "tools/repository.h"

namespace tools {

void CheckFlags::Declare(FlagSet& flags) {
  DeclareCodes(flags);
  DeclareSettings(flags);
  DeclareReport(flags);
}

void CheckFlags::DeclareReport(FlagSet& flags) {
  flags.Option("--format", &format, "FORMAT", "Output format of findings");
  color.Declare(flags);
  DeclareOutput(flags);
  flags.Switch("-v,--verbose", &verbose,
               "List the files that are skipped, and the settings that are used", "--quiet");
  flags.Option("--min-severity", &min_severity, "SEVERITY", "Hide findings less severe than this");
  flags.Option("--max-findings", &max_findings, "NUMBER",
               "Report this many findings of each code in each file; 0 reports all (default: 100, "
               "or 10000 in formats for programs)");
  flags.Switch("--statistics", &statistics,
               "Print how many findings there are of each code, as text or JSON");
}

void CheckFlags::DeclareOutput(FlagSet& flags) {
  flags.Option("--output-file", &output_file, "FILE", "Write the report to this file");
  flags.Switch("-q,--quiet", &quiet, "Print findings only: no summary and no notes");
  flags.Switch("--exit-zero", &exit_zero, "Exit with status 0 even if there are findings",
               "--lint-fatal");
}

std::size_t CheckFlags::MostFindings() const {
  constexpr std::size_t kForPeople = 100;
  constexpr std::size_t kForPrograms = 10000;
  if (max_findings.empty()) {
    return is_for_people() ? kForPeople : kForPrograms;
  }
  std::size_t most = 0;  // Also if the number is too large for anything but "all".
  std::from_chars(max_findings.data(), max_findings.data() + max_findings.size(), most);
  return most;
}

bool CheckFlags::UseColor(const ColorFlag& flag) const {
  return output_file.empty() ? flag.Use() : flag.when == "always";
}

void CheckFlags::DeclareCodes(FlagSet& flags) {
  flags.Option("--lint", &codes.lint, "CHECKS",
               "Run these lint checks: `all`, `none`, or codes separated by commas (default: those "
               "that are on by default)");
  flags.Option("--enable", &codes.enable, "CODE", "Enable checks");
  flags.Option("--disable", &codes.disable, "CODE", "Disable checks");
  flags.Switch("--lint-fatal", &lint_fatal, "Exit with status 3 if there are warnings");
}

void CheckFlags::DeclareSettings(FlagSet& flags) {
  settings.Declare(flags);
  flags.Option("--baseline", &baseline.hide, "FILE", "Hide the warnings recorded in this file");
  flags.Option("--write-baseline", &baseline.write, "FILE",
               "Record all warnings in this file, and hide them", {.excludes = "--baseline"});
}

void CheckRun::Fail(const std::string& message) {
  WriteError(message);
  failed_ = true;
}

bool CheckRun::Prepare() {
  if (flags_.statistics && !flags_.is_for_people() && flags_.format != "json") {
    Fail("`--statistics` needs `--format text` or `--format json`");
    return false;
  }
  check::workspace::Policy& policy = options_.policy;
  policy.projects = flags_.settings.Open();
  policy.codes = check::reference::AllCodes();
  if (!TakeProblems(*policy.projects, report_)) failed_ = true;
  for (const std::string& problem : policy.Apply(flags_.codes)) Fail(problem);
  options_.files = &check::Disk();
  return !failed_;
}

// How many findings of a code and file are kept until some of them are hidden.
std::size_t CheckRun::MostKept() const {
  constexpr std::size_t kBeforeHiding = 10000;
  const std::size_t most = flags_.MostFindings();
  if (most == 0 || !flags_.baseline.write.empty()) return 0;
  const auto has_baseline = [](const auto* settings) { return settings->baseline.has_value(); };
  const bool hides = !flags_.baseline.hide.empty() || !flags_.changed.empty() ||
                     std::ranges::any_of(policy().projects->Known(), has_baseline);
  return hides ? std::max(most, kBeforeHiding) : most;
}

std::vector<check::InputFile> CheckRun::FindInputs(
    const std::vector<std::string>& paths, const std::vector<std::string_view>& extensions) {
  check::IgnoredFiles ignored(*options_.files);
  check::Inputs inputs =
      check::ExpandInputs(*options_.files, paths,
                          {.extensions = extensions,
                           .excluded = flags_.settings.Excluded(*policy().projects, ignored)});
  for (const std::string& remark : inputs.remarks) Note(remark);
  for (const std::string& problem : ignored.problems()) Note(problem);
  for (const check::Error& error : inputs.errors) Fail(error.message);
  if (!ReadSettingsOf(inputs.files)) return {};
  return std::move(inputs.files);
}

// False: settings cannot be used.
bool CheckRun::ReadSettingsOf(const std::vector<check::InputFile>& files) {
  std::map<std::string_view, std::size_t> counts;
  for (const check::InputFile& file : files) ++counts[policy().SettingsOf(file.path).path];
  if (!TakeProblems(*policy().projects, report_)) {
    failed_ = true;
    return false;
  }
  options_.policy.most_findings = MostKept();
  if (!flags_.verbose) return true;
  for (const auto& [path, count] : counts) {
    if (path.empty()) continue;  // No settings.
    Note(fmt::format("`{}` has the settings of {} file{}", path, count, count == 1 ? "" : "s"));
  }
  return true;
}

std::optional<check::Error> CheckRun::Hide(const check::workspace::BaselineFiles& baseline,
                                           check::report::Run& report) const {
  if (auto error = check::workspace::ApplyBaseline(baseline, options_, report)) return error;
  if (changes_ != nullptr) {
    std::erase_if(report.findings,
                  [&](const check::Finding& finding) { return !changes_->Concerns(finding); });
  }
  for (const check::Severity least : {check::Severity::kWarning, check::Severity::kError}) {
    if (flags_.min_severity == check::ToString(least)) check::report::KeepFrom(report, least);
  }
  return std::nullopt;
}

bool CheckRun::Write(const check::report::Writer& write) {
  // Of files that others led to.
  if (!TakeProblems(*policy().projects, report_)) failed_ = true;
  if (const auto error = Hide(flags_.baseline, report_)) {
    Fail(error->message);
    return false;
  }
  check::report::LimitFindings(report_, flags_.MostFindings());
  if (offers_fixes_) {
    report_.fixes = check::repair::FindFixes(report_.findings, *options_.files);
  }
  const bool is_empty = report_.files.empty() && report_.findings.empty();
  if (failed_ && flags_.is_for_people() && is_empty) return false;
  if (flags_.statistics) {
    write(flags_.is_for_people() ? check::report::StatisticsText(report_)
                                 : check::report::StatisticsJson(report_));
    return true;
  }
  const check::report::Style style = {.colour = flags_.UseColor(flags_.color),
                                      .summary = !flags_.quiet,
                                      .tool_version = PRONOIA_VERSION};
  WriteRun(report_, flags_.format, style, write);
  if (!flags_.is_for_people()) NoteOmitted();
  const auto gravest = std::max_element(
      report_.findings.begin(), report_.findings.end(),
      [](const check::Finding& a, const check::Finding& b) { return a.severity < b.severity; });
  const bool is_read_at_once = style.colour || (flags_.output_file.empty() && OutputIsTerminal());
  if (flags_.format == "text" && is_read_at_once && !flags_.quiet &&
      gravest != report_.findings.end()) {
    write(check::report::ExplainText(*gravest->info));
  }
  return true;
}

void CheckRun::Note(const std::string& message) const {
  if (!flags_.quiet) WriteErr("pronoia: note: " + message + "\n");
}

void CheckRun::NoteOmitted() const {
  if (report_.omitted.empty()) return;
  std::size_t count = 0;
  for (const check::report::Omitted& omitted : report_.omitted) count += omitted.count;
  Note(fmt::format("{} more {} not in the report; `--max-findings 0` reports all", count,
                   count == 1 ? "finding is" : "findings are"));
}

void CheckRun::Print(const std::function<void(const check::report::Writer&)>& print) {
  if (flags_.output_file.empty()) {
    return print([this](std::string_view piece) { WriteReport(flags_.format, piece); });
  }
  std::string text;
  print([&](std::string_view piece) { text += piece; });
  if (const auto error = check::ReplaceFile(flags_.output_file, text)) Fail(error->message);
}

Exit CheckRun::Finish() {
  Print([this](const check::report::Writer& write) { Write(write); });
  return Status();
}

bool CheckRun::HasSeverity(check::Severity severity) const {
  const auto has = [&](const auto& found) { return found.severity == severity; };
  return std::ranges::any_of(report_.findings, has) || std::ranges::any_of(report_.omitted, has);
}

Exit CheckRun::Status() const {
  if (failed_) return Exit::kFailed;
  if (flags_.exit_zero) return Exit::kOk;
  if (HasSeverity(check::Severity::kError)) return Exit::kProblems;
  if (flags_.lint_fatal && HasSeverity(check::Severity::kWarning)) return Exit::kLint;
  return Exit::kOk;
}

}  // namespace tools

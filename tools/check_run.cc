#include "tools/check_run.h"

#include <algorithm>
#include <utility>

#include "libcheck/reference/reference.h"
#include "libcheck/report/report.h"
#include "tools/output.h"
#include "tools/raw_output.h"

namespace tools {

void CheckFlags::Declare(FlagSet& flags) {
  DeclareCodes(flags);
  DeclareSettings(flags);
  flags.Option("--format", &format, "FORMAT", "How findings are printed");
  color.Declare(flags);
}

void CheckFlags::DeclareCodes(FlagSet& flags) {
  flags.Option("--lint", &codes.lint, "CHECKS",
               "Run these checks: `all`, `none`, or codes separated by commas (default: those that "
               "are on by default)");
  flags.Option("--enable", &codes.enable, "CODE", "Switch checks on");
  flags.Option("--disable", &codes.disable, "CODE", "Switch checks off");
  flags.Switch("--lint-fatal", &lint_fatal, "Exit with status 3 if there are warnings");
}

void CheckFlags::DeclareSettings(FlagSet& flags) {
  settings.Declare(flags);
  flags.Option("--baseline", &baseline.hide, "FILE", "Hide the warnings that are in this file");
  flags.Option("--write-baseline", &baseline.write, "FILE",
               "Write the warnings that are found to this file, and hide them",
               {.excludes = "--baseline"});
}

void CheckRun::Fail(const std::string& message) {
  WriteError(message);
  failed_ = true;
}

bool CheckRun::Prepare() {
  std::optional<check::workspace::Settings> settings = flags_.settings.Read(report_);
  if (!settings) {
    failed_ = true;
    return false;
  }
  check::workspace::Policy& policy = options_.policy;
  policy.settings = std::move(*settings);
  policy.codes = check::reference::AllCodes();
  for (const std::string& problem : policy.Apply(flags_.codes)) Fail(problem);
  options_.files = &check::Disk();
  return !failed_;
}

std::vector<check::InputFile> CheckRun::FindInputs(
    const std::vector<std::string>& paths, const std::vector<std::string_view>& extensions) {
  check::Inputs inputs = check::ExpandInputs(
      *options_.files, paths, {.extensions = extensions, .excluded = [this](std::string_view path) {
                                 return policy().settings.Excludes(path);
                               }});
  for (const std::string& remark : inputs.remarks) WriteErr("pronoia: note: " + remark + "\n");
  for (const check::Error& error : inputs.errors) Fail(error.message);
  return std::move(inputs.files);
}

bool CheckRun::Write(const check::report::Writer& write) {
  if (const auto error = check::workspace::ApplyBaseline(flags_.baseline, options_, report_)) {
    Fail(error->message);
    return false;
  }
  const bool is_empty = report_.files.empty() && report_.findings.empty();
  if (failed_ && flags_.is_for_people() && is_empty) return false;
  const check::report::Style style = {.colour = flags_.color.Use(),
                                      .tool_version = PRONOIA_VERSION,
                                      .codes = check::reference::AllCodes()};
  check::report::FindFormat(flags_.format)->write(report_, style, write);
  return true;
}

Exit CheckRun::Finish() {
  Write([&](std::string_view piece) { WriteReport(flags_.format, piece); });
  return Status();
}

bool CheckRun::HasSeverity(check::Severity severity) const {
  return std::any_of(report_.findings.begin(), report_.findings.end(),
                     [&](const check::Finding& f) { return f.severity == severity; });
}

Exit CheckRun::Status() const {
  if (failed_) return Exit::kFailed;
  if (HasSeverity(check::Severity::kError)) return Exit::kProblems;
  if (flags_.lint_fatal && HasSeverity(check::Severity::kWarning)) return Exit::kLint;
  return Exit::kOk;
}

}  // namespace tools

#include "tools/fix_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libcheck/base/line_diff.h"
#include "libcheck/base/text.h"
#include "libcheck/files/file_writer.h"
#include "tools/output.h"

namespace tools {
namespace {

namespace workspace = check::workspace;

// Writes what was fixed, unless the file has changed since it was read.
void WriteFixed(const workspace::FixedFile& file, CheckRun& run) {
  const auto now = run.options().files->Read(file.path);
  if (!now || *now != file.before) {
    run.Fail(fmt::format("`{}` was changed by another program and was not fixed", file.path));
  } else if (const auto error = check::ReplaceFile(file.path, file.after)) {
    run.Fail(error->message);
  }
}

}  // namespace

void FixFlags::Declare(FlagSet& flags) {
  flags.Switch("--fix", &fix,
               "Fix the findings that have exactly one right repair, and write the files",
               "--write-baseline");
  flags.Switch(
      "--diff", &diff,
      "Print what `--fix` would change as a unified diff, secrets in these lines included, and "
      "write nothing; the exit status is 1 if there is something to fix, else 0");
}

std::optional<Exit> FixInputs(const FixFlags& flags, const CheckFlags& check_flags,
                              const std::vector<workspace::Input>& inputs, CheckRun& run,
                              workspace::Outcome& outcome) {
  if (std::ranges::any_of(inputs, [](const auto& input) { return input.path == "-"; })) {
    run.Fail("`--fix` changes files: standard input cannot be fixed");
    return Exit::kFailed;
  }
  auto fixed = workspace::FixFiles(inputs, run.options(), [&](check::report::Run& report) {
    return run.Hide({.hide = check_flags.baseline.hide, .write = {}}, report);
  });
  if (!fixed) {
    run.Fail(fixed.error().message);
    return Exit::kFailed;
  }
  if (!flags.diff) {
    for (const workspace::FixedFile& file : fixed->files) WriteFixed(file, run);
    outcome = std::move(fixed->outcome);
    outcome.report.fixed = fixed->fixed;
    return std::nullopt;
  }
  for (const std::string& error : fixed->outcome.errors) run.Fail(error);
  run.Print([&](const check::report::Writer& write) {
    for (const workspace::FixedFile& file : fixed->files) {
      write(DiffText(file.path, file.before, file.after, check_flags.UseColor(check_flags.color)));
    }
  });
  run.Note(
      fmt::format("`--fix` fixes {} of {} findings", fixed->fixed, fixed->fixed + fixed->visible));
  if (run.failed()) return Exit::kFailed;
  return fixed->files.empty() ? Exit::kOk : Exit::kProblems;
}

std::string DiffText(std::string_view path, std::string_view before, std::string_view after,
                     bool colour) {
  std::string diff = check::UnifiedDiff(path, before, after);
  if (!colour) return diff;
  std::string out;
  for (std::string_view rest = diff; !rest.empty();) {
    const std::string_view line = check::TakeUpTo(rest, '\n');
    const std::string_view tone = line.starts_with("@@")                               ? "\033[36m"
                                  : line.starts_with("---") || line.starts_with("+++") ? "\033[1m"
                                  : line.starts_with('-')                              ? "\033[31m"
                                  : line.starts_with('+')                              ? "\033[32m"
                                                                                       : "";
    out += tone.empty() ? fmt::format("{}\n", line) : fmt::format("{}{}\033[0m\n", tone, line);
  }
  return out;
}

}  // namespace tools

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>

#include "libcheck/lint/check.h"
#include "libcheck/reference/reference.h"
#include "tools/command.h"
#include "tools/output.h"

namespace tools {
namespace {

struct Options {
  bool list = false;
  bool all = false;
};

std::string Row(const check::CodeInfo& info, std::string_view severity, std::size_t width) {
  return fmt::format("{:<{}}  {:<7}  {}\n", info.code, width, severity, info.summary);
}

Exit Run(const Options& options) {
  if (!options.list && !options.all) {
    WriteError("nothing to do; `--list` lists the checks");
    return Exit::kFailed;
  }
  std::string out;
  std::size_t width = 0;
  for (const check::CodeInfo* info : check::reference::AllCodes()) {
    width = std::max(width, info->code.size());
  }
  if (options.all) {
    for (const check::CodeInfo* info : check::reference::AllCodes()) {
      out += Row(*info, check::ToString(info->severity), width);
    }
  } else {
    for (const check::lint::Check* check : check::lint::AllChecks()) {
      out += Row(check->info,
                 check->info.on_by_default ? check::ToString(check->info.severity) : "off", width);
    }
  }
  WriteOut(out);
  return Exit::kOk;
}

constexpr Example kExamples[] = {
    {"pronoia lint --list", "List the checks with their severity and a summary"},
};

}  // namespace

extern const Command kLintCommand = {
    .path = "lint",
    .summary = "List the lint checks",
    .description = "The checks run as part of `pronoia check` and `pronoia check rules`.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Switch("--list", &options->list, "List the lint checks");
      flags.Switch("--all", &options->all, "List every code, including those of errors");
      return [options] { return Run(*options); };
    },
};

}  // namespace tools

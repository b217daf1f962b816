#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/config/blackbox/blackbox.h"
#include "tools/command.h"
#include "tools/input.h"
#include "tools/rule_check.h"

namespace tools {
namespace {

struct Options {
  std::vector<std::string> paths;
  RuleCheckOptions output;
};

Exit Run(const Options& options) {
  RuleCheck run(options.output);
  run.run().unit = "module";
  if (!run.Prepare()) return Exit::kFailed;
  for (const std::string& path : options.paths) {
    check::Result<std::string> text = ReadInput(path);
    if (!text) {
      run.Fail(text.error().message);
      continue;
    }
    check::config::blackbox::BlackboxCheck checked =
        check::config::blackbox::CheckBlackboxText(path, std::move(*text));
    run.run().files.push_back({path, checked.module_count});
    run.Add(std::move(checked.findings));
  }
  return run.Finish();
}

constexpr Example kExamples[] = {
    {"pronoia check blackbox blackbox.yml", "Check modules before the exporter reads them"},
};

}  // namespace

extern const Command kCheckBlackboxCommand = {
    .path = "check blackbox",
    .summary = "Say whether the blackbox exporter would accept its configuration",
    .description =
        "Checks the modules of a blackbox.yml with all their probers: fields, TLS, regular "
        "expressions, and CEL expressions with their types.\n\n"
        "Exit status: 0 no error, 1 errors, 2 something could not be read.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("path", &options->paths, "PATH",
                     "Configuration files, or - for standard input", {.required = true});
      options->output.DeclareSettings(flags);
      options->output.DeclareOutput(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools

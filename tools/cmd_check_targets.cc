#include <memory>
#include <string>
#include <vector>

#include "libcheck/config/prometheus/check.h"
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
  run.run().unit = "target";
  if (!run.Prepare()) return Exit::kFailed;
  for (const std::string& path : options.paths) {
    check::Result<std::string> text = ReadInput(path);
    if (!text) {
      run.Fail(text.error().message);
      continue;
    }
    const auto checked = check::config::prometheus::CheckTargetText(path, std::move(*text));
    run.run().files.push_back({path, checked->job_count});
    run.Add(checked->Findings());
  }
  return run.Finish();
}

constexpr Example kExamples[] = {
    {"pronoia check targets targets/*.json", "Check files of targets before the server reads them"},
};

}  // namespace

extern const Command kCheckTargetsCommand = {
    .path = "check targets",
    .summary = "Say whether Prometheus would read targets from files",
    .description =
        "Takes files as `file_sd_configs` names them, in JSON or YAML. What their targets come to "
        "after relabelling depends on the job: `pronoia check config` looks at that.\n\n"
        "Exit status: 0 no error, 1 errors, 2 something could not be read.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("path", &options->paths, "PATH",
                     "Files of targets, or - for YAML on standard input", {.required = true});
      options->output.DeclareSettings(flags);
      options->output.DeclareOutput(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools

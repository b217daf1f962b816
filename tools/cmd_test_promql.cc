#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/base/parallel.h"
#include "libcheck/files/inputs.h"
#include "libcheck/promql/promqltest.h"
#include "libcheck/report/report.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/input.h"
#include "tools/output.h"
#include "tools/raw_output.h"
#include "tools/repository.h"
#include "tools/settings_flag.h"

namespace tools {
namespace {

using check::promql::ScriptOptions;

struct Options {
  std::vector<std::string> paths;
  FeatureFlag features;
  SettingsFlag settings;
  bool as_server = false;
  bool no_repeat = false;
  std::int64_t max_samples = 0;
  std::string format = "text";
  ColorFlag color;
};

// What became of one script.
struct Tested {
  std::optional<check::Error> error;
  std::size_t evaluations = 0;
  std::vector<check::Finding> findings;
};

ScriptOptions ScriptOptionsOf(const Options& options) {
  ScriptOptions script = check::promql::UpstreamScriptOptions();
  if (options.as_server || !options.features.features.empty()) {
    script = {};
    script.parse = options.features.ParseOptions();
    options.features.Apply(script.engine);
  }
  if (options.max_samples > 0) script.engine.max_samples = options.max_samples;
  script.repeat_evaluations = !options.no_repeat;
  return script;
}

Tested Test(const std::string& path, const ScriptOptions& options) {
  Tested tested;
  auto text = ReadInput(path);
  if (!text) {
    tested.error = text.error();
    return tested;
  }
  const check::SourceBuffer script(path, std::move(*text));
  check::Diagnostics diagnostics;
  tested.evaluations = check::promql::RunScript(script, options, diagnostics).evaluations;
  for (const check::Diagnostic& diagnostic : diagnostics.found()) {
    tested.findings.push_back(check::ToFinding(diagnostic));
  }
  return tested;
}

Exit Run(const Options& options) {
  bool failed = false;
  const auto fail = [&](const std::string& message) {
    WriteError(message);
    failed = true;
  };
  std::vector<std::string> paths = options.paths;
  if (paths.empty()) {
    if (InputIsTerminal()) {
      fail("no files given; `-` reads standard input, `--help` prints the usage");
      return Exit::kFailed;
    }
    paths = {"-"};
  }
  const auto settings = options.settings.Open();
  check::IgnoredFiles ignored(check::Disk());
  const check::Inputs inputs = check::ExpandInputs(
      check::Disk(), paths,
      {.extensions = {".test"}, .excluded = options.settings.Excluded(*settings, ignored)});
  check::report::Run about_settings;
  if (!TakeProblems(*settings, about_settings)) return Exit::kFailed;
  for (const std::string& remark : inputs.remarks) WriteErr("pronoia: note: " + remark + "\n");
  for (const check::Error& error : inputs.errors) fail(error.message);

  const ScriptOptions script = ScriptOptionsOf(options);
  std::vector<Tested> all(inputs.files.size());
  check::ParallelFor(all.size(), [&](std::size_t index, std::size_t) {
    all[index] = Test(inputs.files[index].path, script);
  });

  check::report::Run run;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].error) {
      fail(all[i].error->message);
      continue;
    }
    run.files.push_back({inputs.files[i].path, "evaluation", all[i].evaluations});
    std::move(all[i].findings.begin(), all[i].findings.end(), std::back_inserter(run.findings));
  }
  // Nothing to say to a person who has been told why already.
  if (!failed || !run.files.empty()) {
    WriteRun(run, options.format, {.colour = options.color.Use(), .tool_version = PRONOIA_VERSION},
             [&](std::string_view piece) { WriteReport(options.format, piece); });
  }
  if (failed) return Exit::kFailed;
  return run.findings.empty() ? Exit::kOk : Exit::kProblems;
}

constexpr Example kExamples[] = {
    {"pronoia test promql queries.test", "Run one script"},
    {"pronoia test promql --as-server tests/", "Evaluate like a server without feature flags"},
    {"pronoia test promql --format junit 'tests/**/*.test' > results.xml",
     "Write JUnit results in CI"},
};

}  // namespace

extern const Command kTestPromqlCommand = {
    .path = "test promql",
    .summary = "Run test scripts of Prometheus's PromQL test language",
    .description =
        "A script loads series and states the expected results of expressions, as in Prometheus's "
        "promqltest: `load 1m`, `eval instant at 10m sum(up)`, `eval range from 0 to 10m step 1m "
        "up`, `clear`, each with its series on the lines that follow.\n\nBy default everything is "
        "as in Prometheus's own test suite: all feature flags are on, including delayed name "
        "removal, and a query may load 10,000 samples. Each instant evaluation is repeated at "
        "other times with its time fixed by `@`, and as a range query.\n\nExit status: 0 all as "
        "expected, 1 something is not, 2 something could not be read.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument(
          "path", &options->paths, "PATH",
          "Scripts, folders of `.test` files, patterns, or - for standard input (the default)");
      flags.Switch("--as-server", &options->as_server,
                   "Evaluate like a server: only the feature flags given here, and up to "
                   "50,000,000 samples");
      options->features.Declare(flags);
      options->settings.Declare(flags);
      flags.Switch("--no-repeat", &options->no_repeat,
                   "Evaluate everything once, without the repetitions of Prometheus's test suite");
      flags.Option("--max-samples", &options->max_samples, "COUNT",
                   "Maximum number of samples that a query holds in memory at once");
      flags.Option("--format", &options->format, "FORMAT", "Output format of failures");
      options->color.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools

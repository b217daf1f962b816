#include "tools/cmd_test_routes.h"

#include <chrono>
#include <memory>
#include <utility>

#include "libcheck/report/test_run.h"
#include "libcheck/unittest/route_suite.h"
#include "libcheck/workspace/kinds/kinds.h"
#include "tools/command.h"
#include "tools/output.h"
#include "tools/query_flags.h"
#include "tools/raw_output.h"
#include "tools/repository.h"
#include "tools/test_report.h"

namespace tools {
namespace {

namespace unittest = check::unittest;

// Files that are found in a folder count only if they look like tests of routes.
bool IsWanted(const check::InputFile& file, const check::FileSystem& files) {
  if (!file.found) return true;
  const auto text = files.Read(file.path);
  return text && unittest::LooksLikeRouteTests(*text);
}

constexpr Example kExamples[] = {
    {"pronoia test routes routes_test.yml", "Run the tests in a file"},
    {"pronoia test routes --alertmanager-config alertmanager.yml tests/",
     "Run all tests in a folder against one configuration"},
    {"pronoia test routes --format junit routes_test.yml > results.xml",
     "Write JUnit results in CI"},
};

}  // namespace

Exit RunRouteTests(const RouteTestOptions& options) {
  CheckRun checks(options.check);
  if (options.paths.empty()) {
    WriteError("no test files given; `--help` prints the usage");
    return Exit::kFailed;
  }
  if (!checks.Prepare()) return Exit::kFailed;
  std::vector<std::string> paths;
  for (const check::InputFile& file : checks.FindInputs(options.paths, {".yaml", ".yml"})) {
    if (IsWanted(file, *checks.options().files)) paths.push_back(file.path);
  }
  if (paths.empty() && !checks.failed()) checks.Fail("no file contains tests of routes");
  unittest::RouteSuiteOptions suite = {.files = checks.options().files, .config = options.config};
  const auto time = ReadTimeFlag("--at", options.at, Now(), "local");
  if (!time) {
    checks.Fail(time.error().message);
    return Exit::kFailed;
  }
  suite.time = *time;

  const auto begin = std::chrono::steady_clock::now();
  std::vector<unittest::RouteFileOutcome> outcomes = unittest::RunRouteTests(paths, suite);
  check::report::TestRun run;
  std::vector<TestedFile> tested;
  for (unittest::RouteFileOutcome& outcome : outcomes) {
    if (!outcome.error.empty()) checks.Fail(outcome.error);
    tested.push_back({outcome.suite.path, outcome.source.get()});
    run.suites.push_back(std::move(outcome.suite));
  }
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (const auto error = JudgeTests(tested, check::workspace::kRouteTestsKind,
                                    options.check.baseline, checks.options(), run)) {
    checks.Fail(error->message);
  }
  if (const auto error = WriteJunit(options.junit, run)) checks.Fail(error->message);
  if (!checks.failed()) {
    check::report::Style style = TestStyle(options.check.UseColor(options.color));
    style.summary = !options.check.quiet;
    const std::string text = RenderTests(run, options.format, style);
    checks.Print([&](const check::report::Writer& write) {
      write(text);
      if (options.format == "text") write(ExplainTests(run, style));
    });
  }
  if (checks.failed()) return Exit::kFailed;
  if (options.check.exit_zero) return Exit::kOk;
  if (HasErrors(run)) return Exit::kProblems;
  return options.check.lint_fatal && HasWarnings(run) ? Exit::kLint : Exit::kOk;
}

extern const Command kTestRoutesCommand = {
    .path = "test routes",
    .summary = "Run tests of the routes of an alertmanager.yml",
    .description =
        "Read files with alerts and the expected result for each: its receivers, the grouping and "
        "timers of its routes, whether time intervals mute them at some time, and whether another "
        "alert inhibits it. `pronoia schema route-tests --format markdown` lists all fields:\n\n   "
        " alertmanager_config: alertmanager.yml\n    tests:\n      - name: database pages go to "
        "the database team\n        labels: {alertname: Down, team: db, severity: page}\n        "
        "expected_receivers: [db-pager, audit]\n\nA failure shows the expected beside the actual "
        "result, and the lines of the configuration that decide it.\n\nExit status: 0 all tests "
        "passed, 1 a test failed or is invalid, 2 something could not be read.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<RouteTestOptions>();
      flags.Argument("path", &options->paths, "PATH", "Test files, folders or patterns");
      flags.Option("--alertmanager-config", &options->config, "FILE",
                   "Test this alertmanager.yml instead of the one that a test file names");
      flags.Option(
          "--at", &options->at, "TIME",
          "Time at which alerts of tests without a `time` fire: now, saturday 03:00, RFC 3339");
      flags.Option("--junit", &options->junit, "FILE",
                   "Also write results to this file as JUnit XML");
      options->check.DeclareCodes(flags);
      options->check.DeclareSettings(flags);
      options->check.DeclareOutput(flags);
      flags.Option("--format", &options->format, "RESULTS", "Output format of results");
      options->color.Declare(flags);
      return [options] { return RunRouteTests(*options); };
    },
};

}  // namespace tools

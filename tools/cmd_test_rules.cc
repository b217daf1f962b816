#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/files/inputs.h"
#include "libcheck/report/test_run.h"
#include "libcheck/unittest/coverage.h"
#include "libcheck/unittest/explain.h"
#include "libcheck/unittest/observers.h"
#include "libcheck/unittest/suite.h"
#include "libcheck/unittest/timeline.h"
#include "libcheck/unittest/upstream_text.h"
#include "libcheck/workspace/kinds/kinds.h"
#include "tools/check_run.h"
#include "tools/compat/promtool_test.h"
#include "tools/coverage_flags.h"
#include "tools/flags.h"
#include "tools/output.h"
#include "tools/raw_output.h"
#include "tools/repository.h"
#include "tools/test_report.h"
#include "tools/watch.h"

namespace tools {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::vector<std::string> run;
  bool debug = false;
  bool diff = false;
  std::string junit;
  bool timeline = false;
  bool all_rules = false;
  bool ignore_unknown_fields = false;
  FeatureFlag features;
  std::string compat;
  std::string format = "text";
  CheckFlags check;
  CoverageFlags coverage;
  bool watch = false;
  ColorFlag color;
};

Exit RunAsPromtool(const Options& options, const std::vector<std::string>& files) {
  compat::TestRulesOptions as_promtool;
  as_promtool.files = files;
  as_promtool.run = options.run;
  as_promtool.junit = options.junit;
  as_promtool.parser = options.features.ParseOptions();
  options.features.Apply(as_promtool.engine);
  as_promtool.debug = options.debug;
  as_promtool.diff = options.diff;
  as_promtool.ignore_unknown_fields = options.ignore_unknown_fields;
  return static_cast<Exit>(compat::TestRulesAsPromtool(as_promtool));
}

// Who looks on while tests run.
struct RunObservers {
  std::unique_ptr<check::rules::EvaluationObserver> Observe(
      const check::unittest::TestGroup& group) {
    auto all = std::make_unique<check::unittest::Observers>();
    if (wants_timelines) {
      auto timeline = std::make_unique<check::unittest::Timeline>();
      timelines.push_back(timeline.get());
      all->Add(std::move(timeline));
    }
    if (wants_coverage) all->Add(coverage.Observe(group));
    return all;
  }

  bool wants_timelines = false;
  bool wants_coverage = false;
  std::vector<const check::unittest::Timeline*> timelines;  // In the order of files and groups.
  check::unittest::CoverageCollector coverage;
};

// Explain keeps the order of files and groups.
void AddTimelines(const check::unittest::SuiteOutcome& outcome, const RunObservers& observers,
                  check::report::TestRun& run) {
  auto timeline = observers.timelines.begin();
  for (std::size_t i = 0; i < outcome.files.size(); ++i) {
    for (std::size_t k = 0; k < outcome.files[i]->observers.size(); ++k) {
      run.suites[i].cases[k].remarks = (*timeline++)->Draw();
    }
  }
}

// Whether it is the path of a file or folder, though it may not exist, rather than a pattern.
bool IsPlainPath(const std::string& path) {
  return path != "-" && path.find_first_of("*?[{") == std::string::npos;
}

// What a run depends on, as far as it is known by name.
void AddPaths(const check::unittest::SuiteOutcome& outcome, std::vector<std::string>& paths) {
  for (const auto& file : outcome.files) {
    paths.push_back(file->path);
    for (const auto* rules : file->rule_files) paths.push_back(rules->path);
    for (std::string& path : file->relabelling.paths()) paths.push_back(std::move(path));
    std::copy_if(file->unmatched.begin(), file->unmatched.end(), std::back_inserter(paths),
                 IsPlainPath);
  }
}

// An error that lists the groups, if `pattern` matches the name of none.
std::optional<std::string> SelectsNothing(const std::string& pattern,
                                          const check::unittest::SuiteOutcome& outcome) {
  const auto regex = check::unittest::AnyOf({&pattern, 1});
  std::vector<std::string> names;
  for (const auto& file : outcome.files) {
    if (!file->tests) continue;
    for (const check::unittest::TestGroup& group : file->tests->tests) {
      if (regex && (*regex)->FullMatch(group.name.value)) return std::nullopt;
      names.push_back(fmt::format("`{}`", check::unittest::NameOf(group)));
    }
  }
  return fmt::format("--run: no test group matches `{}`; {}", pattern,
                     names.empty() ? std::string("there are none")
                                   : fmt::format("the groups are {}", fmt::join(names, ", ")));
}

// `paths` gets the files that were looked at.
Exit Run(const Options& options, std::vector<std::string>& paths) {
  bool failed = false;
  const auto fail = [&](const std::string& message) {
    WriteError(message);
    failed = true;
  };
  if (options.paths.empty()) {
    fail("no test files given; `--help` prints the usage");
    return Exit::kFailed;
  }
  CheckRun checks(options.check);
  if (!checks.Prepare()) return Exit::kFailed;
  std::vector<std::string> files;
  for (const check::InputFile& file : checks.FindInputs(options.paths, {".yaml", ".yml"})) {
    // In a folder, rules and tests lie side by side.
    if (!file.found || check::unittest::LooksLikeTests(*checks.options().files, file.path))
      files.push_back(file.path);
  }
  failed = checks.failed();
  // They count for all files of the run.
  const check::workspace::Settings& settings =
      checks.policy().SettingsOf(files.empty() ? "-" : files.front());
  if (!options.compat.empty()) return failed ? Exit::kFailed : RunAsPromtool(options, files);
  if (files.empty() && !failed) fail("no file contains tests");

  check::unittest::SuiteOptions suite;
  suite.files = checks.options().files;
  suite.load.ignore_unknown_fields = options.ignore_unknown_fields;
  suite.rule_files.load.promql = options.features.ParseOptions();
  for (const std::string& feature : settings.features) {
    EnableFeatures(feature, suite.rule_files.load.promql, [](std::string_view) {});
    EnableFeatures(feature, suite.run.engine);
  }
  if (settings.names) suite.rule_files.load.names = *settings.names;
  suite.rule_files.load.ignore_unknown_fields = options.ignore_unknown_fields;
  suite.run.parser = suite.rule_files.load.promql;
  options.features.Apply(suite.run.engine);
  suite.run.debug = options.debug;
  suite.run.all_rules = options.all_rules;
  for (const std::string& pattern : options.run) {
    if (const auto alone = check::unittest::AnyOf({&pattern, 1}); !alone) {
      fail(fmt::format("--run: invalid regular expression `{}`: {}", pattern,
                       alone.error().message));
      return Exit::kFailed;
    }
  }
  if (!options.run.empty()) suite.only = *check::unittest::AnyOf(options.run);
  RunObservers observers;
  observers.wants_timelines = options.timeline;
  observers.wants_coverage = options.coverage.wanted();
  if (options.timeline || options.coverage.wanted()) {
    suite.observe = [&](const auto&, const auto& group) { return observers.Observe(group); };
  }
  const auto begin = std::chrono::steady_clock::now();
  const check::unittest::SuiteOutcome outcome = check::unittest::RunSuite(files, suite);
  check::report::TestRun run = check::unittest::Explain(outcome);
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  std::vector<TestedFile> tested;
  for (const auto& file : outcome.files) tested.push_back({file->path, file->source.get()});
  if (const auto error = JudgeTests(tested, check::workspace::kTestsKind, options.check.baseline,
                                    checks.options(), run)) {
    fail(error->message);
  }
  AddPaths(outcome, paths);
  if (options.timeline) AddTimelines(outcome, observers, run);
  if (options.debug) {
    for (const auto& file : outcome.files) {
      for (const auto& group : file->groups) {
        WriteErr(fmt::format("{}: {}\n{}", file->path, check::unittest::NameOf(*group.group),
                             group.debug));
      }
    }
  }
  for (const auto& file : outcome.files) {
    if (file->source == nullptr) fail(file->upstream_error);
    if (file->source != nullptr && file->path == "-" && file->source->text().empty()) {
      fail("standard input is empty");
    }
  }
  for (const std::string& pattern : options.run) {
    if (auto problem = SelectsNothing(pattern, outcome)) fail(*problem);
  }
  const bool to_errors = options.coverage.takes_output();
  if (const auto error = WriteJunit(options.junit, run)) fail(error->message);
  const bool did_something = !failed || !run.suites.empty();
  if (did_something) {
    check::report::Style style = TestStyle(!to_errors && options.check.UseColor(options.color));
    style.summary = !options.check.quiet;
    const std::string text = RenderTests(run, options.format, style);
    if (to_errors) {
      WriteErr(text);
    } else {
      checks.Print([&](const check::report::Writer& write) {
        write(text);
        if (options.format == "text") write(ExplainTests(run, style));
      });
    }
    failed = failed || checks.failed();
  }
  Exit covered = Exit::kOk;
  if (options.coverage.wanted() && did_something) {
    covered = options.coverage.Report(observers.coverage.Report(outcome), options.color.Use(),
                                      options.format != "text" && !to_errors);
  }
  if (failed) return Exit::kFailed;
  if (covered != Exit::kOk) return covered;
  if (options.check.exit_zero) return Exit::kOk;
  if (HasErrors(run)) return Exit::kProblems;
  return options.check.lint_fatal && HasWarnings(run) ? Exit::kLint : Exit::kOk;
}

// Why the flags cannot be used together; empty if they can.
std::string Conflict(const Options& options) {
  if (options.compat.empty() && options.diff) return "`--diff` requires `--compat promtool`";
  if (!options.compat.empty()) {
    const std::pair<bool, std::string_view> ignored[] = {
        {options.coverage.wanted(), "--coverage"}, {options.watch, "--watch"},
        {options.timeline, "--timeline"},          {options.all_rules, "--all-rules"},
        {options.format != "text", "--format"},    {options.color.when != "auto", "--color"},
    };
    for (const auto& [given, flag] : ignored) {
      if (given) return fmt::format("`--compat` cannot be used with `{}`", flag);
    }
  }
  if (options.coverage.takes_output() && options.format != "text") {
    return fmt::format(
        "`--format {}` and `--coverage={}` both write to standard output; use `--coverage-file` "
        "for coverage",
        options.format, options.coverage.format);
  }
  return {};
}

Exit RunAsAsked(const Options& options) {
  if (const std::string conflict = Conflict(options); !conflict.empty()) {
    WriteError(conflict);
    return Exit::kFailed;
  }
  std::vector<std::string> paths;
  if (!options.watch) return Run(options, paths);
  return RunOnChanges([&] {
    WatchedRun run;
    std::copy_if(options.paths.begin(), options.paths.end(), std::back_inserter(run.paths),
                 IsPlainPath);
    run.status = Run(options, run.paths);
    return run;
  });
}

constexpr Example kExamples[] = {
    {"pronoia test rules tests/", "Run every test file in a folder"},
    {"pronoia test rules --run InstanceDown tests.yml", "Run only the groups with this name"},
    {"pronoia test rules --timeline tests.yml", "Show when each alert is pending and firing"},
    {"pronoia test rules --coverage tests/", "Show what the tests do not cover"},
    {"pronoia test rules --watch tests/", "Run them again after each change"},
    {"pronoia test rules --format junit tests/ > results.xml", "Write JUnit results in CI"},
    {"pronoia test rules --coverage=cobertura --coverage-file cov.xml --min-coverage 80 tests/",
     "In CI, with a coverage report"},
    {"pronoia test rules --compat promtool tests.yml", "Print the same output as promtool 3.14"},
};

}  // namespace

extern const Command kTestRulesCommand = {
    .path = "test rules",
    .summary = "Run unit tests of rules",
    .description =
        "Run test files in the format of promtool 3.14: input series, and the expected alerts and "
        "results of expressions at given times. The results are the same as promtool's, but "
        "mistakes that promtool ignores are reported as errors or warnings: series dropped after "
        "an empty line, alerts that do not exist, missing rule files, tests that expect nothing; "
        "`pronoia explain` describes each. Feature flags also apply when expressions are "
        "evaluated, and NaN equals NaN.\n\nTest files may have more fields than promtool knows: "
        "partial matches of alerts (`match: subset`), regular expressions (`label_patterns`, "
        "`annotation_patterns`), labels that must be absent (`absent_labels`), the `state` and "
        "`exp_count` of alerts, incomplete lists (`partial`), a `tolerance` for values, and series "
        "shared by several tests (`series_macros`, `input_macros`). `relabel_test` states the "
        "expected result of relabelling a target, a sample or an alert, with the rules of a "
        "configuration file or its own; `man/tests.md` lists all fields.\n\nA failure shows the "
        "expected result beside the closest alert or sample, and the results of the expression in "
        "the steps before.\n\nExit status: 0 all tests passed, 1 a test failed or is invalid, 2 "
        "something could not be read.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("path", &options->paths, "PATH", "Test files, folders or patterns");
      flags.Option("--run", &options->run, "REGEX",
                   "Run only groups whose names match this regular expression");
      flags.Switch(
          "--all-rules", &options->all_rules,
          "Evaluate all rules, not only those that may fail or that an expectation depends on");
      flags.Switch("--timeline", &options->timeline,
                   "Draw a timeline of when alerts are inactive, pending and firing");
      flags.Switch("--debug", &options->debug, "Print all series at the end of the test");
      flags.Switch("--diff", &options->diff,
                   "With --compat: show differences between alerts in colour");
      flags.Option("--junit", &options->junit, "FILE",
                   "Also write results to this file as JUnit XML");
      flags.Switch("--ignore-unknown-fields", &options->ignore_unknown_fields,
                   "Accept unknown fields in test files and rule files");
      options->features.Declare(flags);
      options->check.DeclareCodes(flags);
      options->check.DeclareSettings(flags);
      options->check.DeclareOutput(flags);
      flags.Option("--compat", &options->compat, "PROGRAM",
                   "Behave like another program, with its results and its output");
      flags.Option("--format", &options->format, "RESULTS", "Output format of results");
      options->coverage.Declare(flags);
      flags.Switch("--watch", &options->watch,
                   "Run again whenever a test file, or a rule file that it names, changes");
      options->color.Declare(flags);
      return [options] { return RunAsAsked(*options); };
    },
};

}  // namespace tools

#include "tools/cmd_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/config/alertmanager/features.h"
#include "libcheck/files/file_system.h"
#include "libcheck/lint/rule_environment.h"
#include "libcheck/schema/values.h"
#include "tools/check_run.h"
#include "tools/fix_flags.h"
#include "tools/input.h"
#include "tools/output.h"
#include "tools/rule_alert_flags.h"
#include "tools/slo_rules.h"

namespace tools {
namespace {

namespace workspace = check::workspace;
using workspace::KindFlag;

struct Options {
  std::vector<std::string> paths;
  CheckFlags flags;
  bool agent = false;
  bool syntax_only = false;
  bool ignore_unknown_fields = false;
  bool verbose = false;
  std::string missing_files = "error";
  std::string target_version;
  std::string alertmanager_version;
  std::string lookback_delta = "5m";
  FeatureFlag features;
  std::string alertmanager_features;
  std::string names;
  std::string prometheus;
  double rate = 0;
  std::string retention;
  std::vector<std::string> slo_rules;
  RuleAlertFlags rule_alerts;
  FixFlags fixes;
};

// What each flag of a kind is called and means, for all kinds.
void Declare(KindFlag flag, Options& options, FlagSet& flags) {
  switch (flag) {
    case KindFlag::kAgent:
      return flags.Switch("--agent", &options.agent, "Check for a server in agent mode");
    case KindFlag::kAlertmanagerFeatures:
      return flags.Option("--enable-feature", &options.alertmanager_features,
                          "ALERTMANAGER-FEATURE", "Feature flags of the Alertmanager");
    case KindFlag::kAlertmanagerVersion:
      return flags.Option("--target-version", &options.alertmanager_version, "AM_VERSION",
                          "The release of Alertmanager that will read the file (default: 0.34)");
    case KindFlag::kFeatures:
      return options.features.Declare(flags);
    case KindFlag::kIgnoreUnknownFields:
      return flags.Switch("--ignore-unknown-fields", &options.ignore_unknown_fields,
                          "Accept fields in rule files that Prometheus does not know");
    case KindFlag::kLookbackDelta:
      return flags.Option("--query.lookback-delta", &options.lookback_delta, "DURATION",
                          "How far back the server looks for samples, for "
                          "`--lint=too-long-scrape-interval`");
    case KindFlag::kMissingFiles:
      return flags.Option("--missing-files", &options.missing_files, "MISSING",
                          "What to make of files that are not there (default: error)",
                          {.shows_default = false});
    case KindFlag::kNames:
      return flags.Option("--names", &options.names, "SCHEME",
                          "Which metric and label names are valid (default: utf8)");
    case KindFlag::kPrometheus:
      return flags.Option("--prometheus", &options.prometheus, "FILE",
                          "A prometheus.yml to learn the scrape interval from");
    case KindFlag::kRetention:
      return flags.Option("--retention", &options.retention, "DURATION",
                          "How long the server keeps samples (default: what --prometheus says)");
    case KindFlag::kRules:
      return options.rule_alerts.Declare(flags);
    case KindFlag::kSloRules:
      return flags.Option("--rules", &options.slo_rules, "PATH",
                          "Rule files, folders or patterns that belong to the objectives");
    case KindFlag::kSyntaxOnly:
      return flags.Switch("--syntax-only", &options.syntax_only,
                          "Look at no other file than those that are named");
    case KindFlag::kTargetVersion:
      return flags.Option("--target-version", &options.target_version, "VERSION",
                          "The release of Prometheus that will read the file (default: 3.14)");
    case KindFlag::kTraffic:
      return flags.Option("--rate", &options.rate, "RPS",
                          "How many events a second the objectives see, to tell low traffic");
  }
}

// Without the `v` of a tag.
std::string_view PlainVersion(std::string_view version) {
  return version.substr(version.starts_with('v') ? 1 : 0);
}

bool ApplyPrometheusFlags(const Options& options, CheckRun& run) {
  check::config::prometheus::CheckOptions& prometheus = run.options().prometheus;
  const std::string_view target = PlainVersion(options.target_version);
  constexpr std::string_view kOldest = "2.42";
  if (!target.empty() && check::schema::IsBefore(target, kOldest)) {
    WriteErr(fmt::format("pronoia: note: releases before {0} are checked as {0}\n", kOldest));
  }
  prometheus.load.agent = options.agent;
  prometheus.load.target_version = target;
  prometheus.syntax_only = options.syntax_only;
  using check::config::prometheus::MissingFiles;
  prometheus.missing_files = options.missing_files == "ignore" ? MissingFiles::kIgnore
                             : options.missing_files == "warn" ? MissingFiles::kWarn
                                                               : MissingFiles::kError;
  const auto lookback_delta = ReadDurationFlag("--query.lookback-delta", options.lookback_delta);
  if (!lookback_delta) {
    run.Fail(lookback_delta.error().message);
    return false;
  }
  prometheus.lookback_delta = *lookback_delta;
  return true;
}

bool ApplyAlertmanagerFlags(const Options& options, CheckRun& run) {
  check::config::alertmanager::EnabledFeatures enabled;
  const auto error =
      check::config::alertmanager::ReadFeatures(options.alertmanager_features, enabled);
  if (error) run.Fail("--enable-feature: " + error->message);
  run.options().alertmanager.matchers = enabled.matchers;
  run.options().alertmanager.target_version = PlainVersion(options.alertmanager_version);
  return !error;
}

void ApplyRuleFlags(const Options& options, CheckRun& run) {
  const workspace::Settings& settings = run.policy().settings;
  check::rules::LoadOptions& rules = run.options().rules;
  rules.promql = options.features.ParseOptions();
  for (const std::string& feature : settings.features) {
    EnableFeatures(feature, rules.promql, [](std::string_view) {});
  }
  rules.ignore_unknown_fields = options.ignore_unknown_fields;
  rules.names = options.names == "legacy" ? check::model::NameValidation::kLegacy
                : options.names == "utf8" ? check::model::NameValidation::kUtf8
                                          : settings.names.value_or(rules.names);
}

// What is known beside rule files. False: it cannot be read, which has been told.
bool ReadEnvironment(const Options& options, CheckRun& run) {
  const std::string path = !options.prometheus.empty()
                               ? options.prometheus
                               : run.policy().settings.prometheus.value_or("");
  if (path.empty()) return true;
  auto text = run.options().files->Read(path);
  if (!text) {
    run.Fail(text.error().message);
    return false;
  }
  namespace prometheus = check::config::prometheus;
  const auto config = prometheus::ReadPrometheusConfig(
      path, std::move(*text),
      {.files = run.options().files, .checked = prometheus::Checked::kYaml});
  run.options().environment = check::lint::EnvironmentOf(*config);
  run.options().slo = check::lint::SloEnvironmentOf(*config);
  check::lint::ReportBadIntervals(*config, config->diagnostics);
  run.policy().Take(config->diagnostics, run.report().findings);
  return true;
}

// What flags say of objectives, and the rule files that this points into.
struct BesideSlos {
  std::unique_ptr<RuleFilesBeside> rules;
  check::lint::SloSurroundings surroundings;
};

// What is known beside objectives: of --prometheus, and of these flags. False: likewise.
bool ReadSloEnvironment(const Options& options, CheckRun& run, BesideSlos& beside) {
  check::lint::SloEnvironment& environment = run.options().slo;
  if (options.rate < 0) {
    run.Fail("--rate is a number of events a second, not below 0");
    return false;
  }
  beside.surroundings.requests_per_second = options.rate;
  environment.surroundings = &beside.surroundings;
  if (!options.retention.empty()) {
    const auto retention = ReadDurationFlag("--retention", options.retention);
    if (!retention) {
      run.Fail(retention.error().message);
      return false;
    }
    environment.retention = *retention;
  }
  if (options.slo_rules.empty()) return true;
  auto read = ReadRuleFilesBeside(options.slo_rules, *run.options().files, run.options().rules);
  if (!read) {
    run.Fail(read.error().message);
    return false;
  }
  beside.rules = std::move(*read);
  beside.surroundings.burn_alerts = check::slo::ReadPolicies(beside.rules->sets);
  return true;
}

bool Takes(const workspace::FileKind& kind, KindFlag flag) {
  return kind.command != nullptr &&
         std::ranges::find(kind.command->flags, flag) != kind.command->flags.end();
}

std::vector<std::string_view> ExtensionsOf(const workspace::FileKind* kind) {
  std::vector<std::string_view> extensions = {".yaml", ".yml"};
  for (const workspace::FileKind* each : workspace::FileKinds()) {
    if (kind != nullptr && each != kind) continue;
    extensions.insert(extensions.end(), each->extensions.begin(), each->extensions.end());
  }
  std::sort(extensions.begin(), extensions.end());
  extensions.erase(std::unique(extensions.begin(), extensions.end()), extensions.end());
  return extensions;
}

void TellOfSkipped(const std::vector<workspace::Skipped>& skipped, bool verbose) {
  if (skipped.empty()) return;
  if (!verbose) {
    WriteErr(
        fmt::format("pronoia: note: {} of no kind that is checked here; `--verbose` lists "
                    "{}\n",
                    skipped.size() == 1 ? "1 file is" : fmt::format("{} files are", skipped.size()),
                    skipped.size() == 1 ? "it" : "them"));
    return;
  }
  for (const workspace::Skipped& file : skipped) {
    WriteErr(fmt::format("pronoia: note: skipped {}{}\n", file.path,
                         file.kind == nullptr ? "" : fmt::format(": {}", LooksLike(*file.kind))));
  }
}

// `kind`: null for files of all kinds.
Exit Run(const Options& options, const workspace::FileKind* kind) {
  CheckRun run(options.flags);
  if (!run.Prepare() || !ApplyPrometheusFlags(options, run) ||
      !ApplyAlertmanagerFlags(options, run)) {
    return Exit::kFailed;
  }
  ApplyRuleFlags(options, run);
  const bool reads_config = kind == nullptr || Takes(*kind, KindFlag::kPrometheus);
  if (reads_config && !ReadEnvironment(options, run)) return Exit::kFailed;
  BesideSlos beside;
  if (!ReadSloEnvironment(options, run, beside)) return Exit::kFailed;

  std::unique_ptr<check::alerts::RuleAlerts> alerts;
  if (options.rule_alerts.given()) {
    auto read = options.rule_alerts.Read({run.options().files, run.options().rules},
                                         &run.policy().settings);
    if (!read) {
      run.Fail(read.error().message);
      return Exit::kFailed;
    }
    alerts = std::move(*read);
    run.options().alerts = alerts.get();
  }

  std::vector<std::string> paths = options.paths;
  if (paths.empty()) {
    if (kind != nullptr && InputIsTerminal()) {
      run.Fail("no files were named; `-` reads standard input, `--help` says more");
      return Exit::kFailed;
    }
    paths = {kind == nullptr ? "." : "-"};
  }
  std::vector<workspace::Input> inputs;
  for (check::InputFile& file : run.FindInputs(paths, ExtensionsOf(kind))) {
    if (kind == nullptr && file.path.starts_with("./")) file.path.erase(0, 2);
    if (file.path == "-") SayThatInputIsAwaited();
    inputs.push_back({std::move(file.path), file.found, kind});
  }
  workspace::Outcome outcome;
  if (!options.fixes.given()) {
    outcome = workspace::CheckFiles(std::move(inputs), run.options());
    run.OfferFixes();
  } else if (const auto done = FixInputs(options.fixes, options.flags, inputs, run, outcome)) {
    return *done;
  }
  for (const std::string& error : outcome.errors) run.Fail(error);
  // What was found before is about settings, or about a file that is checked after all.
  check::report::Run& report = run.report();
  std::erase_if(report.findings, [&](const check::Finding& finding) {
    return std::any_of(outcome.report.files.begin(), outcome.report.files.end(),
                       [&](const auto& file) { return file.path == finding.where.path; });
  });
  outcome.report.findings.insert(outcome.report.findings.begin(),
                                 std::make_move_iterator(report.findings.begin()),
                                 std::make_move_iterator(report.findings.end()));
  report = std::move(outcome.report);
  if (kind != nullptr) report.unit = kind->unit;
  if (kind == nullptr) TellOfSkipped(outcome.skipped, options.verbose);
  if (report.files.empty() && report.findings.empty() && !run.failed()) {
    run.Fail(kind == nullptr ? "no file is of a kind that is checked here"
                             : fmt::format("no file holds {}s", kind->unit));
  }
  return run.Finish();
}

constexpr std::string_view kEnding =
    "A comment `# pronoia: ignore CODE reason` hides warnings, and `.pronoia.yml` holds the "
    "settings of a project.\n\n"
    "Exit status: 0 no error, 1 errors, 2 something could not be read, 3 warnings with "
    "`--lint-fatal`.";

constexpr Example kExamples[] = {
    {"pronoia check", "Check all that is in this folder"},
    {"pronoia check --lint-fatal --format github .",
     "In CI: warnings fail too, and are shown beside the changed lines"},
    {"pronoia check prometheus.yml rules/ targets/", "Check some files and folders"},
    {"pronoia check --diff rules/", "Show what `--fix` would change"},
};

std::function<Exit()> DeclareForKind(FlagSet& flags, const workspace::FileKind& kind) {
  auto options = std::make_shared<Options>();
  flags.Argument("path", &options->paths, "PATH", kind.command->argument);
  for (const KindFlag flag : kind.command->flags) Declare(flag, *options, flags);
  options->flags.Declare(flags);
  options->fixes.Declare(flags);
  return [options, &kind] { return Run(*options, &kind); };
}

}  // namespace

std::vector<Command> KindCommands() {
  std::vector<Command> commands;
  for (const workspace::FileKind* kind : workspace::FileKinds()) {
    if (kind->command == nullptr) continue;
    commands.push_back({.path = kind->command->path,
                        .summary = kind->command->summary,
                        .description = kind->command->description,
                        .ending = kEnding,
                        .examples = kind->command->examples,
                        .declare_for_kind = DeclareForKind,
                        .kind = kind});
  }
  return commands;
}

extern const Command kCheckCommand = {
    .path = "check",
    .summary = "Say what is wrong with files, each as what it is",
    .description =
        "Finds out what each file is, and checks Prometheus configurations with all that they "
        "name, rule files, files of targets, test files, web configurations, configurations of "
        "Alertmanager and the blackbox exporter, metrics and settings, as the commands for each "
        "kind do. Nothing named: the current folder and all below it. In folders, files of other "
        "kinds are passed over and counted.\n\n"
        "A file or folder that is called like one of the commands has to be named as a path: "
        "`pronoia check ./rules`.",
    .ending = kEnding,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("path", &options->paths, "PATH",
                     "Files, folders, patterns, or - for standard input");
      flags.Switch("-v,--verbose", &options->verbose, "List the files that are passed over");
      for (const KindFlag flag :
           {KindFlag::kSyntaxOnly, KindFlag::kMissingFiles, KindFlag::kTargetVersion,
            KindFlag::kIgnoreUnknownFields, KindFlag::kFeatures, KindFlag::kNames}) {
        Declare(flag, *options, flags);
      }
      options->flags.Declare(flags);
      options->fixes.Declare(flags);
      return [options] { return Run(*options, nullptr); };
    },
};

}  // namespace tools

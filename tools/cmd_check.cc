#include "tools/cmd_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/config/alertmanager/features.h"
#include "libcheck/files/file_system.h"
#include "libcheck/files/overlay_files.h"
#include "libcheck/lint/rule_environment.h"
#include "libcheck/report/json_text.h"
#include "libcheck/report/printable.h"
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
  std::string stdin_filename;
  bool show_files = false;
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
                          "Alertmanager release that will read the file (default: 0.34)");
    case KindFlag::kFeatures:
      return options.features.Declare(flags);
    case KindFlag::kIgnoreUnknownFields:
      return flags.Switch("--ignore-unknown-fields", &options.ignore_unknown_fields,
                          "Accept unknown fields in rule files");
    case KindFlag::kLookbackDelta:
      return flags.Option("--query.lookback-delta", &options.lookback_delta, "DURATION",
                          "Lookback delta of the server, for `--lint=too-long-scrape-interval`");
    case KindFlag::kMissingFiles:
      return flags.Option("--missing-files", &options.missing_files, "MISSING",
                          "Severity of missing files (default: error)", {.shows_default = false});
    case KindFlag::kNames:
      return flags.Option("--names", &options.names, "SCHEME",
                          "Validation of metric and label names (default: utf8)");
    case KindFlag::kPrometheus:
      return flags.Option("--prometheus", &options.prometheus, "FILE",
                          "A prometheus.yml to read the scrape interval from");
    case KindFlag::kRetention:
      return flags.Option("--retention", &options.retention, "DURATION",
                          "How long the server keeps samples (default: from --prometheus)");
    case KindFlag::kRules:
      return options.rule_alerts.Declare(flags);
    case KindFlag::kSloRules:
      return flags.Option("--rules", &options.slo_rules, "PATH",
                          "Rule files, folders or patterns that belong to the objectives");
    case KindFlag::kSyntaxOnly:
      return flags.Switch("--syntax-only", &options.syntax_only,
                          "Check only the given files, not the files they refer to");
    case KindFlag::kTargetVersion:
      return flags.Option("--target-version", &options.target_version, "VERSION",
                          "Prometheus release that will read the file (default: 3.14)");
    case KindFlag::kTraffic:
      return flags.Option("--rate", &options.rate, "RPS",
                          "Events per second of the objectives, to detect low traffic");
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
    run.Note(fmt::format("releases before {0} are checked as {0}", kOldest));
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
  check::rules::LoadOptions& rules = run.options().rules;
  rules.promql = options.features.ParseOptions();
  rules.ignore_unknown_fields = options.ignore_unknown_fields;
  run.options().names_are_given = !options.names.empty();
  rules.names = options.names == "legacy" ? check::model::NameValidation::kLegacy
                                          : check::model::NameValidation::kUtf8;
}

// What the prometheus.yml `path` tells of the server. Nothing if it cannot be read, which has been
// reported.
std::optional<workspace::Surroundings> ReadSurroundings(const std::string& path, CheckRun& run) {
  auto text = run.options().files->Read(path);
  if (!text) {
    run.Fail(text.error().message);
    return std::nullopt;
  }
  namespace prometheus = check::config::prometheus;
  const auto config = prometheus::ReadPrometheusConfig(
      path, std::move(*text),
      {.files = run.options().files, .checked = prometheus::Checked::kYaml});
  workspace::Surroundings surroundings = {check::lint::EnvironmentOf(*config),
                                          check::lint::SloEnvironmentOf(*config)};
  check::lint::ReportBadIntervals(*config, config->diagnostics);
  run.policy().Take(config->diagnostics, run.report().findings);
  return surroundings;
}

// What is known beside files, of --prometheus or else of their settings. False: it cannot be read.
bool ReadEnvironment(const Options& options, CheckRun& run) {
  if (!options.prometheus.empty()) {
    auto known = ReadSurroundings(options.prometheus, run);
    if (!known) return false;
    run.options().environment = known->rules;
    run.options().slo = known->slo;
    return true;
  }
  for (const workspace::Settings* settings : run.policy().projects->Known()) {
    if (!settings->prometheus) continue;
    auto known = ReadSurroundings(*settings->prometheus, run);
    if (!known) return false;
    run.options().surroundings.insert_or_assign(*settings->prometheus, std::move(*known));
  }
  return true;
}

// What flags say of objectives, and the rule files that this points into.
struct BesideSlos {
  std::unique_ptr<RuleFilesBeside> rules;
  check::lint::SloSurroundings surroundings;
};

// What is known beside objectives: of --prometheus, and of these flags. False: likewise.
bool ReadSloEnvironment(const Options& options, CheckRun& run, BesideSlos& beside) {
  if (options.rate < 0) {
    run.Fail("--rate must be a number of events per second, at least 0");
    return false;
  }
  beside.surroundings.requests_per_second = options.rate;
  std::vector<check::lint::SloEnvironment*> environments = {&run.options().slo};
  for (auto& [path, known] : run.options().surroundings) environments.push_back(&known.slo);
  for (auto* environment : environments) environment->surroundings = &beside.surroundings;
  if (!options.retention.empty()) {
    const auto retention = ReadDurationFlag("--retention", options.retention);
    if (!retention) {
      run.Fail(retention.error().message);
      return false;
    }
    for (auto* environment : environments) environment->retention = *retention;
  }
  if (options.slo_rules.empty()) return true;
  auto read = ReadRuleFilesBeside(options.slo_rules, *run.options().files, run.options().rules);
  if (!read) {
    run.Fail(read.error().message);
    return false;
  }
  beside.rules = std::move(*read);
  beside.surroundings.burn_alerts = check::slo::ReadPolicies(beside.rules->sets);
  beside.surroundings.knows_all_rules = !beside.rules->has_errors;
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

void TellOfSkipped(const std::vector<workspace::Skipped>& skipped, bool verbose,
                   const CheckRun& run) {
  if (skipped.empty()) return;
  if (!verbose) {
    return run.Note(
        fmt::format("{} of an unknown kind; `--verbose` lists {}",
                    skipped.size() == 1 ? "1 file is" : fmt::format("{} files are", skipped.size()),
                    skipped.size() == 1 ? "it" : "them"));
  }
  for (const workspace::Skipped& file : skipped) {
    run.Note(fmt::format("skipped {}{}", file.path,
                         file.kind == nullptr ? "" : fmt::format(": {}", LooksLike(*file.kind))));
  }
}

// Makes standard input the file of --stdin-filename, in `with_input`. False: it cannot be read.
bool NameInput(const std::string& name, CheckRun& run, check::OverlayFiles& with_input) {
  SayThatInputIsAwaited();
  const auto text = check::Disk().Read("-");
  if (!text) {
    run.Fail(text.error().message);
    return false;
  }
  with_input.Write(name, *text);
  run.options().files = &with_input;
  return true;
}

// What the arguments stand for. Nothing if that cannot be told, which has been reported.
std::optional<std::vector<workspace::Input>> FindInputs(const Options& options,
                                                        const workspace::FileKind* kind,
                                                        CheckRun& run,
                                                        check::OverlayFiles& with_input) {
  std::vector<std::string> paths = options.paths;
  const bool is_named = !options.stdin_filename.empty();
  if (paths.empty() && is_named) paths = {"-"};
  if (paths.empty()) {
    if (kind != nullptr && InputIsTerminal()) {
      run.Fail("no files given; `-` reads standard input, `--help` prints the usage");
      return std::nullopt;
    }
    paths = {kind == nullptr ? "." : "-"};
  }
  if (is_named) {
    const auto input = std::ranges::find(paths, "-");
    if (input == paths.end()) {
      run.Fail("`--stdin-filename` needs `-` among the files, or no file");
      return std::nullopt;
    }
    *input = options.stdin_filename;
    if (!NameInput(options.stdin_filename, run, with_input)) return std::nullopt;
  }
  std::vector<workspace::Input> inputs;
  for (check::InputFile& file : run.FindInputs(paths, ExtensionsOf(kind))) {
    if (kind == nullptr && file.path.starts_with("./")) file.path.erase(0, 2);
    if (file.path == "-") SayThatInputIsAwaited();
    inputs.push_back({std::move(file.path), file.found, kind});
  }
  return inputs;
}

// Leaves of `inputs` what --changed asks for. False: git cannot tell, which has been reported.
bool SelectChanged(const Options& options, CheckRun& run, std::vector<workspace::Input>& inputs,
                   std::optional<workspace::Changes>& changes) {
  const std::vector<std::string> here = {"."};
  auto since = workspace::Changes::Since(
      options.flags.changed, options.paths.empty() ? here : options.paths, run.options());
  if (!since) {
    run.Fail("--changed: " + since.error().message);
    return false;
  }
  changes = std::move(*since);
  auto selected = changes->Select(std::move(inputs));
  if (!selected) {
    run.Fail("--changed: " + selected.error().message);
    return false;
  }
  inputs = std::move(*selected);
  run.ReportOnly(*changes);
  return true;
}

// --show-files
Exit ShowFiles(std::vector<workspace::Input> inputs, const CheckFlags& flags, CheckRun& run) {
  std::vector<std::string> errors;
  inputs = workspace::RecogniseFiles(std::move(inputs), run.options(), errors);
  for (const std::string& error : errors) run.Fail(error);
  auto json = check::report::Json::array();
  std::string text;
  for (const workspace::Input& input : inputs) {
    if (input.kind == nullptr && !flags.verbose) continue;
    const std::string_view name = input.kind == nullptr ? "skipped" : input.kind->name;
    text += fmt::format("{}: {}\n", check::report::PrintablePath(input.path), name);
    json.push_back({{"path", input.path}, {"kind", name}});
  }
  const bool as_json = flags.format == "json";
  run.Print([&](const auto& write) { write(as_json ? check::report::ToText(json) : text); });
  return run.failed() ? Exit::kFailed : Exit::kOk;
}

// `kind`: null for files of all kinds.
Exit Run(const Options& options, const workspace::FileKind* kind) {
  CheckRun run(options.flags);
  if (!run.Prepare() || !ApplyPrometheusFlags(options, run) ||
      !ApplyAlertmanagerFlags(options, run)) {
    return Exit::kFailed;
  }
  ApplyRuleFlags(options, run);
  check::OverlayFiles with_input(check::Disk());
  auto inputs = FindInputs(options, kind, run, with_input);
  if (!inputs) return Exit::kFailed;
  // A report for machines is complete, even of nothing.
  if (inputs->empty() && run.failed() && options.flags.is_for_people()) return Exit::kFailed;
  std::optional<workspace::Changes> changes;
  if (!options.flags.changed.empty() && !SelectChanged(options, run, *inputs, changes)) {
    return Exit::kFailed;
  }
  if (options.show_files) return ShowFiles(*inputs, options.flags, run);
  if (options.fixes.given() && !options.stdin_filename.empty()) {
    run.Fail("`--fix` changes files: standard input cannot be fixed");
    return Exit::kFailed;
  }
  const bool reads_config = kind == nullptr || Takes(*kind, KindFlag::kPrometheus);
  if (reads_config && !ReadEnvironment(options, run)) return Exit::kFailed;
  BesideSlos beside;
  if (!ReadSloEnvironment(options, run, beside)) return Exit::kFailed;

  std::unique_ptr<check::alerts::RuleAlerts> alerts;
  if (options.rule_alerts.given()) {
    auto read = options.rule_alerts.Read(
        {run.options().files, run.options().rules},
        inputs->empty() ? nullptr : &run.policy().SettingsOf(inputs->front().path));
    if (!read) {
      run.Fail(read.error().message);
      return Exit::kFailed;
    }
    alerts = std::move(*read);
    run.options().alerts = alerts.get();
  }

  workspace::Outcome outcome;
  if (!options.fixes.given()) {
    outcome = workspace::CheckFiles(*inputs, run.options());
    run.OfferFixes();
  } else if (const auto done = FixInputs(options.fixes, options.flags, *inputs, run, outcome)) {
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
  if (kind == nullptr) TellOfSkipped(outcome.skipped, options.flags.verbose, run);
  const bool has_none = report.files.empty() && report.findings.empty() && !run.failed();
  if (has_none && changes) {
    run.Note(fmt::format("no file that is checked here differs from `{}`", options.flags.changed));
  } else if (has_none) {
    run.Fail(kind == nullptr ? "none of the files is of a kind that can be checked"
                             : fmt::format("no file contains {}s", kind->unit));
  }
  return run.Finish();
}

constexpr std::string_view kEnding =
    "A comment `# pronoia: ignore CODE reason` suppresses warnings, and `.pronoia.yml` holds the "
    "settings of a project.\n\nExit status: 0 no error, 1 errors, 2 something could not be read, 3 "
    "warnings with `--lint-fatal`.";

constexpr Example kExamples[] = {
    {"pronoia check", "Check everything in the current folder"},
    {"pronoia check --lint-fatal --format github .",
     "In CI: fail on warnings too, and annotate the changed lines"},
    {"pronoia check prometheus.yml rules/ targets/", "Check some files and folders"},
    {"pronoia check --diff rules/", "Show what `--fix` would change"},
};

// What concerns the files to check, for all kinds.
void DeclareInputs(Options& options, FlagSet& flags) {
  flags.Option("--stdin-filename", &options.stdin_filename, "FILE",
               "Check standard input as if it were this file");
  flags.OptionalValue("--changed", &options.flags.changed, "REVISION", "HEAD",
                      "Report only what differs from this git revision, and what depends on that; "
                      "`main...` compares with where the branch left `main`");
  flags.Switch("--show-files", &options.show_files,
               "Print the files that would be checked, and their kinds");
}

std::function<Exit()> DeclareForKind(FlagSet& flags, const workspace::FileKind& kind) {
  auto options = std::make_shared<Options>();
  flags.Argument("path", &options->paths, "PATH", kind.command->argument);
  for (const KindFlag flag : kind.command->flags) Declare(flag, *options, flags);
  options->flags.Declare(flags);
  options->fixes.Declare(flags);
  DeclareInputs(*options, flags);
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
    .summary = "Check Prometheus and Alertmanager files of every kind",
    .description =
        "Detect the kind of each file and check it as the command for this kind does: Prometheus "
        "configurations with all files they refer to, rule files, target files, test files, web "
        "configurations, configurations of Alertmanager and the blackbox exporter, metrics and "
        "settings. Without arguments, check the current folder and everything below it. Files of "
        "other kinds in folders are skipped and counted.\n\nTo check a file or folder that has the "
        "name of a command, write it as a path: `pronoia check ./rules`.",
    .ending = kEnding,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("path", &options->paths, "PATH",
                     "Files, folders, patterns, or - for standard input");
      for (const KindFlag flag :
           {KindFlag::kSyntaxOnly, KindFlag::kMissingFiles, KindFlag::kTargetVersion,
            KindFlag::kIgnoreUnknownFields, KindFlag::kFeatures, KindFlag::kNames}) {
        Declare(flag, *options, flags);
      }
      options->flags.Declare(flags);
      options->fixes.Declare(flags);
      DeclareInputs(*options, flags);
      return [options] { return Run(*options, nullptr); };
    },
};

}  // namespace tools

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/config/prometheus/check.h"
#include "libcheck/lint/configuration.h"
#include "libcheck/lint/file_run.h"
#include "libcheck/schema/values.h"
#include "tools/command.h"
#include "tools/input.h"
#include "tools/output.h"
#include "tools/rule_check.h"

namespace tools {
namespace {

namespace config = check::config::prometheus;

struct Options {
  std::vector<std::string> paths;
  bool agent = false;
  bool syntax_only = false;
  std::string missing_files = "error";
  std::string target_version;
  std::string lookback_delta = "5m";
  RuleCheckOptions rules;
};

// Whether `--lint` asks for scrape intervals to be looked at. promtool's name for that is replaced
// by ours.
bool TakeLongIntervals(std::string& lint) {
  constexpr std::string_view kCode = "config-scrape-interval-too-long";
  bool wanted = false;
  bool none = false;
  std::string words;
  for (std::string_view rest = lint; !rest.empty();) {
    std::string_view word = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    none = none || word == "none";
    if (word == "too-long-scrape-interval") word = kCode;
    wanted = wanted || word == "all" || word == kCode;
    words += (words.empty() ? "" : ",") + std::string(word);
  }
  lint = words;
  return wanted && !none;
}

// Without the `v` of a tag.
std::string_view PlainVersion(std::string_view version) {
  return version.substr(version.starts_with('v') ? 1 : 0);
}

config::CheckOptions CheckOptionsFrom(const Options& options,
                                      std::optional<check::Duration> lookback_delta) {
  config::CheckOptions check = {
      .load = {.agent = options.agent, .target_version = PlainVersion(options.target_version)},
      .syntax_only = options.syntax_only};
  check.missing_files = options.missing_files == "ignore" ? config::MissingFiles::kIgnore
                        : options.missing_files == "warn" ? config::MissingFiles::kWarn
                                                          : config::MissingFiles::kError;
  check.lookback_delta = lookback_delta;
  return check;
}

Exit Run(Options& options) {
  const bool long_intervals = TakeLongIntervals(options.rules.lint);
  RuleCheck rules(options.rules);
  if (!rules.Prepare()) return Exit::kFailed;
  const std::string_view target = PlainVersion(options.target_version);
  constexpr std::string_view kOldest = "2.42";
  if (!target.empty() && check::schema::IsBefore(target, kOldest)) {
    WriteErr(fmt::format("pronoia: note: releases before {0} are checked as {0}\n", kOldest));
  }
  const auto lookback_delta = ReadDurationFlag("--query.lookback-delta", options.lookback_delta);
  if (!lookback_delta) {
    rules.Fail(lookback_delta.error().message);
    return Exit::kFailed;
  }
  const std::optional<check::Inputs> inputs = rules.FindInputs(options.paths);
  if (!inputs) return Exit::kFailed;

  const config::CheckOptions check_options =
      CheckOptionsFrom(options, long_intervals ? std::optional(*lookback_delta) : std::nullopt);
  std::vector<check::lint::Input> rule_files;
  for (const check::InputFile& input : inputs->files) {
    check::Result<std::string> text = ReadInput(input.path);
    if (!text) {
      rules.Fail(text.error().message);
      continue;
    }
    const auto checked = config::CheckConfigText(input.path, std::move(*text), check_options);
    if (rules.driver().run_checks) {
      check::lint::CheckConfiguration(*checked->config,
                                      check::lint::ActiveChecks(input.path, rules.driver()),
                                      checked->diagnostics);
    }
    rules.run().files.push_back({input.path, 0});
    rules.Add(checked->Findings());
    for (const std::string& path : checked->rule_files) {
      const bool is_known = std::any_of(rule_files.begin(), rule_files.end(),
                                        [&](const auto& known) { return known.path == path; });
      if (!is_known) rule_files.push_back({path, false});
    }
  }
  if (!rule_files.empty()) rules.Check(rule_files);
  return rules.Finish();
}

constexpr Example kExamples[] = {
    {"pronoia check config prometheus.yml", "Check a configuration and all files it names"},
    {"pronoia check config --missing-files=warn prometheus.yml",
     "In CI, where certificates and passwords are not at hand"},
    {"pronoia check config --target-version 3.5 prometheus.yml",
     "Know before an upgrade, or a downgrade, what a release takes"},
    {"pronoia check config --agent agent.yml", "Check for a server in agent mode"},
    {"pronoia check config --syntax-only --format json - < prometheus.yml",
     "Check the text alone, for another program"},
};

}  // namespace

extern const Command kCheckConfigCommand = {
    .path = "check config",
    .summary = "Say whether Prometheus would accept its configuration, and what it leads to",
    .description =
        "Checks every section of a prometheus.yml and all mechanisms by which it finds targets, "
        "and reports all problems at once. Files that it names are followed: rule files are "
        "checked as `check rules` does, `scrape_config_files` and files of targets are read, and "
        "certificates, keys and passwords have to be there. Targets that are listed go through "
        "`relabel_configs` as they will in the server.\n\n"
        "An error means that promtool 3.14 refuses the configuration. No secret is ever shown.\n\n"
        "Exit status: 0 no error, 1 errors, 2 something could not be read, 3 warnings with "
        "`--lint-fatal`.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("path", &options->paths, "PATH",
                     "Configuration files, or - for standard input, which is also read if nothing "
                     "is named");
      flags.Switch("--agent", &options->agent, "Check for a server in agent mode");
      flags.Switch("--syntax-only", &options->syntax_only,
                   "Look at no other file than those that are named");
      flags.Option("--missing-files", &options->missing_files, "MISSING",
                   "What to make of files that are not there (default: error)",
                   {.shows_default = false});
      flags.Option("--target-version", &options->target_version, "VERSION",
                   "The release of Prometheus that will read the file (default: 3.14)");
      flags.Option("--query.lookback-delta", &options->lookback_delta, "DURATION",
                   "How far back the server looks for samples, for "
                   "`--lint=too-long-scrape-interval`");
      options->rules.DeclareLint(flags);
      flags.Switch("--ignore-unknown-fields", &options->rules.ignore_unknown_fields,
                   "Accept fields in rule files that Prometheus does not know");
      options->rules.features.Declare(flags);
      options->rules.DeclareSettings(flags);
      options->rules.DeclareOutput(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools

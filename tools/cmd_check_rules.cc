#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tools/command.h"
#include "tools/rule_check.h"

namespace tools {
namespace {

struct Options {
  std::vector<std::string> paths;
  RuleCheckOptions rules;
};

Exit Run(const Options& options) {
  RuleCheck check(options.rules);
  if (!check.Prepare() || !check.ReadPrometheus()) return Exit::kFailed;
  const std::optional<check::Inputs> inputs = check.FindInputs(options.paths);
  if (!inputs) return Exit::kFailed;
  std::vector<check::lint::Input> files;
  for (const check::InputFile& file : inputs->files) files.push_back({file.path, file.found});
  check.Check(files);
  return check.Finish();
}

constexpr Example kExamples[] = {
    {"pronoia check rules rules/", "Check every rule file in a folder"},
    {"pronoia check rules --prometheus prometheus.yml 'rules/**/*.yml'",
     "Know the scrape interval, and look below folders"},
    {"helm template . | pronoia check rules -", "Check what a chart makes"},
    {"pronoia check rules --lint-fatal --format github rules/",
     "In CI: warnings fail too, and are shown beside the changed lines"},
    {"pronoia check rules --write-baseline baseline.json rules/",
     "Accept what an old code base has, and report only what is new from now on"},
};

}  // namespace

extern const Command kCheckRulesCommand = {
    .path = "check rules",
    .summary = "Say whether Prometheus would accept rule files, and what they get wrong",
    .description =
        "Takes Prometheus rule files, PrometheusRule, AlertingRule (OpenShift), Rules, "
        "ClusterRules "
        "and GlobalRules (Google) and VMRule resources, rule files inside ConfigMaps and Secrets, "
        "Mimir's files with a `namespace:`, and several YAML documents in one file, without being "
        "told which. All problems of all files are reported in one run.\n\n"
        "An error means that Prometheus refuses the file, as promtool 3.14 would say. A warning "
        "means that it loads, but a rule cannot do what its author meant; `pronoia lint --list` "
        "lists what is looked for and `pronoia explain CODE` explains it. A comment "
        "`# pronoia: ignore CODE reason` hides warnings, and `.pronoia.yml` holds the settings of "
        "a project.\n\n"
        "Exit status: 0 no error, 1 errors, 2 something could not be read, 3 warnings with "
        "`--lint-fatal`.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("path", &options->paths, "PATH",
                     "Rule files, folders, patterns, or - for standard input, which is also read "
                     "if nothing is named");
      options->rules.DeclareLint(flags);
      flags.Switch("--ignore-unknown-fields", &options->rules.ignore_unknown_fields,
                   "Accept fields that Prometheus does not know");
      options->rules.features.Declare(flags);
      flags.Option("--names", &options->rules.names, "SCHEME",
                   "Which metric and label names are valid (default: utf8)");
      flags.Option("--prometheus", &options->rules.prometheus, "FILE",
                   "A prometheus.yml to learn the scrape interval from");
      options->rules.DeclareSettings(flags);
      options->rules.DeclareOutput(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools

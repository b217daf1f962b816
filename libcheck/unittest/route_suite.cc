#include "libcheck/unittest/route_suite.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "libcheck/base/arena.h"
#include "libcheck/base/text.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/config/alertmanager/check.h"
#include "libcheck/config/alertmanager/routing.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/schema/load.h"
#include "libcheck/unittest/codes.h"
#include "libcheck/unittest/route_case.h"
#include "libcheck/unittest/route_codes.h"
#include "libcheck/unittest/route_schema.h"

namespace check::unittest {
namespace {

using schema::Values;

// A configuration that was asked for, or why it cannot be used.
struct LoadedConfig {
  std::unique_ptr<SourceBuffer> source;
  std::optional<alertmanager::Routing> routing;
  std::string error;              // It cannot be read.
  std::vector<Finding> findings;  // What is wrong with it.
};

LoadedConfig LoadConfig(const std::string& path, const RouteSuiteOptions& options) {
  namespace am = config::alertmanager;
  LoadedConfig loaded;
  Result<std::string> text = options.files->Read(path);
  if (!text) {
    loaded.error = text.error().message;
    return loaded;
  }
  loaded.source = std::make_unique<SourceBuffer>(path, *std::move(text));
  const SourceBuffer& file = *loaded.source;
  Arena arena;
  Diagnostics found;
  const am::ConfigCheck check = am::CheckConfig(file, {options.matchers}, arena, found);
  if (!found.HasErrors()) {
    const schema::Input input = {file, check.loaded.stream, arena};
    const Values values(*check.loaded.root, input, yaml::Dialect::kGoYamlV2);
    loaded.routing = am::MakeRouting(am::ReadConfig(values, options.matchers));
  }
  // Warnings are for `check alertmanager` to tell.
  for (const Diagnostic& problem : found.found()) {
    if (problem.severity == Severity::kError) loaded.findings.push_back(ToFinding(problem));
  }
  return loaded;
}

constexpr std::string_view kExpectations[] = {"expected_receivers", "expected_routes",
                                              "expected_muted", "expected_inhibited",
                                              "expected_inhibited_by"};

bool ExpectsSomething(const Values& section) {
  return std::any_of(std::begin(kExpectations), std::end(kExpectations),
                     [&](std::string_view field) { return section.Has(field); });
}

class SuiteRun {
 public:
  explicit SuiteRun(const RouteSuiteOptions& options) : options_(options) {}

  RouteFileOutcome Run(const std::string& path) {
    RouteFileOutcome outcome;
    outcome.suite.path = path;
    Result<std::string> text = options_.files->Read(path);
    if (!text) {
      outcome.error = text.error().message;
      return outcome;
    }
    outcome.source = std::make_unique<SourceBuffer>(path, *std::move(text));
    Arena arena;
    Diagnostics found;
    schema::Load(*outcome.source, &kRouteTestFileObject, {.reader = "pronoia", .validate = {}},
                 arena, found,
                 [&](const yaml::Node* root, const schema::Input& input, Diagnostics& problems) {
                   if (root == nullptr || root->IsNull()) {
                     problems.Report(kNothingTested, {outcome.source.get(), {0, 0}},
                                     "the file has no tests");
                     return;
                   }
                   if (!root->IsMapping()) return;
                   const Values file(*root, input, yaml::Dialect::kGoYamlV2);
                   WarnOfIdleTests(file, problems);
                   if (!problems.HasErrors()) RunFile(file, problems, outcome);
                 });
    for (const Diagnostic& problem : found.found()) {
      outcome.suite.findings.push_back(ToFinding(problem));
    }
    return outcome;
  }

 private:
  static void WarnOfIdleTests(const Values& file, Diagnostics& problems) {
    const SourceFile& source = file.input().file;
    const auto warn = [&](const yaml::Node& at, std::string message, std::string note) {
      problems.Report(kNothingTested, {&source, at.span}, std::move(message))
          .notes.push_back(std::move(note));
    };
    for (const yaml::Node& node : file.Items("tests")) {
      if (!node.IsMapping()) continue;
      const Values test = file.Of(node);
      const auto alerts = test.Items("alerts");
      const bool expects = ExpectsSomething(test) ||
                           std::any_of(alerts.begin(), alerts.end(), [&](const yaml::Node& alert) {
                             return ExpectsSomething(test.Of(alert));
                           });
      if (!expects && !test.entries().empty()) {
        warn(test.entries().front().key, "the test expects nothing",
             "set `expected_receivers`, `expected_routes`, `expected_muted` or "
             "`expected_inhibited`");
      }
    }
    if (!file.entries().empty() && file.Items("tests").empty()) {
      warn(file.entries().front().key, "the file has no tests", "add items to `tests`");
    }
  }

  void RunFile(const Values& file, Diagnostics& problems, RouteFileOutcome& outcome) {
    outcome.test_count = file.Items("tests").size();
    if (options_.only_check || outcome.test_count == 0) return;
    const yaml::Entry* named = file.Find("alertmanager_config");
    outcome.config = options_.config;
    if (outcome.config.empty() && named != nullptr) {
      outcome.config = PathBeside(outcome.suite.path, std::string(file.TextOf(named->value)));
    }
    const SourceFile& source = file.input().file;
    if (outcome.config.empty()) {
      const yaml::Node& at = file.entries().empty() ? file.node() : file.entries().front().key;
      problems.Report(kNoAlertmanagerConfig, {&source, at.span}, "missing `alertmanager_config`")
          .notes.emplace_back(
              "set `alertmanager_config` to the path of the alertmanager.yml, or "
              "pass `--alertmanager-config`");
      return;
    }
    const LoadedConfig& config = ConfigAt(outcome.config);
    if (!config.routing) {
      const Location where = {&source, named == nullptr ? file.node().span : named->value.span};
      if (config.error.empty()) {
        outcome.suite.findings = config.findings;
      } else if (options_.config.empty()) {
        problems.Report(kNoAlertmanagerConfig, where, config.error);
      } else {
        outcome.error = config.error;
      }
      return;
    }
    const RoutingUnderTest under_test = {*config.source, *config.routing, labels_};
    std::size_t number = 0;
    for (const yaml::Node& node : file.Items("tests")) {
      ++number;
      if (node.IsMapping()) RunTest(file.Of(node), number, under_test, outcome.suite);
    }
  }

  void RunTest(const Values& test, std::size_t number, const RoutingUnderTest& config,
               report::TestSuite& suite) {
    FiringAlerts firing;
    const yaml::Entry* time = test.Find("time");
    firing.time =
        time == nullptr ? options_.time : ParseAbsoluteTime(test.TextOf(time->value), "UTC");
    if (test.Has("alerts")) {
      for (const yaml::Node& alert : test.Items("alerts")) {
        firing.sections.push_back(test.Of(alert));
      }
    } else {
      firing.sections.push_back(test);
    }
    for (const Values& section : firing.sections) {
      firing.labels.push_back(LabelsOf(section.Sub("labels"), labels_));
    }
    const std::string_view name = test.Text("name");
    report::TestCase& result = suite.cases.emplace_back();
    result.name = !name.empty()               ? std::string(name)
                  : firing.labels.size() == 1 ? firing.labels[0].ToString()
                                              : fmt::format("test {}", number);
    result.where = ToPlace({&test.input().file, test.node().span});
    for (std::size_t i = 0; i < firing.sections.size(); ++i) {
      for (report::TestFailure& failure : JudgeAlert(config, firing, i)) {
        result.failures.push_back(std::move(failure));
      }
    }
  }

  const LoadedConfig& ConfigAt(const std::string& path) {
    const auto known = configs_.find(path);
    if (known != configs_.end()) return known->second;
    return configs_.emplace(path, LoadConfig(path, options_)).first->second;
  }

  const RouteSuiteOptions& options_;
  std::map<std::string, LoadedConfig> configs_;
  model::LabelTable labels_;
};

}  // namespace

std::vector<RouteFileOutcome> RunRouteTests(std::span<const std::string> paths,
                                            const RouteSuiteOptions& options) {
  SuiteRun run(options);
  std::vector<RouteFileOutcome> outcomes;
  for (const std::string& path : paths) outcomes.push_back(run.Run(path));
  return outcomes;
}

bool LooksLikeRouteTests(std::string_view text) {
  return std::any_of(std::begin(kExpectations), std::end(kExpectations),
                     [&](std::string_view field) {
                       return text.find(std::string(field) + ":") != std::string_view::npos;
                     });
}

}  // namespace check::unittest

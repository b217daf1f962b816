#include <string>

#include "libcheck/config/alertmanager/alertmanager_config.h"
#include "libcheck/config/alertmanager/check.h"
#include "libcheck/lint/alertmanager.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {

namespace {

void CheckFound(const Diagnostics& found, const SourceFile& file) {
  for (const Diagnostic& problem : found.found()) {
    Require(!problem.message.empty(), "findings say something");
    Require(problem.where.Outermost().span.end <= file.text().size(), "findings lie in the file");
  }
}

}  // namespace

void FuzzAlertmanager(std::string_view bytes) {
  for (const auto mode :
       {model::MatcherMode::kFallback, model::MatcherMode::kClassic, model::MatcherMode::kUtf8}) {
    const SourceBuffer file("fuzz.yml", std::string(bytes));
    Arena arena;
    UpstreamTexts texts;
    Diagnostics found(&texts);
    const auto check = config::alertmanager::CheckConfig(file, {mode}, arena, found);
    Require(found.HasErrors() || check.loaded.upstream_error.empty(),
            "what amtool refuses is an error");
    CheckFound(found, file);
    if (check.loaded.root == nullptr || !check.loaded.root->IsMapping()) continue;
    const schema::Input input = {file, check.loaded.stream, arena};
    const schema::Values config(*check.loaded.root, input, yaml::Dialect::kGoYamlV2);
    const auto read = config::alertmanager::ReadConfig(config, mode);
    lint::CheckAlertmanager(read, lint::AllChecks(), found);
    Require(found.HasErrors() || read.route, "what amtool accepts has a route");
    CheckFound(found, file);
  }
}

}  // namespace check::fuzz

#include "tools/mimir_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libcheck/mimir/config_api.h"
#include "libcheck/mimir/ruler.h"
#include "libcheck/mimir/tenant_config.h"
#include "libcheck/workspace/run.h"
#include "tools/check_run.h"
#include "tools/output.h"

namespace tools {
namespace {

// Of an answer: groups of rules, or a configuration.
constexpr std::size_t kMostBytes = std::size_t{64} << 20;

}  // namespace

extern const MimirApi kRulerConfigApi = {
    .mimir_path = check::mimir::kMimirRules,
    .cortex_path = check::mimir::kCortexRules,
    .server = &kPrometheusServer,
    .prefix = "/prometheus",
};

extern const MimirApi kAlertmanagerConfigApi = {
    .mimir_path = check::mimir::kAlertmanagerConfig,
    .cortex_path = check::mimir::kAlertmanagerConfig,
    .server = &kAlertmanagerServer,
    .prefix = "/alertmanager",
};

void MimirFlags::Declare(FlagSet& flags, std::string_view flag) {
  flags.Option(flag, &url, "URL", "URL of Mimir or Cortex, or the name of a context");
  flags.Switch("--cortex", &cortex, "Use the paths of Cortex");
  flags.Option("--api-path", &api_path, "PATH",
               "Path of the configuration API below the server's URL");
  server.Declare(flags, "2m");
}

std::optional<AskedMimir> MimirFlags::Open(const MimirApi& api) const {
  std::optional<check::workspace::Context> found;
  ServerFlags asking = server;
  asking.kind = api.server;
  auto options = asking.Options(url, found);
  if (!options) {
    WriteError(options.error().message);
    return std::nullopt;
  }
  options->api = &check::mimir::kMimirApi;
  options->most_bytes = kMostBytes;
  AskedMimir asked = {.path = api_path};
  if (asked.path.empty()) {
    asked.path = cortex ? api.cortex_path : api.mimir_path;
    while (options->url.ends_with('/')) options->url.pop_back();
    if (options->url.ends_with(api.prefix)) {
      options->url.resize(options->url.size() - api.prefix.size());
    }
  } else if (!asked.path.starts_with('/')) {
    asked.path.insert(0, "/");
  }
  asked.chosen.transport = check::http::LazyCurlTransport();
  auto made = check::api::Server::Make(*options, check::Disk(), *asked.chosen.transport);
  if (!made) {
    WriteError(made.error().message);
    return std::nullopt;
  }
  asked.chosen.server = std::move(*made);
  return asked;
}

Exit CheckBeforeSending(const std::vector<std::string>& paths, std::string_view kind, bool colour) {
  namespace workspace = check::workspace;
  const auto kinds = workspace::FileKinds();
  const auto is_kind = [&](const workspace::FileKind* each) { return each->name == kind; };
  const workspace::FileKind* const found = *std::ranges::find_if(kinds, is_kind);
  CheckFlags flags;
  flags.color.when = colour ? "always" : "never";
  CheckRun run(flags);
  if (!run.Prepare()) return Exit::kFailed;
  std::vector<workspace::Input> inputs;
  std::vector<std::string_view> extensions(found->extensions.begin(), found->extensions.end());
  for (check::InputFile& file : run.FindInputs(paths, extensions)) {
    inputs.push_back({std::move(file.path), file.found, found});
  }
  workspace::Outcome outcome = workspace::CheckFiles(std::move(inputs), run.options());
  for (const std::string& error : outcome.errors) run.Fail(error);
  run.report() = std::move(outcome.report);
  run.report().unit = found->unit;
  if (!run.report().findings.empty()) run.Write(WriteErr);
  return run.Status();
}

}  // namespace tools

#include <fmt/format.h>

#include <memory>
#include <string>

#include "libcheck/api/alertmanager.h"
#include "tools/alertmanager_flags.h"
#include "tools/command.h"
#include "tools/output.h"
#include "tools/query_list.h"
#include "tools/raw_output.h"

// The commands that show the state and the configuration of an Alertmanager.
namespace tools {
namespace {

namespace v2 = check::api::v2;

struct Options {
  std::string format;
  ListOutput output;
  AlertmanagerFlags server;
};

// Calls `show` with the status of the Alertmanager.
Exit Ask(const AlertmanagerFlags& flags, const std::function<Exit(const v2::Status&)>& show) {
  const auto asked = flags.Open();
  if (!asked) return Exit::kFailed;
  const auto status = v2::ServerStatus(asked->server());
  return status ? show(*status) : FailWith(status.fault);
}

Exit ShowCluster(const Options& options, const v2::Status& status) {
  if (options.output.is_json()) {
    WriteData(v2::ClusterJson(status) + "\n");
    return Exit::kOk;
  }
  if (!status.cluster) {
    WriteError("the server does not report a cluster");
    return Exit::kFailed;
  }
  const bool is_table = options.output.format == "table";
  if (is_table) {
    WriteOut(fmt::format("status:  {}\n", status.cluster->status));
    if (!status.cluster->name.empty()) WriteOut(fmt::format("name:    {}\n", status.cluster->name));
  }
  check::result::Grid grid({{"ADDRESS"}, {"NAME"}});
  for (const v2::Peer& peer : status.cluster->peers) grid.AddRow({{peer.address}, {peer.name}});
  if (is_table && !grid.empty()) WriteOut("\n");
  if (!is_table || !grid.empty()) options.output.Show(grid, "");
  return Exit::kOk;
}

Exit ShowConfig(const Options& options, const v2::Status& status) {
  if (options.format == "json") {
    WriteData(v2::StatusJson(status) + "\n");
    return Exit::kOk;
  }
  if (!status.config) {
    WriteError("the server does not report its configuration");
    return Exit::kFailed;
  }
  WriteKept(*status.config + (status.config->ends_with('\n') ? "" : "\n"));
  return Exit::kOk;
}

constexpr Example kClusterExamples[] = {
    {"pronoia cluster show", "Show whether the members of a cluster see each other"},
};
constexpr Example kConfigExamples[] = {
    {"pronoia am config show", "Print the configuration of a running Alertmanager"},
    {"pronoia am config show | pronoia routes test - alertname=Down team=db",
     "Test an alert against the running configuration"},
};

}  // namespace

extern const Command kClusterShowCommand = {
    .path = "cluster show",
    .summary = "Show the cluster of an Alertmanager and its members",
    .ending = kAlertmanagerEnding,
    .examples = kClusterExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->output.Declare(flags);
      options->server.Declare(flags);
      return [options] {
        return Ask(options->server,
                   [&](const v2::Status& status) { return ShowCluster(*options, status); });
      };
    },
};

extern const Command kAmConfigShowCommand = {
    .path = "am config show",
    .summary = "Print the configuration of a running Alertmanager",
    .description =
        "Print the running alertmanager.yml with all defaults, and secrets replaced by `<secret>`; "
        "as JSON, together with the version and the state of the cluster.",
    .ending = kAlertmanagerEnding,
    .examples = kConfigExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->format = "text";
      flags.Option("--format", &options->format, "TRACE", "Output format");
      options->server.Declare(flags);
      return [options] {
        return Ask(options->server,
                   [&](const v2::Status& status) { return ShowConfig(*options, status); });
      };
    },
};

}  // namespace tools

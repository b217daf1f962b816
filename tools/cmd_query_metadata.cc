#include <memory>
#include <string>

#include "tools/output.h"
#include "tools/query_list.h"

namespace tools {
namespace {

namespace api = check::api;
using check::result::Grid;
using check::result::Tone;

struct Options {
  std::vector<std::string> words;
  ServerList list;
};

Grid ToGrid(const std::vector<api::MetricMetadata>& metadata) {
  Grid grid({{"METRIC"}, {"TYPE"}, {"UNIT"}, {"HELP"}});
  for (const api::MetricMetadata& metric : metadata) {
    grid.AddRow({{metric.metric, Tone::kName}, {metric.type}, {metric.unit}, {metric.help}});
  }
  return grid;
}

Exit Run(Options& options) {
  const auto split = SplitServerAnd(options.words, 1, "the name of a metric");
  if (!split) {
    WriteError(split.error().message);
    return Exit::kFailed;
  }
  options.list.word = split->server;
  const std::string metric = split->rest.empty() ? "" : split->rest[0];
  api::Form form;
  if (!metric.empty()) form.emplace_back("metric", metric);
  return options.list.Run("/api/v1/metadata", form, "the server has no metadata of such metrics",
                          [&](const api::Server& server) -> api::Reply<Grid> {
                            const auto metadata = api::Metadata(server, metric);
                            return metadata ? ToGrid(*metadata) : WithoutValue(metadata);
                          });
}

constexpr Example kExamples[] = {
    {"pronoia query metadata localhost:9090 http_requests_total",
     "Show the type, unit and help of a metric"},
    {"pronoia query metadata | grep memory", "Search for a metric"},
};

}  // namespace

extern const Command kQueryMetadataCommand = {
    .path = "query metadata",
    .summary = "Show type, unit and help of metrics",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("metric", &options->words, "METRIC",
                     "Server (a URL or the name of a context) and metric, both optional");
      options->list.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools

#include <memory>
#include <string>

#include "libcheck/http/http.h"
#include "tools/query_list.h"

namespace tools {
namespace {

namespace api = check::api;
using check::result::Align;
using check::result::Grid;
using check::result::Tone;

struct Options {
  ServerList list;
  std::string state = "active";
  std::string job;
};

Grid ToGrid(const std::vector<api::Target>& targets) {
  Grid grid({{"TARGET"},
             {"HEALTH"},
             {"LAST SCRAPE", Align::kRight},
             {"DURATION", Align::kRight},
             {"LABELS"},
             {"ERROR"}},
            "JOB");
  const std::string* pool = nullptr;
  for (const api::Target& target : targets) {
    if (pool == nullptr || *pool != target.pool) grid.AddSection(target.pool);
    pool = &target.pool;
    if (target.dropped) {
      grid.AddRow({{""}, {"dropped", Tone::kFaint}, {""}, {""}, {LabelText(target.discovered)}});
      continue;
    }
    const Tone tone = target.health == "up"     ? Tone::kGood
                      : target.health == "down" ? Tone::kBad
                                                : Tone::kWarning;
    grid.AddRow({{check::http::PublicUrl(target.url), Tone::kName},
                 {target.health, tone},
                 {AgeText(target.last_scrape)},
                 {SecondsText(target.last_duration)},
                 {LabelText(target.labels)},
                 {target.last_error, Tone::kBad}});
  }
  return grid;
}

Exit Run(Options& options) {
  api::Form form = {{"state", options.state}};
  if (!options.job.empty()) form.emplace_back("scrapePool", options.job);
  return options.list.Run("/api/v1/targets", form, "no targets match",
                          [&](const api::Server& server) -> api::Reply<Grid> {
                            const auto targets = api::Targets(server, options.state, options.job);
                            return targets ? ToGrid(*targets) : WithoutValue(targets);
                          });
}

constexpr Example kExamples[] = {
    {"pronoia query targets localhost:9090", "List targets with the state of their last scrape"},
    {"pronoia query targets --job node --format csv",
     "List the targets of a scrape job for a spreadsheet"},
};

}  // namespace

extern const Command kQueryTargetsCommand = {
    .path = "query targets",
    .summary = "List the targets of a server with the state of their last scrape",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("server", &options->list.word, "SERVER", "A URL or the name of a context");
      flags.Option("--state", &options->state, "TARGETS", "State of the targets");
      flags.Option("--job", &options->job, "JOB", "Only targets of this scrape job");
      options->list.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools

#include <fmt/format.h>

#include <memory>
#include <string>

#include "tools/query_list.h"

namespace tools {
namespace {

namespace api = check::api;
using check::result::Align;
using check::result::Grid;
using check::result::Tone;

struct Options {
  ServerList list;
  std::string type;
};

Grid ToGrid(const std::vector<api::Rule>& rules) {
  Grid grid({{"RULE"},
             {"TYPE"},
             {"STATE"},
             {"HEALTH"},
             {"EVALUATED", Align::kRight},
             {"TOOK", Align::kRight},
             {"ERROR"}},
            "GROUP");
  const api::Rule* last = nullptr;
  for (const api::Rule& rule : rules) {
    if (last == nullptr || last->file != rule.file || last->group != rule.group) {
      grid.AddSection(fmt::format("{}: {} (every {}s)", rule.file, rule.group, rule.interval));
    }
    last = &rule;
    const Tone state = rule.state == "firing"    ? Tone::kBad
                       : rule.state == "pending" ? Tone::kWarning
                                                 : Tone::kPlain;
    const std::string alerts = rule.alerts.empty() ? "" : fmt::format(" ({})", rule.alerts.size());
    grid.AddRow({{rule.name, Tone::kName},
                 {rule.type},
                 {rule.state + alerts, state},
                 {rule.health, rule.health == "err" ? Tone::kBad : Tone::kGood},
                 {AgeText(rule.last_evaluation)},
                 {SecondsText(rule.evaluation_time)},
                 {rule.last_error, Tone::kBad}});
  }
  return grid;
}

Exit Run(Options& options) {
  api::Form form;
  if (!options.type.empty()) form.emplace_back("type", options.type);
  return options.list.Run("/api/v1/rules", form, "no rules match",
                          [&](const api::Server& server) -> api::Reply<Grid> {
                            const auto rules = api::Rules(server, options.type);
                            return rules ? ToGrid(*rules) : WithoutValue(rules);
                          });
}

constexpr Example kExamples[] = {
    {"pronoia query rules localhost:9090", "List the rules of a server with their health"},
    {"pronoia query rules --type alert --format json | jq .groups", "List alerting rules as JSON"},
};

}  // namespace

extern const Command kQueryRulesCommand = {
    .path = "query rules",
    .summary = "List the rules of a server, their states and their errors",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("server", &options->list.word, "SERVER", "A URL or the name of a context");
      flags.Option("--type", &options->type, "RULES", "Only alerting or only recording rules");
      options->list.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools

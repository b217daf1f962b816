#include <fmt/format.h>

#include <memory>
#include <string>

#include "libcheck/base/number.h"
#include "libcheck/base/time_expression.h"
#include "tools/output.h"
#include "tools/query_list.h"

namespace tools {
namespace {

namespace api = check::api;
using check::result::Align;
using check::result::Grid;
using check::result::Tone;

struct Options {
  std::vector<std::string> words;
  ServerList list;
  std::string start;
  std::string end;
};

Grid ToGrid(const std::vector<api::ExemplarSeries>& all, const std::string& zone) {
  Grid grid({{"TIME"}, {"VALUE", Align::kDecimal}, {"EXEMPLAR"}}, "SERIES");
  for (const api::ExemplarSeries& one : all) {
    grid.AddSection(one.series.ToString());
    for (const auto& exemplar : one.exemplars) {
      grid.AddRow({{check::FormatTime(exemplar.time, zone, check::TimeStyle::kRfc3339)},
                   {fmt::format("{}", exemplar.value)},
                   {LabelText(exemplar.labels), Tone::kName}});
    }
  }
  return grid;
}

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

Exit Run(Options& options) {
  constexpr std::int64_t kHour = 60 * 60 * 1000;
  const auto words = SplitWords(options.words, 1, "a query");
  if (!words) return Fail(words.error().message);
  options.list.word = words->server;
  const std::string& query = words->rest[0];
  if (const auto refused = RefuseQuery(query, options.list.output.color.Use())) return *refused;
  const std::string zone = options.list.times.zone.empty() ? "local" : options.list.times.zone;
  const auto end = ReadTimeFlag("--end", options.end, Now(), zone);
  if (!end) return Fail(end.error().message);
  const std::int64_t until = end->value_or(Now());
  const auto start = ReadTimeFlag("--start", options.start, Now(), zone);
  if (!start) return Fail(start.error().message);
  const std::int64_t from = start->value_or(until - kHour);
  const auto seconds = [](std::int64_t time) {
    return fmt::format("{}", static_cast<double>(time) / 1000);
  };
  check::model::LabelTable labels;
  return options.list.Run(
      "/api/v1/query_exemplars",
      {{"query", query}, {"start", seconds(from)}, {"end", seconds(until)}}, "no exemplars found",
      [&](const api::Server& server) -> api::Reply<Grid> {
        const auto exemplars = api::Exemplars(server, query, from, until, labels);
        return exemplars ? ToGrid(*exemplars, options.list.zone) : WithoutValue(exemplars);
      });
}

constexpr Example kExamples[] = {
    {"pronoia query exemplars --start -30m 'request_duration_seconds_bucket{le=\"10\"}'",
     "Find traces of slow requests"},
};

}  // namespace

extern const Command kQueryExemplarsCommand = {
    .path = "query exemplars",
    .summary = "List the exemplars of the series in an expression",
    .description = "The default time range is the last hour.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("query", &options->words, "QUERY",
                     "Server (a URL or the name of a context, optional) and expression",
                     {.required = true});
      flags.Option("--start", &options->start, "TIME",
                   "Start: RFC 3339, Unix time, -6h, yesterday 14:00");
      flags.Option("--end", &options->end, "TIME", "End, in the same formats (default now)");
      options->list.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools

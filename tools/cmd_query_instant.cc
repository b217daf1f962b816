#include <memory>
#include <string>

#include "tools/command.h"
#include "tools/output.h"
#include "tools/query_flags.h"

namespace tools {
namespace {

namespace api = check::api;

struct Options {
  ExpressionFlags expression;
  std::string time;
};

Exit Run(const Options& options) {
  return options.expression.Run([&](const Expression& asked) {
    const auto extent = asked.source.extent();
    const std::int64_t now = extent ? extent->last : Now();
    const auto time = ReadTimeFlag("--time", options.time, now, asked.zone);
    if (!time) {
      WriteError(time.error().message);
      return Exit::kFailed;
    }
    const std::int64_t at = time->value_or(now);
    const api::InstantQuery query = {
        .query = asked.query, .time = at, .limits = options.expression.Limits()};
    return options.expression.Finish(
        asked.source.Instant(query),
        {.query = asked.query, .start = at, .end = at, .zone = asked.zone}, asked);
  });
}

constexpr Example kExamples[] = {
    {"pronoia query instant 'up == 0'", "List what is down, on the server of the current context"},
    {"pronoia query instant localhost:9090 'sum by (job) (rate(http_requests_total[5m]))'",
     "Query a given server"},
    {"pronoia query instant --time -1h --sort value 'node_load1'",
     "Show values of an hour ago, highest first"},
    {"pronoia query instant --data incident.om 'max by (instance) (node_load1)'",
     "Query a file that `pronoia query record` wrote"},
};

// What times and files look like, for all commands that ask for values.
constexpr std::string_view kTimesAndData =
    "Times are RFC 3339 (`2024-03-10T14:00:00Z`; date and time without an offset are in the zone "
    "of --tz), Unix times, or relative: `now`, `-1h`, `now-2d`, `2d ago`, `yesterday 14:00`, "
    "`today`, `14:00`, `monday 09:30` (the last one), `now/d` (the start of the day). A local time "
    "that does not exist (when clocks go forward) is moved an hour later; of a local time that "
    "occurs twice, the first is used.\n\nThe format of --data files is detected by name (.om, "
    ".prom, .csv, .json, and these with .gz) or by content. Samples need timestamps. The first "
    "line of CSV names the columns: `time` (Unix seconds or milliseconds, or RFC 3339) and "
    "`value`, and either `series`, which holds `up{job=\"node\"}`, or one column for each label, "
    "with `__name__` for the metric; without `value`, every other column is a series, named in its "
    "header. All files form one store: samples that occur in several files count once, and it is "
    "an error if they differ.";

}  // namespace

extern const Command kQueryInstantCommand = {
    .path = "query instant",
    .summary = "Evaluate an expression at one time",
    .description =
        "Give a server and an expression, or only an expression; then the server is taken from "
        "--context, PRONOIA_URL, PRONOIA_CONTEXT, the current context, or localhost:9090. The "
        "expression is checked before it is sent. With --data it is evaluated locally, at the time "
        "of the last sample unless --time is given.",
    .ending = kTimesAndData,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->expression.DeclareWords(flags);
      flags.Option("--time", &options->time, "TIME",
                   "Evaluation time: RFC 3339, Unix time, now, -1h, yesterday 14:00 (default now)");
      options->expression.DeclareRest(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools

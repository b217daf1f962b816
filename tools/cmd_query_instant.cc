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
    {"pronoia query instant 'up == 0'", "What is down, by the current context's server"},
    {"pronoia query instant localhost:9090 'sum by (job) (rate(http_requests_total[5m]))'",
     "Ask a server"},
    {"pronoia query instant --time -1h --sort value 'node_load1'", "An hour ago, highest first"},
    {"pronoia query instant --data incident.om 'max by (instance) (node_load1)'",
     "Ask a file that `pronoia query record` wrote"},
};

// What times and files look like, for all commands that ask for values.
constexpr std::string_view kTimesAndData =
    "Times are RFC 3339 (`2024-03-10T14:00:00Z`; date and time without an offset are in the zone "
    "of --tz), Unix times, or relative: `now`, `-1h`, `now-2d`, `2d ago`, `yesterday 14:00`, "
    "`today`, `14:00`, `monday 09:30` (the last one), `now/d` (the start of the day). A local time "
    "that clocks skip is an hour later, and of one that comes twice the first is meant.\n\n"
    "Files of --data are told by their names (.om, .prom, .csv, .json, and these with .gz), or by "
    "their looks. Samples need timestamps. The first line of CSV names the columns: `time` (Unix "
    "seconds or milliseconds, or RFC 3339) and `value`, and beside these `series`, which holds "
    "`up{job=\"node\"}`, or one column for each label, with `__name__` for the metric; without "
    "`value` every other column is a series, which its name tells. All files are one store: "
    "samples that several have count once, and it is an error if they differ.";

}  // namespace

extern const Command kQueryInstantCommand = {
    .path = "query instant",
    .summary = "Ask for the value of an expression at one time",
    .description =
        "A server and an expression, or an expression alone: then the server is that of --context, "
        "PRONOIA_URL, PRONOIA_CONTEXT, the current context, or localhost:9090. The expression is "
        "checked before it is sent. With --data it is evaluated here, and the time is that of the "
        "last sample unless --time says otherwise.",
    .ending = kTimesAndData,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->expression.DeclareWords(flags);
      flags.Option("--time", &options->time, "TIME",
                   "When: RFC 3339, Unix time, now, -1h, yesterday 14:00 (default now)");
      options->expression.DeclareRest(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tools/command.h"
#include "tools/input.h"
#include "tools/output.h"
#include "tools/query_flags.h"

namespace tools {
namespace {

using check::Result;
namespace api = check::api;

struct Options {
  std::vector<std::string> words;
  SourceFlags source;
  TimeFlags times;
  ValueOutput output;
  std::string time;
  std::size_t limit = 0;
  bool no_check = false;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

Exit Run(const Options& options) {
  Result<Words> words = SplitWords(options.words, 1, "a query");
  if (!words) return Fail(words.error().message);
  Result<std::string> query =
      words->rest[0] == "-" ? ReadInput("-") : Result<std::string>(words->rest[0]);
  if (!query) return Fail(query.error().message);
  const bool colour = options.output.color.Use();
  if (!options.no_check) {
    if (const auto refused = RefuseQuery(*query, colour)) return *refused;
  }
  const auto source = options.source.Open(words->server);
  if (!source) return Fail(source.error().message);
  const std::string zone = options.times.Zone(**source);
  return RunWatched(options.output.watch, [&] {
    const auto extent = (*source)->extent();
    const std::int64_t now = extent ? extent->last : Now();
    const auto time = ReadTimeFlag("--time", options.time, now, zone);
    if (!time) return Fail(time.error().message);
    api::InstantQuery asked = {.query = *query, .time = time->value_or(now)};
    if (options.limit != 0) asked.limits.limit = static_cast<std::int64_t>(options.limit);
    const auto reply = (*source)->Instant(asked);
    WriteRemarks(reply.warnings, reply.infos);
    if (!reply) return FailQuery(reply.fault, *query, colour);
    const Question question = {
        .query = *query, .start = *asked.time, .end = *asked.time, .zone = zone};
    const auto problem = Show(*reply, question, options.output, **source);
    return problem ? Fail(problem->message) : Exit::kOk;
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
      flags.Argument("query", &options->words, "QUERY",
                     "A server (a URL or the name of a context) and an expression, or the latter "
                     "only; - reads it from standard input",
                     {.required = true});
      flags.Option("--time", &options->time, "TIME",
                   "When: RFC 3339, Unix time, now, -1h, yesterday 14:00 (default now)");
      options->times.Declare(flags);
      flags.Option("--limit", &options->limit, "NUMBER", "No more series than this (0: all)");
      flags.Switch("--no-check", &options->no_check, "Send the expression as it is");
      options->output.Declare(flags);
      options->source.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/time_expression.h"
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
  std::string start;
  std::string end;
  std::string step;
  std::size_t limit = 0;
  bool no_check = false;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

// The range that the flags ask for: of a server the last hour, of files all that is there.
Result<api::RangeQuery> ReadRange(const Options& options, const QuerySource& source,
                                  const std::string& zone) {
  constexpr std::int64_t kHour = 60 * 60 * 1000;
  const auto extent = source.extent();
  const std::int64_t now = extent ? extent->last : Now();
  const auto end = ReadTimeFlag("--end", options.end, now, zone);
  if (!end) return end.error();
  const auto start = ReadTimeFlag("--start", options.start, now, zone);
  if (!start) return start.error();
  api::RangeQuery range;
  range.end = end->value_or(now);
  range.start = start->value_or(extent ? extent->first : range.end - kHour);
  if (range.start > range.end) {
    return check::Error{"--start is not before --end: " +
                        check::FormatTime(range.start, zone, check::TimeStyle::kRfc3339) + ", " +
                        check::FormatTime(range.end, zone, check::TimeStyle::kRfc3339)};
  }
  range.step = check::ChooseStep(range.end - range.start);
  if (!options.step.empty()) {
    // A number alone is one of seconds, as in the API.
    const bool is_number = options.step.find_first_not_of("0123456789.") == std::string::npos;
    const auto step = ReadDurationFlag("--step", is_number ? options.step + "s" : options.step);
    if (!step) return step.error();
    range.step = std::max<std::int64_t>(*step / std::chrono::milliseconds(1), 1);
  } else if (options.start.empty() && !extent) {
    // So that the same moments are asked for again and again.
    range.start -= range.start % range.step;
  }
  return range;
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
    Result<api::RangeQuery> range = ReadRange(options, **source, zone);
    if (!range) return Fail(range.error().message);
    range->query = *query;
    if (options.limit != 0) range->limits.limit = static_cast<std::int64_t>(options.limit);
    const auto reply = (*source)->Range(*range);
    WriteRemarks(reply.warnings, reply.infos);
    if (!reply) return FailQuery(reply.fault, *query, colour);
    const Question question = {.query = *query,
                               .start = range->start,
                               .end = range->end,
                               .step = range->step,
                               .zone = zone};
    const auto problem = Show(*reply, question, options.output, **source);
    return problem ? Fail(problem->message) : Exit::kOk;
  });
}

constexpr Example kExamples[] = {
    {"pronoia query range --start -6h --format plot 'sum(rate(http_requests_total[5m]))'",
     "Draw the last six hours"},
    {"pronoia query range --start 'yesterday 14:00' --end 'yesterday 15:00' --step 30s up",
     "An hour of yesterday"},
    {"pronoia query range --svg load.svg --tz UTC node_load1", "Draw a picture into a file"},
    {"pronoia query range --watch 5s --format plot 'rate(node_cpu_seconds_total[1m])'",
     "Draw again every five seconds"},
};

}  // namespace

extern const Command kQueryRangeCommand = {
    .path = "query range",
    .summary = "Ask for the values of an expression over a time",
    .description =
        "Servers, expressions, times and files are as for `pronoia query instant`. Without times, "
        "the last hour is "
        "asked for, or with --data all that is there; without --step, one is chosen that gives "
        "about 250 values.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("query", &options->words, "QUERY",
                     "A server (a URL or the name of a context) and an expression, or the latter "
                     "only; - reads it from standard input",
                     {.required = true});
      flags.Option("--start", &options->start, "TIME", "RFC 3339, Unix time, -6h, yesterday 14:00");
      flags.Option("--end", &options->end, "TIME", "Likewise (default now)");
      flags.Option("--step", &options->step, "DURATION", "From one value to the next");
      options->times.Declare(flags);
      flags.Option("--limit", &options->limit, "NUMBER", "No more series than this (0: all)");
      flags.Switch("--no-check", &options->no_check, "Send the expression as it is");
      options->output.Declare(flags);
      options->source.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools

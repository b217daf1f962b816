#include <algorithm>
#include <chrono>
#include <memory>
#include <string>

#include "libcheck/base/time_expression.h"
#include "tools/command.h"
#include "tools/output.h"
#include "tools/query_flags.h"

namespace tools {
namespace {

using check::Result;
namespace api = check::api;

struct Options {
  ExpressionFlags expression;
  std::string start;
  std::string end;
  std::string step;
};

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
  return options.expression.Run([&](const Expression& asked) {
    Result<api::RangeQuery> range = ReadRange(options, asked.source, asked.zone);
    if (!range) {
      WriteError(range.error().message);
      return Exit::kFailed;
    }
    range->query = asked.query;
    range->limits = options.expression.Limits();
    return options.expression.Finish(asked.source.Range(*range),
                                     {.query = asked.query,
                                      .start = range->start,
                                      .end = range->end,
                                      .step = range->step,
                                      .zone = asked.zone},
                                     asked);
  });
}

constexpr Example kExamples[] = {
    {"pronoia query range --start -6h --format plot 'sum(rate(http_requests_total[5m]))'",
     "Plot the last six hours"},
    {"pronoia query range --start 'yesterday 14:00' --end 'yesterday 15:00' --step 30s up",
     "Query an hour of yesterday"},
    {"pronoia query range --svg load.svg --tz UTC node_load1", "Save a plot as an SVG file"},
    {"pronoia query range --watch 5s --format plot 'rate(node_cpu_seconds_total[1m])'",
     "Plot again every five seconds"},
};

}  // namespace

extern const Command kQueryRangeCommand = {
    .path = "query range",
    .summary = "Evaluate an expression over a time range",
    .description =
        "Servers, expressions, times and files are as for `pronoia query instant`. The default "
        "range is the last hour, or with --data the whole data; the default --step gives about 250 "
        "values.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->expression.DeclareWords(flags);
      flags.Option("--start", &options->start, "TIME",
                   "Start: RFC 3339, Unix time, -6h, yesterday 14:00");
      flags.Option("--end", &options->end, "TIME", "End, in the same formats (default now)");
      flags.Option("--step", &options->step, "DURATION", "Step between values");
      options->expression.DeclareRest(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools

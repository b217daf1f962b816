#include <fmt/format.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/api/bucket_statistics.h"
#include "libcheck/base/number.h"
#include "libcheck/model/histogram.h"
#include "tools/output.h"
#include "tools/query_list.h"

namespace tools {
namespace {

namespace api = check::api;
using check::Result;
using check::result::Align;
using check::result::Grid;
using check::result::Tone;

struct Options {
  ServerList list;
  std::vector<std::string> matches;
  std::string duration = "1h";
  std::string time;
  std::size_t limit = 10;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

Grid ToGrid(const api::Cardinality& cardinality) {
  Grid grid({{"NAME"}, {"COUNT", Align::kRight}, {"SHARE", Align::kRight}}, "WHAT");
  const auto add = [&](const char* title, const std::vector<api::Cardinality::Entry>& entries,
                       double all) {
    grid.AddSection(title);
    for (const api::Cardinality::Entry& entry : entries) {
      grid.AddRow({{entry.name, Tone::kName},
                   {fmt::format("{:.0f}", entry.value)},
                   {all > 0 ? fmt::format("{:.1f}%", 100 * entry.value / all) : ""}});
    }
  };
  add("all",
      {{"series", cardinality.series},
       {"label pairs", cardinality.label_pairs},
       {"chunks", cardinality.chunks}},
      0);
  add("metrics with the most series", cardinality.series_by_metric, cardinality.series);
  add("label pairs with the most series", cardinality.series_by_pair, cardinality.series);
  add("labels with the most values", cardinality.values_by_label, 0);
  add("labels whose values take the most bytes", cardinality.bytes_by_label, 0);
  return grid;
}

Exit ShowCardinality(Options& options) {
  const auto limit = static_cast<std::int64_t>(options.limit);
  return options.list.Run("/api/v1/status/tsdb", {{"limit", std::to_string(limit)}},
                          "the server has no series",
                          [&](const api::Server& server) -> api::Reply<Grid> {
                            const auto status = api::TsdbStatus(server, limit);
                            return status ? ToGrid(*status) : WithoutValue(status);
                          });
}

// Which buckets of a histogram hold anything, as statistics know them.
std::vector<api::BucketBounds> PopulatedBuckets(const check::model::FloatHistogram& histogram) {
  std::vector<api::BucketBounds> bounds;
  for (const check::model::Bucket& bucket : check::model::AllBuckets(histogram)) {
    if (bucket.count == 0) continue;
    const int closed = bucket.lower_inclusive ? (bucket.upper_inclusive ? 3 : 1)
                                              : (bucket.upper_inclusive ? 0 : 2);
    bounds.push_back({.closed = closed, .lower = bucket.lower, .upper = bucket.upper});
  }
  return bounds;
}

// How the buckets of histograms are used, a row for each.
class Histograms {
 public:
  // The error is that the buckets of a histogram were not scraped together.
  std::optional<check::Error> Add(const check::promql::Matrix& matrix,
                                  check::model::LabelTable& labels) {
    struct Classic {
      check::model::Labels of;
      std::vector<api::ClassicBucket> buckets;
    };
    std::vector<Classic> classic;
    std::unordered_map<check::model::Labels, std::size_t> places;
    for (const check::promql::ResultSeries& series : matrix) {
      if (series.floats.empty()) {
        AddNative(series);
        continue;
      }
      const std::string_view le = series.labels.Get("le");
      if (le.empty() || !series.labels.metric_name().ends_with("_bucket")) continue;
      const check::model::Labels of = labels.With(series.labels, "le", "");
      const auto [place, is_new] = places.try_emplace(of, classic.size());
      if (is_new) classic.push_back({.of = of, .buckets = {}});
      const std::span points(series.floats.data(), series.floats.size());
      classic[place->second].buckets.push_back({check::ParseGoFloat(le).value_or(0), points});
    }
    for (Classic& histogram : classic) {
      const auto statistics = api::StatisticsOfClassic(std::move(histogram.buckets));
      if (!statistics) return statistics.error();
      if (*statistics) AddRow(histogram.of, "classic", **statistics);
    }
    return std::nullopt;
  }

  const Grid& grid() const { return grid_; }

 private:
  void AddNative(const check::promql::ResultSeries& series) {
    std::vector<std::vector<api::BucketBounds>> samples;
    for (const check::promql::HistogramPoint& point : series.histograms) {
      samples.push_back(PopulatedBuckets(*point.histogram));
    }
    const auto statistics = api::StatisticsOfNative(samples);
    if (statistics) AddRow(series.labels, "native", *statistics);
  }

  void AddRow(check::model::Labels labels, const char* kind, const api::BucketStatistics& of) {
    grid_.AddRow({{labels.ToString(), Tone::kName},
                  {kind},
                  {std::to_string(of.min)},
                  {fmt::format("{:.1f}", of.average)},
                  {std::to_string(of.max)},
                  {std::to_string(of.total)}});
  }

  Grid grid_{{{"HISTOGRAM"},
              {"KIND"},
              {"MIN", Align::kRight},
              {"AVERAGE", Align::kDecimal},
              {"MAX", Align::kRight},
              {"BUCKETS", Align::kRight}}};
};

Exit ShowHistograms(const Options& options) {
  const bool colour = options.list.output.color.Use();
  const Result<ChosenServer> chosen = options.list.server.Choose(options.list.word);
  if (!chosen) return Fail(chosen.error().message);
  const auto duration = ReadDurationFlag("--duration", options.duration);
  if (!duration) return Fail(duration.error().message);
  const std::string zone = options.list.times.zone.empty() ? "local" : options.list.times.zone;
  const auto time = ReadTimeFlag("--time", options.time, Now(), zone);
  if (!time) return Fail(time.error().message);
  if (options.list.output.is_json()) {
    return Fail("histograms can be shown only as a table or as CSV");
  }
  check::model::LabelTable labels;
  Histograms histograms;
  for (const std::string& match : options.matches) {
    const std::string query =
        fmt::format("{}[{}]", match, check::FormatPrometheusDuration(*duration));
    if (const auto refused = RefuseQuery(query, colour)) return *refused;
    const auto reply =
        api::QueryInstant(*chosen->server, {.query = query, .time = time->value_or(Now())}, labels);
    WriteRemarks(reply.warnings, reply.infos);
    if (!reply) return FailQuery(reply.fault, query, colour);
    const auto* matrix = std::get_if<check::promql::Matrix>(&*reply);
    if (matrix == nullptr) return Fail(fmt::format("`{}` is not a series selector", match));
    if (const auto problem = histograms.Add(*matrix, labels)) return Fail(problem->message);
  }
  options.list.output.Show(histograms.grid(), "no matching histograms with two samples");
  return Exit::kOk;
}

constexpr Example kExamples[] = {
    {"pronoia query analyze localhost:9090", "Show which metrics and labels have the most series"},
    {"pronoia query analyze --match 'request_duration_seconds_bucket' --duration 1d",
     "Show how many buckets of histograms are used"},
};

}  // namespace

extern const Command kQueryAnalyzeCommand = {
    .path = "query analyze",
    .summary =
        "Show which metrics and labels have the most series, or how histogram buckets are used",
    .description =
        "Without --match, show the metrics and labels with the most series in the server's memory. "
        "With --match, show for each histogram the minimum, average and maximum number of "
        "populated buckets, and their total number: buckets that are never used cost series.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("server", &options->list.word, "SERVER", "A URL or the name of a context");
      flags.Option("--match", &options->matches, "SELECTOR",
                   "Histograms: native ones, or the bucket series of classic ones");
      flags.Option("--duration", &options->duration, "DURATION", "How far to look back");
      flags.Option("--time", &options->time, "TIME", "Time to look back from (default now)");
      flags.Option("--limit", &options->limit, "NUMBER", "Number of entries in each table");
      options->list.Declare(flags);
      return [options] {
        return options->matches.empty() ? ShowCardinality(*options) : ShowHistograms(*options);
      };
    },
};

}  // namespace tools

#include "tools/slo_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "libcheck/base/arena.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/files/gunzip.h"
#include "libcheck/files/inputs.h"
#include "libcheck/files/overlay_files.h"
#include "libcheck/promql/parse.h"
#include "libcheck/series/formats.h"
#include "libcheck/series/query.h"
#include "libcheck/slo/event_table.h"
#include "libcheck/slo/events_from_series.h"
#include "libcheck/slo/slices.h"
#include "tools/input.h"
#include "tools/output.h"
#include "tools/query_flags.h"
#include "tools/slo_server.h"

namespace tools {
namespace {

using check::Error;
using check::Result;
using check::storage::TimeRange;
namespace slo = check::slo;

Error Failed(Error error) {
  WriteError(error.message);
  return error;
}

class TableSource final : public slo::EventSource {
 public:
  TableSource(slo::EventTable table, bool from_zero)
      : table_(std::move(table)), from_zero_(from_zero) {
    const bool any = !table_.rows.empty();
    extent_ = {any ? table_.rows[0].times[0] : 0, any ? table_.rows[0].times.back() : 0};
    for (const slo::EventTable::Rows& rows : table_.rows) {
      extent_.begin = std::min(extent_.begin, rows.times[0]);
      extent_.end = std::max(extent_.end, rows.times.back());
    }
  }

  Result<std::vector<slo::SloEvents>> Read(const slo::Slo& slo, TimeRange) override {
    const bool is_told = std::ranges::count(table_.labels, slo::EventTable::kSloColumn) > 0;
    if (!is_told) {
      if (asked_.empty()) asked_ = slo.Title();
      if (asked_ != slo.Title()) {
        return Error{fmt::format(
            "the events are of one objective, but both `{}` and `{}` are asked for: choose one "
            "with --slo, or add a column `slo`",
            asked_, slo.Title())};
      }
    }
    return slo::EventsOf(table_, slo, from_zero_);
  }
  TimeRange extent() const override { return extent_; }

 private:
  slo::EventTable table_;
  bool from_zero_;
  TimeRange extent_;
  std::string asked_;
};

class SeriesSource final : public slo::EventSource {
 public:
  SeriesSource(check::series::LoadedSeries loaded, slo::SeriesOptions options)
      : loaded_(std::move(loaded)), options_(options) {}

  Result<std::vector<slo::SloEvents>> Read(const slo::Slo& slo, TimeRange) override {
    return slo::EventsFromSeries(slo, *loaded_.store, options_);
  }
  Result<std::optional<double>> Ask(const std::string& query, std::int64_t time) override {
    const check::SourceBuffer source("<query>", query);
    check::Arena arena;
    check::Diagnostics problems;
    const auto* const expr =
        check::promql::ParseExpr(source, check::series::WholeLanguage(), arena, problems);
    if (expr == nullptr) return Error{problems.found().front().message};
    check::promql::EngineOptions engine;
    engine.lookback_delta = options_.lookback_ms;
    const check::promql::QueryResult result =
        check::series::RunQuery(*expr, *loaded_.store, {.start = time, .end = time}, engine);
    if (!result.ok()) return Error{*result.error};
    return slo::FirstValue(result.value);
  }
  TimeRange extent() const override { return loaded_.samples == 0 ? TimeRange() : loaded_.times; }

 private:
  check::series::LoadedSeries loaded_;
  slo::SeriesOptions options_;
};

// Another source, with what counts by the method of each objective in place of plain events.
class SourceByMethod final : public slo::EventSource {
 public:
  explicit SourceByMethod(std::unique_ptr<slo::EventSource> source) : source_(std::move(source)) {}

  Result<std::vector<slo::SloEvents>> Read(const slo::Slo& slo, TimeRange times) override {
    auto read = source_->Read(slo, times);
    if (!read) return read.error();
    for (slo::SloEvents& events : *read) {
      events.events = slo::CountedBy(slo.method, std::move(events.events));
    }
    return read;
  }
  Result<std::optional<double>> Ask(const std::string& query, std::int64_t time) override {
    return source_->Ask(query, time);
  }
  TimeRange extent() const override { return source_->extent(); }

 private:
  std::unique_ptr<slo::EventSource> source_;
};

// Whether the file holds numbers of events. What cannot be read is for its reader to report.
bool HoldsEvents(const check::FileSystem& files, const std::string& path) {
  auto opened = files.Open(path);
  if (!opened) return false;
  std::string head;
  (void)ReadHead(check::GunzipIfPacked(std::move(*opened)), std::size_t{64} << 10, head);
  return slo::LooksLikeEvents(head);
}

Result<std::unique_ptr<slo::EventSource>> OpenEvents(const check::FileSystem& files,
                                                     const std::vector<std::string>& paths,
                                                     bool cumulative, bool from_zero) {
  slo::LoadedEvents loaded = slo::LoadEvents(paths, {.files = &files, .cumulative = cumulative});
  if (!loaded.ok()) {
    WriteDataFaults(std::move(loaded.findings), loaded.hidden, loaded.errors);
    return Error{"the data cannot be used"};
  }
  return std::unique_ptr<slo::EventSource>(
      std::make_unique<TableSource>(std::move(loaded.table), from_zero));
}

Result<std::unique_ptr<slo::EventSource>> OpenFiles(const SloDataFlags& flags,
                                                    const slo::SeriesOptions& options) {
  check::OverlayFiles files(check::Disk());
  const std::vector<std::string>& data = flags.source.data;
  if (std::ranges::count(data, "-") > 0) {
    // It has to be looked at before it is read.
    const Result<std::string> text = ReadInput("-");
    if (!text) return Failed(text.error());
    files.Write("-", *text);
  }
  const std::vector<std::string> extensions = check::series::SampleExtensions();
  const check::Inputs inputs =
      ExpandInputs(files, data, {.extensions = {extensions.begin(), extensions.end()}});
  std::vector<std::string> events;
  std::string other;
  for (const check::InputFile& input : inputs.files) {
    if (HoldsEvents(files, input.path)) {
      events.push_back(input.path);
    } else {
      other = input.path;
    }
  }
  if (!events.empty() && inputs.errors.empty()) {
    if (other.empty()) return OpenEvents(files, events, flags.cumulative, options.from_zero);
    return Failed(
        Error{fmt::format("`{}` has events, and `{}` has samples: they cannot be used "
                          "together",
                          events.front(), other)});
  }
  if (flags.cumulative) {
    return Failed(Error{"--cumulative is for CSV files with columns such as `time,good,total`"});
  }
  Result<check::series::LoadedSeries> loaded = LoadSampleFiles(data, files);
  if (!loaded) return loaded.error();
  if (loaded->samples == 0) return Failed(Error{"the data have no samples"});
  return std::unique_ptr<slo::EventSource>(
      std::make_unique<SeriesSource>(std::move(*loaded), options));
}

}  // namespace

void SloDataFlags::Declare(FlagSet& flags) {
  flags.Option("--server", &server, "SERVER",
               "URL or context of the server that has the samples, in place of --data");
  source.Declare(flags);
  flags.Switch("--cumulative", &cumulative,
               "The numbers in CSV files of events are counters, not those of each interval");
  flags.Option(
      "--new-series", &new_series, "FIRST-VALUE",
      "Count the first value of a counter that starts later than the data (`from-zero`, the "
      "default) or not (`strict`)");
  flags.Option("--start", &start, "TIME", "RFC 3339, Unix time, -6h, yesterday 14:00");
  flags.Option("--end", &end, "TIME", "Likewise (default the end of the data, or now)");
}

bool SloDataFlags::HoldsEvents() const {
  const check::Inputs inputs = ExpandInputs(check::Disk(), source.data);
  return std::ranges::any_of(inputs.files, [](const check::InputFile& input) {
    return tools::HoldsEvents(check::Disk(), input.path);
  });
}

Result<std::unique_ptr<slo::EventSource>> SloDataFlags::Open() const {
  auto plain = OpenPlain();
  if (!plain) return plain.error();
  return std::unique_ptr<slo::EventSource>(std::make_unique<SourceByMethod>(std::move(*plain)));
}

Result<std::unique_ptr<slo::EventSource>> SloDataFlags::OpenPlain() const {
  slo::SeriesOptions options;
  options.from_zero = new_series != "strict";
  const auto lookback = ReadLookback(source.lookback);
  if (!lookback) return Failed(lookback.error());
  options.lookback_ms = lookback->value_or(options.lookback_ms);
  if (!source.data.empty()) {
    if (!server.empty()) return Failed(Error{"--server and --data exclude each other"});
    return OpenFiles(*this, options);
  }
  auto opened = source.Open(server);
  if (!opened) return Failed(opened.error());
  return MakeServerEvents(std::move(*opened), options);
}

Result<TimeRange> SloDataFlags::Times(const slo::EventSource& events,
                                      const std::string& zone) const {
  const TimeRange extent = events.extent();
  const bool is_known = extent.end != TimeRange().end;
  const std::int64_t now = is_known ? extent.end : Now();
  const auto until = ReadTimeFlag("--end", end, now, zone);
  if (!until) return Failed(until.error());
  const auto since = ReadTimeFlag("--start", start, now, zone);
  if (!since) return Failed(since.error());
  TimeRange range;
  range.end = until->value_or(now);
  range.begin = since->value_or(is_known ? extent.begin : range.end - slo::kDefaultPeriodMs);
  if (range.begin > range.end) {
    const auto text = [&](std::int64_t ms) {
      return check::FormatTime(ms, zone, check::TimeStyle::kRfc3339);
    };
    return Failed(Error{
        fmt::format("--start is not before --end: {}, {}", text(range.begin), text(range.end))});
  }
  return range;
}

}  // namespace tools

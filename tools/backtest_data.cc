#include "tools/backtest_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "libcheck/base/time_expression.h"
#include "libcheck/files/file_system.h"
#include "libcheck/promql/ast.h"
#include "libcheck/promql/engine.h"
#include "libcheck/promql/parse.h"
#include "libcheck/record/fetch.h"
#include "libcheck/record/needs.h"
#include "libcheck/series/query.h"
#include "libcheck/series/sample_set.h"
#include "tools/output.h"
#include "tools/progress.h"

namespace tools {
namespace {

using check::Error;
using check::Result;
namespace record = check::record;

constexpr std::int64_t kDay = 24LL * 60 * 60 * 1000;

Error Failed(Error error) {
  WriteError(error.message);
  return error;
}

// What --start and --end say; of files, `now` is when they end.
std::optional<Error> ReadTimes(const BacktestDataFlags& flags, std::int64_t now,
                               BacktestData& data) {
  if (auto error = check::CheckTimeZone(data.zone)) return Error{"--tz: " + error->message};
  const auto end = ReadTimeFlag("--end", flags.end, now, data.zone);
  if (!end) return end.error();
  data.end = end->value_or(data.end);
  const auto start = ReadTimeFlag("--start", flags.start, now, data.zone);
  if (!start) return start.error();
  data.start = start->value_or(data.start);
  if (data.start <= data.end) return std::nullopt;
  return Error{"--start is after --end"};
}

void Store(const check::promql::Matrix& matrix, BacktestData& data) {
  data.store = std::make_unique<check::storage::MemoryStore>();
  data.times = {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()};
  const auto append = [&](std::size_t series, std::int64_t time, double value,
                          check::model::HistogramPtr histogram) {
    // A second sample of a time is none that a server has.
    (void)data.store->AppendAt(series, time, value, std::move(histogram)).ok();
    data.times.begin = std::min(data.times.begin, time);
    data.times.end = std::max(data.times.end, time);
  };
  for (const check::promql::ResultSeries& series : matrix) {
    const std::size_t index = data.store->SeriesIndex(data.store->labels().Import(series.labels));
    for (const auto& point : series.floats) append(index, point.time, point.value, nullptr);
    for (const auto& point : series.histograms) append(index, point.time, 0, point.histogram);
  }
}

// Names on standard error what rules select and the data do not have: alerts that never fire for
// want of data look as if all had been well.
void WarnOfMissing(const record::Needs& needs, BacktestData& data) {
  for (const record::NeededSelector& needed : needs.selectors) {
    const check::SourceBuffer source("<selector>", needed.selector);
    check::Arena arena;
    check::Diagnostics problems;
    const auto* const expr =
        check::promql::ParseExpr(source, check::series::WholeLanguage(), arena, problems);
    const auto* const selector =
        expr == nullptr ? nullptr : check::promql::TryAs<check::promql::VectorSelector>(expr);
    if (selector == nullptr) continue;
    const std::vector<check::series::Selector> selectors = {
        {selector->matchers.begin(), selector->matchers.end()}};
    const auto found = check::series::FindSeries(*data.store, selectors, {});
    if (!found || !found->empty()) continue;
    WriteErr(
        fmt::format("pronoia: warning: no series in the data matches `{}`\n", needed.selector));
  }
}

}  // namespace

void BacktestDataFlags::Declare(FlagSet& flags) {
  source.Declare(flags);
  flags.Option("--server", &server, "SERVER",
               "URL or context of the server to read samples from, instead of --data");
  flags.Option("--start", &start, "TIME",
               "Start: RFC 3339, Unix time, -6h, yesterday 14:00 (default: start of the data, or a "
               "day ago for a server)");
  flags.Option("--end", &end, "TIME",
               "End, in the same formats (default: end of the data, or now for a server)");
  times.Declare(flags);
}

Result<std::int64_t> BacktestDataFlags::Lookback() const {
  const auto lookback = ReadLookback(source.lookback);
  if (!lookback) return Failed(lookback.error());
  return lookback->value_or(check::promql::EngineOptions().lookback_delta);
}

Result<BacktestData> BacktestDataFlags::LoadFiles() const {
  auto loaded = LoadSampleFiles(source.data, check::Disk());
  if (!loaded) return loaded.error();
  if (loaded->samples == 0) return Failed(Error{"the data contain no samples"});
  BacktestData data = {.store = std::move(loaded->store),
                       .times = loaded->times,
                       .start = loaded->times.begin,
                       .end = loaded->times.end,
                       .zone = times.Zone("")};
  if (auto error = ReadTimes(*this, data.times.end, data)) return Failed(*error);
  return data;
}

Result<BacktestData> BacktestDataFlags::Fetch(
    std::span<const check::rules::PreparedGroup* const> groups) const {
  auto chosen = source.server.Choose(server);
  if (!chosen) return Failed(chosen.error());
  const auto lookback = Lookback();
  if (!lookback) return lookback.error();
  BacktestData data = {.store = nullptr, .times = {}, .zone = times.Zone(chosen->time_zone)};
  const std::int64_t now = Now();
  data.end = now;
  data.start = now - kDay;
  if (auto error = ReadTimes(*this, now, data)) return Failed(*error);
  const record::Needs needs = record::FindNeeds(groups, *lookback);
  check::series::SampleSet samples;
  ProgressLine progress;
  for (std::size_t i = 0; i < needs.selectors.size(); ++i) {
    const record::NeededSelector& needed = needs.selectors[i];
    progress.Show(
        fmt::format("fetching `{}` ({} of {})", needed.selector, i + 1, needs.selectors.size()));
    // Rules that others read have to have been evaluated for as long as these look back.
    const record::Period period = {data.start - needs.before_ms, data.end};
    if (auto fault = record::FetchSamples(*chosen->server, needed.selector, period, samples)) {
      WriteFault(*fault);
      return Error{fault->message};
    }
  }
  Store(record::TakeMatrix(samples), data);
  if (data.store->series_count() > 0) return data;
  return Failed(Error{
      fmt::format("the server has no samples for the selectors of the rules between {} and {}",
                  check::FormatTime(data.start, data.zone, check::TimeStyle::kRfc3339),
                  check::FormatTime(data.end, data.zone, check::TimeStyle::kRfc3339))});
}

Result<BacktestData> BacktestDataFlags::Load(
    std::span<const check::rules::PreparedGroup* const> groups) const {
  if (!is_server() && !server.empty()) {
    return Failed(Error{"--server and --data cannot be given together"});
  }
  auto data = is_server() ? Fetch(groups) : LoadFiles();
  if (!data) return data;
  const auto lookback = Lookback();
  if (!lookback) return lookback.error();
  WarnOfMissing(record::FindNeeds(groups, *lookback), *data);
  return data;
}

}  // namespace tools

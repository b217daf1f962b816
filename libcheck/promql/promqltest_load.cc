#include "libcheck/promql/promqltest_load.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/number.h"
#include "libcheck/model/histogram.h"
#include "libcheck/model/names.h"

namespace check::promql {
namespace {

using model::FloatHistogram;

// Nobody tests beyond a hundred thousand years; times stay far from where they would overflow.
constexpr std::int64_t kLatestTime = std::int64_t{1} << 52;

// A classic histogram at one time, while its series come in.
struct ClassicHistogram {
  std::map<double, double> buckets;  // Cumulative counts by upper bound; the first one stays.
  double count = 0;
  double sum = 0;
  bool has_count = false;
  bool ends = false;  // The sum is the stale marker, which Prometheus takes for the histogram's.
};

using ByTime = std::map<std::int64_t, ClassicHistogram>;

bool IsWhole(double value) {
  return std::isfinite(value) && value == std::round(value) && std::abs(value) < 0x1p63;
}

// The native histogram with custom buckets that a classic one amounts to.
Result<model::HistogramPtr> ToNative(ClassicHistogram& classic) {
  auto native = std::make_shared<FloatHistogram>();
  native->schema = model::kCustomBuckets;
  if (!classic.has_count && !classic.buckets.empty()) {
    classic.count = classic.buckets.rbegin()->second;
  }
  classic.buckets.try_emplace(model::kInf, classic.count);
  native->count = classic.count;
  native->sum = classic.sum;
  std::vector<double> bounds;
  double previous = 0;
  bool whole = IsWhole(classic.count);
  for (const auto& [bound, count] : classic.buckets) {
    if (count < 0) return Error{"bucket count must be non-negative"};
    if (count < previous) return Error{"count is not cumulative"};
    whole = whole && IsWhole(count);
    native->positive.counts.push_back(count - previous);
    previous = count;
    if (bound != model::kInf) bounds.push_back(bound);
  }
  if (classic.count != previous) return Error{"count mismatch"};
  native->positive.spans = {{0, static_cast<std::uint32_t>(native->positive.counts.size())}};
  if (!bounds.empty()) {
    native->custom_bounds = std::make_shared<const std::vector<double>>(std::move(bounds));
  }
  // Prometheus: integer histograms leave short gaps as they are.
  native->Compact(whole ? 2 : 0);
  return model::HistogramPtr(std::move(native));
}

// Which part of a classic histogram a metric's name says it is.
enum class Part { kNone, kBucket, kCount, kSum };
Part PartOf(std::string_view name, std::string_view& base) {
  constexpr std::pair<std::string_view, Part> kSuffixes[] = {
      {"_bucket", Part::kBucket}, {"_sum", Part::kSum}, {"_count", Part::kCount}};
  for (const auto& [suffix, part] : kSuffixes) {
    if (!name.ends_with(suffix)) continue;
    base = name.substr(0, name.size() - suffix.size());
    return part;
  }
  return Part::kNone;
}

std::optional<std::string> LoadAsNative(
    const std::vector<std::pair<model::Labels, const LoadedSeries*>>& all, std::int64_t step,
    storage::MemoryStore& store) {
  std::vector<std::pair<model::Labels, ByTime>> histograms;
  for (const auto& [labels, loaded] : all) {
    std::string_view base;
    const Part part = PartOf(labels.metric_name(), base);
    if (part == Part::kNone) continue;
    double bound = 0;
    if (part == Part::kBucket) {
      const auto le = ParseGoFloat(labels.Get("le"));
      if (!le || std::isnan(*le)) continue;
      bound = *le;
    }
    model::LabelTable& table = store.labels();
    const model::Labels target = table.With(table.With(labels, model::kMetricName, base), "le", "");
    auto at = std::find_if(histograms.begin(), histograms.end(),
                           [&](const auto& entry) { return entry.first == target; });
    if (at == histograms.end()) at = histograms.insert(at, {target, {}});
    std::int64_t time = 0;
    for (const SequenceValue& value : loaded->series.values) {
      if (!value.omitted && !value.histogram) {
        ClassicHistogram& classic = at->second[time];
        if (part == Part::kBucket) {
          classic.buckets.try_emplace(bound, value.value);
        } else if (part == Part::kSum) {
          classic.sum = value.value;
          classic.ends = value.stale;
        } else {
          classic.count = value.value;
          classic.has_count = true;
        }
      }
      time += step;
    }
  }
  for (auto& [labels, by_time] : histograms) {
    for (auto& [time, classic] : by_time) {
      const Result<model::HistogramPtr> native = ToNative(classic);
      if (!native) return native.error().message;
      const Result<bool> appended = classic.ends
                                        ? store.AppendStale(store.SeriesIndex(labels), time)
                                        : store.Append(labels, time, 0, *native);
      if (!appended) return appended.error().message;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<model::Labels> LabelsOf(const SeriesDescription& series, model::LabelTable& table) {
  std::vector<std::pair<std::string_view, std::string_view>> labels;
  for (const auto& [name, value] : series.labels) {
    for (const auto& [known, unused] : labels) {
      if (known == name) return std::nullopt;
    }
    labels.emplace_back(name, value);
  }
  return table.Make(labels);
}

std::optional<Mismatch> LoadSeries(const LoadCommand& command, storage::MemoryStore& store) {
  // Of two lines for the same series the last one counts.
  std::vector<std::pair<model::Labels, const LoadedSeries*>> all;
  for (const LoadedSeries& loaded : command.series) {
    const auto labels = LabelsOf(loaded.series, store.labels());
    if (!labels) {
      return Mismatch{"label name is not unique: " + LabelsText(loaded.series), loaded.where};
    }
    const auto at = std::find_if(all.begin(), all.end(),
                                 [&](const auto& entry) { return entry.first == *labels; });
    if (at != all.end()) {
      at->second = &loaded;
    } else {
      all.emplace_back(*labels, &loaded);
    }
  }
  for (const auto& [labels, loaded] : all) {
    const std::size_t series = store.SeriesIndex(labels);
    const std::uint64_t count = loaded->series.values.size();
    if (count > 0 && command.step > kLatestTime / static_cast<std::int64_t>(count)) {
      return Mismatch{"the last value is too far in the future", loaded->where};
    }
    std::int64_t time = 0;
    SequenceValues::Cursor offset = loaded->starts.First();
    for (const SequenceValue& value : loaded->series.values) {
      if (!value.omitted) {
        std::int64_t start = 0;
        if (!loaded->starts.empty() && !offset.value.omitted) {
          start = time + static_cast<std::int64_t>(offset.value.value);
        }
        const Result<bool> appended =
            value.stale ? store.AppendStale(series, time)
                        : store.AppendAt(series, time, value.value, value.histogram, start);
        if (!appended) return Mismatch{appended.error().message, loaded->where};
      }
      time += command.step;
      if (!loaded->starts.empty()) loaded->starts.Advance(offset);
    }
  }
  if (!command.with_custom_buckets) return std::nullopt;
  const auto problem = LoadAsNative(all, command.step, store);
  if (problem) return Mismatch{*problem};
  return std::nullopt;
}

}  // namespace check::promql

#include "libcheck/plot/heat_map.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "libcheck/model/histogram.h"
#include "libcheck/plot/columns.h"

namespace check::plot {
namespace {

constexpr std::size_t kMostRows = 32;

std::int32_t CoarsestSchema(const std::vector<HistogramAt>& histograms) {
  std::int32_t schema = model::kMaxSchema;
  for (const HistogramAt& at : histograms) schema = std::min(schema, at.histogram->schema);
  return schema;
}

HeatMap InSchema(const std::vector<HistogramAt>& histograms, std::int32_t schema) {
  HeatMap map;
  std::map<double, HeatMap::Row> rows;  // By upper bound.
  for (std::size_t i = 0; i < histograms.size(); ++i) {
    const model::FloatHistogram& histogram = *histograms[i].histogram;
    map.times.push_back(histograms[i].time);
    const bool same = histogram.schema == schema || histogram.uses_custom_buckets();
    for (const model::Bucket& bucket :
         model::AllBuckets(same ? histogram : histogram.InSchema(schema))) {
      HeatMap::Row& row =
          rows.try_emplace(bucket.upper, HeatMap::Row{bucket.lower, bucket.upper, {}})
              .first->second;
      row.lower = std::min(row.lower, bucket.lower);
      row.counts.resize(histograms.size());
      row.counts[i] += bucket.count;
    }
  }
  for (auto& [upper, row] : rows) {
    if (!map.rows.empty() && row.lower > map.rows.back().upper) {
      map.rows.push_back(
          {map.rows.back().upper, row.lower, std::vector<double>(histograms.size())});
    }
    map.rows.push_back(std::move(row));
  }
  return map;
}

}  // namespace

HeatMap FromHistograms(const std::vector<HistogramAt>& histograms) {
  std::int32_t schema = CoarsestSchema(histograms);
  for (;; --schema) {
    HeatMap map = InSchema(histograms, schema);
    if (map.rows.size() <= kMostRows || schema <= model::kMinSchema) return map;
  }
}

HeatMap FromCumulative(std::vector<CumulativeBucket> buckets) {
  std::ranges::sort(buckets, {}, &CumulativeBucket::upper);
  std::set<std::int64_t> times;
  for (const CumulativeBucket& bucket : buckets) {
    for (const Point& point : bucket.points) times.insert(point.time);
  }
  HeatMap map;
  map.times.assign(times.begin(), times.end());
  std::vector<double> below(map.times.size());
  double lower = -std::numeric_limits<double>::infinity();
  for (const CumulativeBucket& bucket : buckets) {
    HeatMap::Row row = {lower, bucket.upper, std::vector<double>(map.times.size())};
    lower = bucket.upper;
    auto point = bucket.points.begin();
    for (std::size_t i = 0; i < map.times.size(); ++i) {
      while (point != bucket.points.end() && point->time < map.times[i]) ++point;
      if (point == bucket.points.end()) break;
      if (point->time != map.times[i] || !std::isfinite(point->value)) continue;
      row.counts[i] = std::max(point->value - below[i], 0.0);
      below[i] = std::max(point->value, below[i]);
    }
    map.rows.push_back(std::move(row));
  }
  return map;
}

std::vector<std::vector<double>> Cells(const HeatMap& map, const TimeRange& range,
                                       std::size_t columns) {
  std::vector<std::vector<double>> cells(
      map.rows.size(), std::vector<double>(columns, std::numeric_limits<double>::quiet_NaN()));
  // Each time reaches half a step to both sides.
  std::int64_t step = map.step;
  if (step == 0 && map.times.size() > 1) {
    step = (range.end - range.start) / static_cast<std::int64_t>(map.times.size() - 1);
  }
  for (std::size_t i = 0; i < map.times.size(); ++i) {
    const std::int64_t time = map.times[i];
    if (time < range.start || time > range.end) continue;
    const std::size_t first = ColumnOf(time - step / 2, range, columns);
    const std::size_t last = ColumnOf(time + step / 2, range, columns);
    for (std::size_t row = 0; row < map.rows.size(); ++row) {
      for (std::size_t column = first; column <= last; ++column) {
        cells[row][column] = std::fmax(cells[row][column], map.rows[row].counts[i]);
      }
    }
  }
  return cells;
}

HeatMap WithFewerRows(const HeatMap& map, std::size_t most) {
  const std::size_t together = (map.rows.size() + most - 1) / std::max<std::size_t>(most, 1);
  if (together <= 1) return map;
  HeatMap merged = map;
  merged.rows.clear();
  for (std::size_t i = 0; i < map.rows.size(); ++i) {
    const HeatMap::Row& row = map.rows[i];
    if (i % together == 0) {
      merged.rows.push_back(row);
      continue;
    }
    HeatMap::Row& into = merged.rows.back();
    into.upper = row.upper;
    for (std::size_t t = 0; t < row.counts.size(); ++t) into.counts[t] += row.counts[t];
  }
  return merged;
}

double LargestCount(const std::vector<std::vector<double>>& cells) {
  double largest = 0;
  for (const std::vector<double>& row : cells) {
    for (const double count : row) {
      if (std::isfinite(count)) largest = std::max(largest, count);
    }
  }
  return largest;
}

}  // namespace check::plot

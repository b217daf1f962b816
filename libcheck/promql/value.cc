#include "libcheck/promql/value.h"

#include <algorithm>

#include "libcheck/base/number.h"

namespace check::promql {
namespace {

std::string At(std::int64_t time) { return " @[" + std::to_string(time) + "]"; }

std::string PointText(std::int64_t time, double value, const model::FloatHistogram* histogram) {
  return (histogram != nullptr ? histogram->ToString() : FormatGoFloat(value, 'f', -1)) + At(time);
}

}  // namespace

void FloatPoints::reserve(std::size_t capacity) {
  if (capacity <= capacity_) return;
  auto larger = std::make_unique_for_overwrite<FloatPoint[]>(capacity);
  std::copy(begin(), end(), larger.get());
  heap_ = std::move(larger);
  capacity_ = static_cast<std::uint32_t>(capacity);
}

std::size_t SampleSize(const HistogramPoints& points) {
  std::size_t total = 0;
  for (const HistogramPoint& point : points) total += point.histogram->PointSize();
  return total;
}

std::size_t TotalSamples(const Matrix& matrix) {
  std::size_t total = 0;
  for (const ResultSeries& series : matrix) {
    total += series.floats.size() + SampleSize(series.histograms);
  }
  return total;
}

std::string ToString(const Value& value) {
  std::string out;
  if (const auto* scalar = std::get_if<Scalar>(&value)) {
    return "scalar: " + FormatGoFloat(scalar->value, 'f', -1) + At(scalar->time);
  }
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* vector = std::get_if<Vector>(&value)) {
    for (const VectorSample& sample : *vector) {
      if (!out.empty()) out += '\n';
      out += sample.labels.ToString() + " => " +
             PointText(sample.time, sample.value, sample.histogram.get());
    }
    return out;
  }
  for (const ResultSeries& series : std::get<Matrix>(value)) {
    if (!out.empty()) out += '\n';
    out += series.labels.ToString() + " =>";
    for (const FloatPoint& point : series.floats) {
      out += '\n' + PointText(point.time, point.value, nullptr);
    }
    for (const HistogramPoint& point : series.histograms) {
      out += '\n' + PointText(point.time, 0, point.histogram.get());
    }
  }
  return out;
}

}  // namespace check::promql

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/base/number.h"
#include "libcheck/plot/heat_map.h"
#include "libcheck/report/printable.h"
#include "libcheck/result/formats.h"
#include "libcheck/result/naming.h"
#include "libcheck/result/pictures.h"
#include "libcheck/result/text.h"

namespace check::result {
namespace {

using promql::ResultSeries;

// The query, or else what all series are.
std::string Title(const Naming& naming, const Style& style) {
  return report::PrintableLine(style.query.empty() ? naming.CommonText() : style.query);
}

std::string NameOf(const Naming& naming, model::Labels labels) {
  std::string name = naming.NameOf(labels);
  if (name.empty()) AppendMetric(name, labels);
  return report::PrintableLine(name);
}

std::vector<const ResultSeries*> Pointers(const promql::Matrix& matrix) {
  std::vector<const ResultSeries*> all;
  for (const ResultSeries& series : matrix) all.push_back(&series);
  return all;
}

Naming NamingOf(const std::vector<const ResultSeries*>& all) {
  std::vector<model::Labels> labels;
  for (const ResultSeries* series : all) labels.push_back(series->labels);
  return Naming(labels);
}

void SetTimes(plot::HeatMap& map, const Style& style) {
  map.start = style.start;
  map.end = style.end;
  map.step = style.step;
}

std::string MapTitle(const std::string& title, const std::string& name) {
  return title.empty() || name.empty() || title == name ? title + name : title + "  " + name;
}

// The other labels of a series with a bucket's bound.
std::string WithoutBound(model::Labels labels) {
  std::vector<model::Label> others;
  for (const model::Label& label : labels.list()) {
    if (label.name->text != "le") others.push_back(label);
  }
  return MetricText(others);
}

// Histograms whose buckets are series. Nothing if that is not what all series are: each has a bound
// and no bound comes twice.
std::optional<std::map<std::string, std::vector<plot::CumulativeBucket>>> ClassicHistograms(
    const std::vector<const ResultSeries*>& all) {
  std::map<std::string, std::vector<plot::CumulativeBucket>> histograms;
  for (const ResultSeries* series : all) {
    const std::optional<double> bound = ParseGoFloat(series->labels.Get("le"));
    if (!bound || !series->histograms.empty()) return std::nullopt;
    auto& buckets = histograms[WithoutBound(series->labels)];
    const auto same = [&](const plot::CumulativeBucket& bucket) { return bucket.upper == *bound; };
    if (std::ranges::any_of(buckets, same)) return std::nullopt;
    buckets.push_back({*bound, PointsOf(*series)});
  }
  for (const auto& [name, buckets] : histograms) {
    if (buckets.size() < 2) return std::nullopt;
  }
  return histograms;
}

plot::Drawing DrawMatrix(const promql::Matrix& matrix, const Style& style) {
  const std::vector<const ResultSeries*> all = Pointers(matrix);
  const Naming naming = NamingOf(all);
  plot::Drawing drawing;
  const std::string title = Title(naming, style);
  if (auto histograms = ClassicHistograms(all); histograms && !all.empty()) {
    for (auto& [name, buckets] : *histograms) {
      plot::HeatMap& map = drawing.maps.emplace_back(plot::FromCumulative(std::move(buckets)));
      map.title = histograms->size() == 1 ? title : MapTitle(title, report::PrintableLine(name));
      SetTimes(map, style);
    }
    return drawing;
  }
  drawing.lines = {title, {}, style.start, style.end, style.step};
  for (const ResultSeries* series : all) {
    if (!series->histograms.empty()) {
      std::vector<plot::HistogramAt> points;
      for (const auto& point : series->histograms) points.push_back({point.time, point.histogram});
      plot::HeatMap& map = drawing.maps.emplace_back(plot::FromHistograms(points));
      map.title = all.size() == 1 ? title : MapTitle(title, NameOf(naming, series->labels));
      SetTimes(map, style);
    }
    if (!series->floats.empty()) {
      plot::Series& line = drawing.lines.series.emplace_back();
      line.name = NameOf(naming, series->labels);
      for (const auto& point : series->floats) line.points.push_back({point.time, point.value});
    }
  }
  return drawing;
}

plot::Drawing DrawVector(const promql::Vector& vector, const Style& style) {
  std::vector<model::Labels> labels;
  for (const promql::VectorSample& sample : vector) labels.push_back(sample.labels);
  const Naming naming(labels);
  plot::Drawing drawing;
  drawing.bars.title = Title(naming, style);
  for (const promql::VectorSample& sample : vector) {
    drawing.bars.bars.push_back(
        {NameOf(naming, sample.labels), sample.histogram ? sample.histogram->count : sample.value});
  }
  return drawing;
}

void Write(const promql::Value& value, const Style& style, const Writer& write) {
  constexpr unsigned kMostMaps = 4;
  constexpr unsigned kLowestMap = 10;
  const plot::Drawing drawing = Draw(value, style);
  // A line is left for the prompt that follows.
  const unsigned height = std::max(style.height, 1U) - 1;
  const unsigned width = style.width == 0 ? Style().width : style.width;
  plot::TextStyle text = {style.colour, style.utf8, width, height, style.zone};
  if (!drawing.bars.bars.empty()) return write(plot::Text(drawing.bars, text));
  if (drawing.lines.series.empty() && drawing.maps.empty()) return write("no series\n");
  const auto maps = std::min<unsigned>(kMostMaps, static_cast<unsigned>(drawing.maps.size()));
  const unsigned pictures = maps + (drawing.lines.series.empty() ? 0 : 1);
  text.height = std::max(height / pictures, pictures == 1 ? 0 : kLowestMap);
  if (!drawing.lines.series.empty()) write(plot::Text(drawing.lines, text));
  for (unsigned i = 0; i < maps; ++i) write(plot::Text(drawing.maps[i], text));
  if (maps < drawing.maps.size()) {
    write("and " + report::Count(drawing.maps.size() - maps, "more histogram") + '\n');
  }
}

}  // namespace

std::vector<plot::Point> PointsOf(const ResultSeries& series) {
  std::vector<plot::Point> points;
  points.reserve(series.floats.size() + series.histograms.size());
  for (const promql::FloatPoint& point : series.floats) points.push_back({point.time, point.value});
  for (const promql::HistogramPoint& point : series.histograms) {
    points.push_back({point.time, point.histogram->count});
  }
  std::ranges::stable_sort(points, {}, &plot::Point::time);
  return points;
}

plot::Drawing Draw(const promql::Value& value, const Style& style) {
  if (const auto* matrix = std::get_if<promql::Matrix>(&value)) return DrawMatrix(*matrix, style);
  if (const auto* vector = std::get_if<promql::Vector>(&value)) return DrawVector(*vector, style);
  plot::Drawing drawing;
  if (const auto* scalar = std::get_if<promql::Scalar>(&value)) {
    drawing.bars.bars.push_back({"scalar", scalar->value});
  }
  return drawing;
}

std::string Svg(const promql::Value& value, const Style& style) {
  return plot::Svg(Draw(value, style), style.zone);
}

const Format kPlotFormat = {
    "plot", "A plot in the terminal: lines, heat maps of histograms, bars of an instant.", Write};

}  // namespace check::result

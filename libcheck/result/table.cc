#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "libcheck/base/duration.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/base/utf8.h"
#include "libcheck/plot/axis.h"
#include "libcheck/plot/summary.h"
#include "libcheck/report/printable.h"
#include "libcheck/result/formats.h"
#include "libcheck/result/grid.h"
#include "libcheck/result/naming.h"
#include "libcheck/result/pictures.h"
#include "libcheck/result/text.h"

namespace check::result {
namespace {

using promql::ResultSeries;
using promql::VectorSample;

// "1234567.5" as "1,234,567.5", from five digits on.
std::string Grouped(std::string text) {
  const std::size_t begin = text.find_first_of("0123456789");
  if (begin == text.npos || text.find('e') != text.npos) return text;
  const std::size_t end = std::min(text.find('.'), text.size());
  if (end - begin < 5) return text;
  for (std::size_t at = end; at > begin + 3;) text.insert(at -= 3, 1, ',');
  return text;
}

std::string Exact(double value) {
  std::string text;
  AppendNumber(text, value);
  return Grouped(std::move(text));
}

// A number that is calculated has digits that nobody reads: those are left out, and that is shown.
std::string Rounded(double value) {
  constexpr std::size_t kLongest = 12;
  constexpr int kDigits = 6;
  std::string text;
  AppendNumber(text, value);
  if (text.size() <= kLongest) return Grouped(std::move(text));
  const double size = std::fabs(value);
  if (size < 1e-4 || size >= 1e15) return fmt::format("~{:.{}g}", value, kDigits);
  const int decimals = kDigits - 1 - static_cast<int>(std::floor(std::log10(size)));
  return '~' + Grouped(fmt::format("{:.{}f}", value, std::max(decimals, 0)));
}

std::string ValueText(const VectorSample& sample) {
  if (!sample.histogram) return Exact(sample.value);
  return fmt::format("count {}, sum {}, {}", Exact(sample.histogram->count),
                     Exact(sample.histogram->sum),
                     report::Count(ListedBuckets(*sample.histogram).size(), "bucket"));
}

std::string TimeText(std::int64_t ms, std::string_view zone) {
  return FormatTime(ms, zone, TimeStyle::kDateTime) + ' ' + plot::ZoneText(ms, zone);
}

// The labels that are common to all, and the time: on a line each if they are too wide for one.
std::string Heading(const Naming& naming, const std::string& when, const Style& style) {
  const std::string common = report::PrintableLine(naming.CommonText());
  const bool fits =
      style.width == 0 || DisplayWidth(common) + 2 + DisplayWidth(when) <= style.width;
  std::string text = style.colour ? Coloured(common, Tone::kName) : common;
  if (!common.empty() && !when.empty()) text += fits ? "  " : "\n";
  text += style.colour ? Coloured(when, Tone::kFaint) : when;
  return text.empty() ? text : text + '\n';
}

std::vector<Column> LabelColumns(const Naming& naming) {
  std::vector<Column> columns;
  for (const std::string_view name : naming.different) {
    columns.push_back({name == "__name__" ? "metric" : report::PrintableLine(name)});
  }
  return columns;
}

std::vector<Cell> LabelCells(const Naming& naming, model::Labels labels) {
  std::vector<Cell> cells;
  for (const std::string_view name : naming.different) {
    cells.push_back({std::string(labels.Get(name))});
  }
  return cells;
}

bool ValueBefore(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return !std::isnan(a) && std::isnan(b);
  return a > b;
}

template <typename T>
std::vector<const T*> Sorted(const std::vector<T>& all, Sort sort, double (*value)(const T&)) {
  std::vector<const T*> sorted;
  for (const T& one : all) sorted.push_back(&one);
  if (sort == Sort::kLabel) {
    std::ranges::stable_sort(
        sorted, [](const T* a, const T* b) { return model::Compare(a->labels, b->labels) < 0; });
  } else if (sort == Sort::kValue) {
    std::ranges::stable_sort(
        sorted, [&](const T* a, const T* b) { return ValueBefore(value(*a), value(*b)); });
  }
  return sorted;
}

template <typename T>
Naming NamingOf(const std::vector<T>& all) {
  std::vector<model::Labels> labels;
  for (const T& one : all) labels.push_back(one.labels);
  return Naming(labels);
}

std::string MetricLine(model::Labels labels) {
  std::string out;
  AppendMetric(out, labels);
  return report::PrintableLine(out);
}

bool Fits(const Grid& grid, const Style& style) {
  return style.width == 0 || grid.Width() <= style.width;
}

void WriteVector(const promql::Vector& vector, const Style& style, const Writer& write) {
  if (vector.empty()) return write("no series\n");
  const auto sorted = Sorted<VectorSample>(vector, style.sort, [](const VectorSample& sample) {
    return sample.histogram ? sample.histogram->count : sample.value;
  });
  const bool one_time = std::ranges::all_of(
      vector, [&](const VectorSample& sample) { return sample.time == vector.front().time; });
  const Naming naming = NamingOf(vector);
  std::vector<Column> columns = LabelColumns(naming);
  columns.push_back({"value", Align::kDecimal});
  if (!one_time) columns.push_back({"time"});
  Grid grid(std::move(columns));
  for (const VectorSample* sample : sorted) {
    std::vector<Cell> cells = LabelCells(naming, sample->labels);
    cells.push_back({ValueText(*sample), Tone::kStrong});
    if (!one_time) cells.push_back({TimeText(sample->time, style.zone)});
    grid.AddRow(std::move(cells));
  }
  const std::string when = one_time ? "at " + TimeText(vector.front().time, style.zone) : "";
  if (!naming.different.empty() && Fits(grid, style)) {
    write(Heading(naming, when, style));
    return write(grid.Text(style.colour, 0));
  }
  // Each in a line of its own, with all its labels.
  write(Heading(Naming({}), when, style));
  for (const VectorSample* sample : sorted) {
    std::string value = ValueText(*sample);
    if (style.colour) value = Coloured(std::move(value), Tone::kStrong);
    if (!one_time) value += "  at " + TimeText(sample->time, style.zone);
    write(MetricLine(sample->labels) + "  " + value + '\n');
  }
}

struct RangeRow {
  const ResultSeries* series;
  std::vector<plot::Point> points;
  plot::Summary summary;
};

std::vector<RangeRow> RangeRows(const promql::Matrix& matrix, const Style& style) {
  std::vector<RangeRow> rows;
  const auto last = [](const ResultSeries& series) {
    return plot::Summarize(PointsOf(series)).last;
  };
  for (const ResultSeries* series : Sorted<ResultSeries>(matrix, style.sort, last)) {
    RangeRow row = {series, PointsOf(*series), {}};
    row.summary = plot::Summarize(row.points);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string Trend(const RangeRow& row, const Style& style, std::size_t width) {
  const std::int64_t steps = style.step > 0 ? (style.end - style.start) / style.step + 1
                                            : static_cast<std::int64_t>(row.points.size());
  width = std::min(width, static_cast<std::size_t>(std::max<std::int64_t>(steps, 1)));
  return plot::Sparkline(row.points, style.start, style.end, width);
}

Grid RangeGrid(const std::vector<RangeRow>& rows, const Naming& naming, const Style& style,
               std::size_t trend) {
  std::vector<Column> columns = LabelColumns(naming);
  for (const char* title : {"min", "avg", "max", "last"}) {
    columns.push_back({title, Align::kDecimal});
  }
  columns.push_back({"trend"});
  Grid grid(std::move(columns));
  for (const RangeRow& row : rows) {
    std::vector<Cell> cells = LabelCells(naming, row.series->labels);
    for (const double number : {row.summary.min, row.summary.avg, row.summary.max}) {
      cells.push_back({Rounded(number)});
    }
    cells.push_back({Rounded(row.summary.last), Tone::kStrong});
    cells.push_back({Trend(row, style, trend), Tone::kName});
    grid.AddRow(std::move(cells));
  }
  return grid;
}

void WriteRangeLines(const std::vector<RangeRow>& rows, const Style& style, const Writer& write) {
  for (const RangeRow& row : rows) {
    const plot::Summary& s = row.summary;
    write(MetricLine(row.series->labels) + '\n');
    write(fmt::format("  min {}  avg {}  max {}  last {}  {}\n", Rounded(s.min), Rounded(s.avg),
                      Rounded(s.max), Rounded(s.last), Trend(row, style, style.utf8 ? 20 : 0)));
  }
}

void WriteMatrix(const promql::Matrix& matrix, const Style& style, const Writer& write) {
  if (matrix.empty()) return write("no series\n");
  const Naming naming = NamingOf(matrix);
  std::string when;
  if (style.start < style.end) {
    when = fmt::format("{} to {}", FormatTime(style.start, style.zone, TimeStyle::kDateTime),
                       TimeText(style.end, style.zone));
    if (style.step > 0)
      when += ", step " + FormatPrometheusDuration(std::chrono::milliseconds(style.step));
  }
  const std::vector<RangeRow> rows = RangeRows(matrix, style);
  const bool histograms = std::ranges::any_of(
      matrix, [](const ResultSeries& series) { return !series.histograms.empty(); });
  if (histograms) when += (when.empty() ? "" : ", ") + std::string("histograms by their counts");
  for (const std::size_t trend : {20, 10, 0}) {
    const Grid grid = RangeGrid(rows, naming, style, style.utf8 ? trend : 0);
    if (!Fits(grid, style)) continue;
    write(Heading(naming, when, style));
    return write(grid.Text(style.colour, 0));
  }
  write(Heading(Naming({}), when, style));
  WriteRangeLines(rows, style, write);
}

void Write(const promql::Value& value, const Style& style, const Writer& write) {
  if (const auto* vector = std::get_if<promql::Vector>(&value)) {
    return WriteVector(*vector, style, write);
  }
  if (const auto* matrix = std::get_if<promql::Matrix>(&value)) {
    return WriteMatrix(*matrix, style, write);
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return write(report::Printable(*text) + '\n');
  }
  const auto& scalar = std::get<promql::Scalar>(value);
  write(Heading(Naming({}), "at " + TimeText(scalar.time, style.zone), style));
  write(Exact(scalar.value) + '\n');
}

}  // namespace

const Format kTableFormat = {
    "table", "Aligned columns of the labels that differ; for ranges, a summary of each series.",
    Write};

}  // namespace check::result

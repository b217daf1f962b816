#include <algorithm>
#include <vector>

#include "libcheck/base/number.h"
#include "libcheck/result/formats.h"
#include "libcheck/result/parts.h"
#include "libcheck/result/text.h"

namespace check::result {
namespace {

using promql::ResultSeries;

void AppendHistogram(std::string& out, const model::FloatHistogram& histogram, std::int64_t ms) {
  out += "Count: " + FormatGoFloat(histogram.count, 'f', 6);
  out += ", Sum: " + FormatGoFloat(histogram.sum, 'f', 6);
  out += ", Buckets: [";
  bool first = true;
  for (const model::Bucket& bucket : ListedBuckets(histogram)) {
    if (!first) out += ' ';
    first = false;
    out += bucket.lower_inclusive ? '[' : '(';
    out += FormatGoFloat(bucket.lower, 'g', -1) + ',' + FormatGoFloat(bucket.upper, 'g', -1);
    out += bucket.upper_inclusive ? "]:" : "):";
    out += FormatGoFloat(bucket.count, 'f', -1);
  }
  char time[kSecondsSize];
  out += "] @[";
  out.append(time, WriteSeconds(time, ms));
  out += "]\n";
}

void AppendPoint(std::string& out, const promql::FloatPoint& point) {
  char line[kGoFloatSize + kSecondsSize + 8];
  char* end = WriteGoFloat(line, point.value);
  end = std::ranges::copy(std::string_view(" @["), end).out;
  end = WriteSeconds(end, point.time);
  *end++ = ']';
  *end++ = '\n';
  out.append(line, end);
}

void WriteVector(const promql::Vector& vector, const Writer& write) {
  const std::size_t parts = (vector.size() + kElementsTogether - 1) / kElementsTogether;
  WriteParts(parts, write, [&](std::size_t part, std::string& out) {
    const std::size_t end = std::min(vector.size(), (part + 1) * kElementsTogether);
    for (std::size_t i = part * kElementsTogether; i < end; ++i) {
      const promql::VectorSample& sample = vector[i];
      AppendMetric(out, sample.labels);
      out += " => ";
      if (sample.histogram) {
        AppendHistogram(out, *sample.histogram, sample.time);
      } else {
        AppendPoint(out, {sample.time, sample.value});
      }
    }
  });
}

// Prometheus: fewer labels come first. Then, through the names of both, sorted, the one that lacks
// a name does; else the values decide.
bool Before(const ResultSeries* left, const ResultSeries* right) {
  const std::span<const model::Label> a = left->labels.list();
  const std::span<const model::Label> b = right->labels.list();
  if (a.size() != b.size()) return a.size() < b.size();
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (const int names = a[i].name->text.compare(b[i].name->text); names != 0) return names > 0;
    if (const int values = a[i].value->text.compare(b[i].value->text); values != 0) {
      return values < 0;
    }
  }
  return false;
}

void WriteMatrix(const promql::Matrix& matrix, const Writer& write) {
  std::vector<const ResultSeries*> sorted;
  for (const ResultSeries& series : matrix) sorted.push_back(&series);
  std::stable_sort(sorted.begin(), sorted.end(), Before);
  const std::vector<SeriesPart> parts = CutSeries(sorted);
  WriteParts(parts.size(), write, [&](std::size_t i, std::string& out) {
    const SeriesPart& part = parts[i];
    if (part.first) {
      AppendMetric(out, part.series->labels);
      out += " =>\n";
      // One without points ends in its line break, and has another as every series has.
      if (part.last && part.floats.empty() && part.histograms.empty()) out += '\n';
    }
    for (const promql::FloatPoint& point : part.floats) AppendPoint(out, point);
    for (const promql::HistogramPoint& point : part.histograms) {
      AppendHistogram(out, *point.histogram, point.time);
    }
  });
}

void Write(const promql::Value& value, const Style&, const Writer& write) {
  if (const auto* scalar = std::get_if<promql::Scalar>(&value)) {
    std::string out = "scalar: ";
    AppendPoint(out, {scalar->time, scalar->value});
    return write(out);
  }
  if (const auto* text = std::get_if<std::string>(&value)) return write(*text + '\n');
  if (const auto* vector = std::get_if<promql::Vector>(&value)) {
    return vector->empty() ? write("\n") : WriteVector(*vector, write);
  }
  const auto& matrix = std::get<promql::Matrix>(value);
  return matrix.empty() ? write("\n") : WriteMatrix(matrix, write);
}

}  // namespace

const Format kPromqlFormat = {"promql", "The output format of promtool.", Write};

}  // namespace check::result

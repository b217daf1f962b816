#include <algorithm>
#include <vector>

#include "libcheck/base/number.h"
#include "libcheck/result/formats.h"
#include "libcheck/result/parts.h"
#include "libcheck/result/text.h"

namespace check::result {
namespace {

void AppendTime(std::string& out, std::int64_t ms) {
  char time[kSecondsSize];
  out.append(time, WriteSeconds(time, ms));
}

void AppendFloat(std::string& out, std::int64_t ms, double value) {
  char text[kSecondsSize + kGoFloatSize + 8];
  char* end = text;
  *end++ = '[';
  end = WriteSeconds(end, ms);
  *end++ = ',';
  *end++ = '"';
  end = WriteGoFloat(end, value);
  *end++ = '"';
  *end++ = ']';
  out.append(text, end);
}

void AppendQuoted(std::string& out, double value) {
  char text[kGoFloatSize];
  out += '"';
  out.append(text, WriteGoFloat(text, value));
  out += '"';
}

// How the API numbers the ways in which a bucket includes its bounds.
char Boundaries(const model::Bucket& bucket) {
  if (bucket.lower_inclusive) return bucket.upper_inclusive ? '3' : '1';
  return bucket.upper_inclusive ? '0' : '2';
}

void AppendHistogram(std::string& out, std::int64_t ms, const model::FloatHistogram& histogram) {
  out += '[';
  AppendTime(out, ms);
  out += ",{\"count\":";
  AppendQuoted(out, histogram.count);
  out += ",\"sum\":";
  AppendQuoted(out, histogram.sum);
  out += ",\"buckets\":";
  const std::vector<model::Bucket> buckets = ListedBuckets(histogram);
  char before = '[';
  for (const model::Bucket& bucket : buckets) {
    out += before;
    before = ',';
    out += '[';
    out += Boundaries(bucket);
    for (const double number : {bucket.lower, bucket.upper, bucket.count}) {
      out += ',';
      AppendQuoted(out, number);
    }
    out += ']';
  }
  out += buckets.empty() ? "null}]" : "]}]";
}

void AppendSample(std::string& out, const promql::VectorSample& sample) {
  out += "{\"metric\":";
  AppendJsonLabels(out, sample.labels);
  if (sample.histogram) {
    out += ",\"histogram\":";
    AppendHistogram(out, sample.time, *sample.histogram);
  } else {
    out += ",\"value\":";
    AppendFloat(out, sample.time, sample.value);
  }
  out += '}';
}

void WriteVector(const promql::Vector& vector, const Writer& write) {
  const std::size_t parts = (vector.size() + kElementsTogether - 1) / kElementsTogether;
  WriteParts(parts, write, [&](std::size_t part, std::string& out) {
    const std::size_t end = std::min(vector.size(), (part + 1) * kElementsTogether);
    for (std::size_t i = part * kElementsTogether; i < end; ++i) {
      out += i == 0 ? '[' : ',';
      AppendSample(out, vector[i]);
    }
  });
}

// The points of a part. A list opens with the first point of its kind, and closes after the last.
void AppendPart(std::string& out, const SeriesPart& part) {
  const promql::ResultSeries& series = *part.series;
  if (part.first) {
    out += "{\"metric\":";
    AppendJsonLabels(out, series.labels);
    if (series.floats.empty() && series.histograms.empty()) out += ",\"values\":[]";
  }
  for (const promql::FloatPoint& point : part.floats) {
    out += &point == series.floats.begin() ? std::string_view(",\"values\":[") : ",";
    AppendFloat(out, point.time, point.value);
    if (&point + 1 == series.floats.end()) out += ']';
  }
  for (const promql::HistogramPoint& point : part.histograms) {
    out += &point == series.histograms.data() ? std::string_view(",\"histograms\":[") : ",";
    AppendHistogram(out, point.time, *point.histogram);
    if (&point == &series.histograms.back()) out += ']';
  }
  if (part.last) out += '}';
}

void WriteMatrix(const promql::Matrix& matrix, const Writer& write) {
  std::vector<const promql::ResultSeries*> series;
  for (const promql::ResultSeries& one : matrix) series.push_back(&one);
  const std::vector<SeriesPart> parts = CutSeries(series);
  WriteParts(parts.size(), write, [&](std::size_t i, std::string& out) {
    if (parts[i].first) out += i == 0 ? '[' : ',';
    AppendPart(out, parts[i]);
  });
}

std::string_view TypeOf(const promql::Value& value) {
  return std::holds_alternative<promql::Scalar>(value)   ? "scalar"
         : std::holds_alternative<std::string>(value)    ? "string"
         : std::holds_alternative<promql::Vector>(value) ? "vector"
                                                         : "matrix";
}

void Write(const promql::Value& value, const Style& style, const Writer& write) {
  write("{\"resultType\":\"" + std::string(TypeOf(value)) + "\",\"result\":");
  WriteJsonResult(value, style, write);
  write("}\n");
}

}  // namespace

void WriteJsonResult(const promql::Value& value, const Style& style, const Writer& write) {
  std::string out;
  if (const auto* scalar = std::get_if<promql::Scalar>(&value)) {
    AppendFloat(out, scalar->time, scalar->value);
    return write(out);
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    out = "[";
    AppendTime(out, style.end);
    out += ',';
    AppendJsonString(out, *text);
    return write(out + "]");
  }
  const auto* vector = std::get_if<promql::Vector>(&value);
  const auto* matrix = std::get_if<promql::Matrix>(&value);
  if (vector != nullptr ? vector->empty() : matrix->empty()) return write("[]");
  vector != nullptr ? WriteVector(*vector, write) : WriteMatrix(*matrix, write);
  write("]");
}

const Format kJsonFormat = {
    "json", "The server's `data` in JSON, on one line: `resultType` and `result`.", Write};

}  // namespace check::result

#include <algorithm>
#include <cmath>
#include <vector>

#include "libcheck/base/number.h"
#include "libcheck/result/formats.h"
#include "libcheck/result/parts.h"
#include "libcheck/result/text.h"

namespace check::result {
namespace {

// How numbers are written: promtool never has an exponent, servers have one for those below 1e-6
// and from 1e21 on, and leave out what is empty.
enum class Spelling : std::uint8_t { kPromtool, kServer };

void AppendTime(std::string& out, std::int64_t ms) {
  char time[kSecondsSize];
  out.append(time, WriteSeconds(time, ms));
}

// Prometheus: MarshalFloat in util/jsonutil.
bool HasExponent(double value, Spelling spelling) {
  const double size = std::abs(value);
  return spelling == Spelling::kServer && size != 0 && std::isfinite(size) &&
         (size < 1e-6 || size >= 1e21);
}

void AppendQuoted(std::string& out, double value, Spelling spelling) {
  out += '"';
  if (HasExponent(value, spelling)) {
    out += FormatGoFloat(value, 'e', -1);
  } else {
    char text[kGoFloatSize];
    out.append(text, WriteGoFloat(text, value));
  }
  out += '"';
}

void AppendFloat(std::string& out, std::int64_t ms, double value, Spelling spelling) {
  char text[kSecondsSize + 2];
  char* end = text;
  *end++ = '[';
  end = WriteSeconds(end, ms);
  *end++ = ',';
  out.append(text, end);
  AppendQuoted(out, value, spelling);
  out += ']';
}

// How the API numbers the ways in which a bucket includes its bounds.
char Boundaries(const model::Bucket& bucket) {
  if (bucket.lower_inclusive) return bucket.upper_inclusive ? '3' : '1';
  return bucket.upper_inclusive ? '0' : '2';
}

void AppendHistogram(std::string& out, std::int64_t ms, const model::FloatHistogram& histogram,
                     Spelling spelling) {
  out += '[';
  AppendTime(out, ms);
  out += ",{\"count\":";
  AppendQuoted(out, histogram.count, spelling);
  out += ",\"sum\":";
  AppendQuoted(out, histogram.sum, spelling);
  const std::vector<model::Bucket> buckets = ListedBuckets(histogram);
  if (buckets.empty()) {
    out += spelling == Spelling::kServer ? "}]" : ",\"buckets\":null}]";
    return;
  }
  out += ",\"buckets\":";
  char before = '[';
  for (const model::Bucket& bucket : buckets) {
    out += before;
    before = ',';
    out += '[';
    out += Boundaries(bucket);
    for (const double number : {bucket.lower, bucket.upper, bucket.count}) {
      out += ',';
      AppendQuoted(out, number, spelling);
    }
    out += ']';
  }
  out += "]}]";
}

void AppendSample(std::string& out, const promql::VectorSample& sample, Spelling spelling) {
  out += "{\"metric\":";
  AppendJsonLabels(out, sample.labels);
  if (sample.histogram) {
    out += ",\"histogram\":";
    AppendHistogram(out, sample.time, *sample.histogram, spelling);
  } else {
    out += ",\"value\":";
    AppendFloat(out, sample.time, sample.value, spelling);
  }
  out += '}';
}

void WriteVector(const promql::Vector& vector, Spelling spelling, const Writer& write) {
  const std::size_t parts = (vector.size() + kElementsTogether - 1) / kElementsTogether;
  WriteParts(parts, write, [&](std::size_t part, std::string& out) {
    const std::size_t end = std::min(vector.size(), (part + 1) * kElementsTogether);
    for (std::size_t i = part * kElementsTogether; i < end; ++i) {
      out += i == 0 ? '[' : ',';
      AppendSample(out, vector[i], spelling);
    }
  });
}

// The points of a part. A list opens with the first point of its kind, and closes after the last.
void AppendPart(std::string& out, const SeriesPart& part, Spelling spelling) {
  const promql::ResultSeries& series = *part.series;
  if (part.first) {
    out += "{\"metric\":";
    AppendJsonLabels(out, series.labels);
    if (series.floats.empty() && series.histograms.empty()) out += ",\"values\":[]";
  }
  for (const promql::FloatPoint& point : part.floats) {
    out += &point == series.floats.begin() ? std::string_view(",\"values\":[") : ",";
    AppendFloat(out, point.time, point.value, spelling);
    if (&point + 1 == series.floats.end()) out += ']';
  }
  for (const promql::HistogramPoint& point : part.histograms) {
    out += &point == series.histograms.data() ? std::string_view(",\"histograms\":[") : ",";
    AppendHistogram(out, point.time, *point.histogram, spelling);
    if (&point == &series.histograms.back()) out += ']';
  }
  if (part.last) out += '}';
}

void WriteMatrix(const promql::Matrix& matrix, Spelling spelling, const Writer& write) {
  std::vector<const promql::ResultSeries*> series;
  for (const promql::ResultSeries& one : matrix) series.push_back(&one);
  const std::vector<SeriesPart> parts = CutSeries(series);
  WriteParts(parts.size(), write, [&](std::size_t i, std::string& out) {
    if (parts[i].first) out += i == 0 ? '[' : ',';
    AppendPart(out, parts[i], spelling);
  });
}

std::string_view TypeOf(const promql::Value& value) {
  return std::holds_alternative<promql::Scalar>(value)   ? "scalar"
         : std::holds_alternative<std::string>(value)    ? "string"
         : std::holds_alternative<promql::Vector>(value) ? "vector"
                                                         : "matrix";
}

void WriteResult(const promql::Value& value, const Style& style, Spelling spelling,
                 const Writer& write) {
  std::string out;
  if (const auto* scalar = std::get_if<promql::Scalar>(&value)) {
    AppendFloat(out, scalar->time, scalar->value, spelling);
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
  vector != nullptr ? WriteVector(*vector, spelling, write) : WriteMatrix(*matrix, spelling, write);
  write("]");
}

void Write(const promql::Value& value, const Style& style, const Writer& write) {
  write("{\"resultType\":\"" + std::string(TypeOf(value)) + "\",\"result\":");
  WriteResult(value, style, Spelling::kServer, write);
  write("}\n");
}

}  // namespace

void WriteJsonResult(const promql::Value& value, const Style& style, const Writer& write) {
  WriteResult(value, style, Spelling::kPromtool, write);
}

const Format kJsonFormat = {
    "json", "The server's `data` in JSON, on one line: `resultType` and `result`.", Write};

}  // namespace check::result

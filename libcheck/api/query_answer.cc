#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/api/envelope.h"
#include "libcheck/api/histogram_answer.h"
#include "libcheck/api/label_reader.h"
#include "libcheck/api/prometheus.h"
#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"
#include "libcheck/files/read_ahead.h"

namespace check::api {
namespace {

using model::LabelTable;
using promql::FloatPoint;

// A number as servers write it, which something else than a digit follows; where it ends, or null.
const char* ReadValue(const char* at, double& value) {
  constexpr std::array<double, 23> kPowers = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                              1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                              1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  constexpr std::uint64_t kExact = std::uint64_t{1} << 53;
  const char* const begin = at;
  if (*at == '-') ++at;
  const char* const digits = at;
  std::uint64_t mantissa = 0;
  for (; IsDigit(*at); ++at) mantissa = mantissa * 10 + static_cast<unsigned char>(*at - '0');
  std::ptrdiff_t decimals = 0;
  if (*at == '.') {
    const char* const point = at++;
    for (; IsDigit(*at); ++at) mantissa = mantissa * 10 + static_cast<unsigned char>(*at - '0');
    decimals = at - point - 1;
  }
  if (at == digits) return nullptr;
  // Both are exact, so what their quotient is rounded to is right. More digits would not fit.
  constexpr std::ptrdiff_t kMostDigits = 19;
  const std::ptrdiff_t count = at - digits - (decimals > 0 ? 1 : 0);
  if (*at == '"' && count > 0 && count <= kMostDigits && mantissa <= kExact) {
    const double quotient = static_cast<double>(mantissa) / kPowers[decimals];
    value = *begin == '-' ? -quotient : quotient;
    return at;
  }
  while (*at != '"' && *at != '\0') ++at;
  const auto [end, problem] = std::from_chars(begin, at, value);
  return problem == std::errc() && end == at ? at : nullptr;
}

// `[1435781430.781,"0.5"]` as servers write it, at the beginning of `text`, where a null byte is
// behind the end; how long it is, or 0 if it is written otherwise.
std::size_t ReadPlainPoint(const char* const text, FloatPoint& point) {
  const char* at = text;
  if (*at++ != '[') return 0;
  std::int64_t time = 0;
  const char* const digits = at;
  for (; IsDigit(*at); ++at) time = time * 10 + (*at - '0');
  // More would not fit.
  if (at == digits || at - digits > 15) return 0;
  time *= 1000;
  if (*at == '.') {
    ++at;
    for (const std::int64_t unit : {100, 10, 1}) {
      if (IsDigit(*at)) time += unit * (*at++ - '0');
    }
  }
  if (at[0] != ',' || at[1] != '"') return 0;
  at += 2;
  at = ReadValue(at, point.value);
  if (at == nullptr || at[0] != '"' || at[1] != ']') return 0;
  point.time = time;
  return static_cast<std::size_t>(at + 2 - text);
}

// The result of a query, whose type may be told before or after it.
class ResultReader {
 public:
  ResultReader(JsonStream& json, LabelTable& table) : json_(json), labels_(table) {}

  bool ReadData() {
    return json_.TakeNull() || json_.Object([&](std::string_view key) {
      if (key == "resultType") return json_.Text(type_);
      if (key == "result") return ReadResult();
      return json_.Skip();
    });
  }

  std::optional<promql::Value> Finish() {
    if (type_ == "matrix" && vector_.empty() && !is_pair_) return std::move(matrix_);
    if (type_ == "vector" && matrix_.empty() && !is_pair_) return std::move(vector_);
    if (type_ == "string" && is_pair_) return std::move(text_);
    if (type_ == "scalar" && is_pair_) {
      const std::optional<double> value = ParseGoFloat(text_);
      if (value) return promql::Scalar{.time = time_, .value = *value};
    }
    return std::nullopt;
  }

 private:
  bool ReadResult() {
    if (json_.TakeNull()) return true;
    std::size_t elements = 0;
    return json_.Array([&] {
      if (json_.Peek() == '{') return !is_pair_ && ReadElement();
      // `[1435781451.781, "1"]`
      is_pair_ = true;
      if (elements++ == 0) return ReadTime(json_, time_);
      return elements == 2 && json_.Text(text_);
    }) || json_.Fail("it has no valid query result");
  }

  bool ReadElement() {
    model::Labels labels = labels_.table().Empty();
    bool is_sample = false;
    promql::VectorSample sample;
    promql::ResultSeries series;
    bool has_points = false;
    floats_.clear();
    const bool ok = json_.Object([&](std::string_view key) {
      if (key == "metric") return labels_.Read(json_, labels);
      if (key == "values") {
        has_points = true;
        return ReadPoints(floats_);
      }
      if (key == "histograms") {
        has_points = true;
        return json_.Array([&] {
          promql::HistogramPoint point;
          if (!ReadHistogram(point.time, point.histogram)) return false;
          series.histograms.push_back(std::move(point));
          return true;
        });
      }
      if (key == "value") {
        is_sample = true;
        FloatPoint point;
        if (!ReadPoint(point)) return false;
        sample.time = point.time;
        sample.value = point.value;
        return true;
      }
      if (key == "histogram") {
        is_sample = true;
        return ReadHistogram(sample.time, sample.histogram);
      }
      return json_.Skip();
    });
    if (!ok) return false;
    if (is_sample == has_points) return json_.Fail("a series in it has no value, or more than one");
    if (is_sample) {
      sample.labels = labels;
      vector_.push_back(std::move(sample));
    } else {
      series.labels = labels;
      series.floats.reserve(floats_.size());
      for (const FloatPoint& point : floats_) series.floats.push_back(point);
      matrix_.push_back(std::move(series));
    }
    return true;
  }

  bool ReadPoints(promql::FloatPoints& points) {
    return json_.Array([&] {
      FloatPoint point;
      if (!ReadPoint(point)) return false;
      points.push_back(point);
      // Those behind it are most often written in the same way.
      for (;;) {
        const char* const text = json_.Ahead(kPoint).data();
        const std::size_t size = *text == ',' ? ReadPlainPoint(text + 1, point) : 0;
        if (size == 0) return true;
        json_.Advance(size + 1);
        points.push_back(point);
      }
    });
  }

  bool ReadPoint(FloatPoint& point) {
    if (const std::size_t size = ReadPlainPoint(json_.Ahead(kPoint).data(), point)) {
      json_.Advance(size);
      return true;
    }
    int fields = 0;
    const bool ok = json_.Array([&] {
      ++fields;
      return fields == 1 ? ReadTime(json_, point.time) : fields == 2 && json_.Number(point.value);
    });
    return (ok && fields == 2) || json_.Fail("it has a point that is not `[time, \"value\"]`");
  }

  bool ReadHistogram(std::int64_t& time, model::HistogramPtr& histogram) {
    int fields = 0;
    const bool ok = json_.Array([&] {
      ++fields;
      return fields == 1 ? ReadTime(json_, time)
                         : fields == 2 && histograms_.Read(json_, histogram);
    });
    return (ok && fields == 2) || json_.Fail("it has a point that is not `[time, histogram]`");
  }

  // Longer than a point that servers write.
  static constexpr std::size_t kPoint = 100;

  JsonStream& json_;
  LabelReader labels_;
  HistogramReader histograms_;
  promql::FloatPoints floats_;  // Of one series, before it is known how many.
  std::string type_;
  promql::Matrix matrix_;
  promql::Vector vector_;
  bool is_pair_ = false;
  std::int64_t time_ = 0;
  std::string text_;
};

}  // namespace

Reply<promql::Value> ReadQueryAnswer(JsonStream& json, LabelTable& labels) {
  ResultReader result(json, labels);
  Reply<promql::Value> reply;
  if (!ReadEnvelope(json, reply, [&] { return result.ReadData(); })) return reply;
  reply.value = result.Finish();
  if (!reply) reply.fault = NotUsable("it has no valid query result");
  return reply;
}

Reply<promql::Value> ReadQueryAnswer(ByteSource& body, LabelTable& labels) {
  // Unpacking takes longer than reading what was packed.
  ReadAhead ahead(body);
  JsonStream json(ahead);
  return ReadQueryAnswer(json, labels);
}

}  // namespace check::api

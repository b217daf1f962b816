#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "libcheck/base/time_expression.h"
#include "libcheck/result/formats.h"
#include "libcheck/result/parts.h"
#include "libcheck/result/text.h"

namespace check::result {
namespace {

// The names of all labels, the metric's first.
template <typename Elements>
std::vector<std::string_view> LabelNames(const Elements& elements) {
  std::set<std::string_view> names;
  for (const auto& element : elements) {
    for (const model::Label& label : element.labels.list()) names.insert(label.name->text);
  }
  std::vector<std::string_view> sorted(names.begin(), names.end());
  std::stable_partition(sorted.begin(), sorted.end(),
                        [](std::string_view name) { return name == "__name__"; });
  return sorted;
}

void WriteTitles(const std::vector<std::string_view>& names, const Writer& write) {
  std::string out = "time";
  for (const std::string_view name : names) {
    out += ',';
    AppendCsvField(out, name);
  }
  write(out + ",value\n");
}

// ",a,b,": what stands between the time and the value of all points of a series.
std::string LabelFields(model::Labels labels, const std::vector<std::string_view>& names) {
  std::string out;
  for (const std::string_view name : names) {
    out += ',';
    AppendCsvField(out, labels.Get(name));
  }
  return out + ',';
}

// The texts of times. Those of a range's steps, which every series has, are made once.
class Times {
 public:
  explicit Times(const Style& style) : style_(style) {
    constexpr std::int64_t kMost = 100'000;
    if (style.step <= 0 || (style.end - style.start) / style.step > kMost) return;
    for (std::int64_t ms = style.start; ms <= style.end; ms += style.step) {
      steps_.push_back(FormatTime(ms, style.zone, TimeStyle::kRfc3339));
    }
  }

  void Append(std::string& out, std::int64_t ms) const {
    const std::int64_t past = ms - style_.start;
    if (!steps_.empty() && past >= 0 && ms <= style_.end && past % style_.step == 0) {
      out += steps_[static_cast<std::size_t>(past / style_.step)];
    } else {
      out += FormatTime(ms, style_.zone, TimeStyle::kRfc3339);
    }
  }

 private:
  const Style& style_;
  std::vector<std::string> steps_;
};

void AppendRow(std::string& out, const Times& times, std::int64_t ms, std::string_view labels,
               double value) {
  times.Append(out, ms);
  out += labels;
  AppendNumber(out, value);
  out += '\n';
}

void AppendRow(std::string& out, const Times& times, std::int64_t ms, std::string_view labels,
               const model::FloatHistogram& histogram) {
  times.Append(out, ms);
  out += labels;
  AppendCsvField(out, histogram.ToString());
  out += '\n';
}

void WriteVector(const promql::Vector& vector, const Style& style, const Writer& write) {
  const std::vector<std::string_view> names = LabelNames(vector);
  WriteTitles(names, write);
  const Times times(style);
  const std::size_t parts = (vector.size() + kElementsTogether - 1) / kElementsTogether;
  WriteParts(parts, write, [&](std::size_t part, std::string& out) {
    const std::size_t end = std::min(vector.size(), (part + 1) * kElementsTogether);
    for (std::size_t i = part * kElementsTogether; i < end; ++i) {
      const promql::VectorSample& sample = vector[i];
      const std::string labels = LabelFields(sample.labels, names);
      sample.histogram ? AppendRow(out, times, sample.time, labels, *sample.histogram)
                       : AppendRow(out, times, sample.time, labels, sample.value);
    }
  });
}

void WriteMatrix(const promql::Matrix& matrix, const Style& style, const Writer& write) {
  const std::vector<std::string_view> names = LabelNames(matrix);
  WriteTitles(names, write);
  const Times times(style);
  std::vector<const promql::ResultSeries*> series;
  for (const promql::ResultSeries& one : matrix) series.push_back(&one);
  const std::vector<SeriesPart> parts = CutSeries(series);
  WriteParts(parts.size(), write, [&](std::size_t i, std::string& out) {
    const std::string labels = LabelFields(parts[i].series->labels, names);
    for (const auto& point : parts[i].floats) {
      AppendRow(out, times, point.time, labels, point.value);
    }
    for (const auto& point : parts[i].histograms) {
      AppendRow(out, times, point.time, labels, *point.histogram);
    }
  });
}

void Write(const promql::Value& value, const Style& style, const Writer& write) {
  if (const auto* vector = std::get_if<promql::Vector>(&value)) {
    return WriteVector(*vector, style, write);
  }
  if (const auto* matrix = std::get_if<promql::Matrix>(&value)) {
    return WriteMatrix(*matrix, style, write);
  }
  std::string out = "time,value\n";
  if (const auto* scalar = std::get_if<promql::Scalar>(&value)) {
    AppendRow(out, Times(style), scalar->time, ",", scalar->value);
  } else {
    out += FormatTime(style.end, style.zone, TimeStyle::kRfc3339) + ',';
    AppendCsvField(out, std::get<std::string>(value));
    out += '\n';
  }
  write(out);
}

}  // namespace

const Format kCsvFormat = {
    "csv", "Comma-separated values: the time in RFC 3339, a column for each label, the value.",
    Write};

}  // namespace check::result

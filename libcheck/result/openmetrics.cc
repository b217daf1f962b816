#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "libcheck/base/quote.h"
#include "libcheck/model/names.h"
#include "libcheck/result/formats.h"
#include "libcheck/result/parts.h"
#include "libcheck/result/text.h"

// Samples of one name stand together, those of a series in the order of time, as the format wants
// it. No type is given: what the server thinks of it is not in the result.
namespace check::result {
namespace {

// What a result without a name is called, since a sample has to have one.
constexpr std::string_view kNameless = "query_result";

// With the escapes of the format, which are not Go's.
void AppendValue(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    out += c == '\n' ? std::string_view("\\n") : std::string_view(&c, 1);
  }
  out += '"';
}

void AppendName(std::string& out, std::string_view name, bool legacy) {
  if (legacy) {
    out += name;
  } else {
    AppendValue(out, name);
  }
}

// A series as all its samples begin: `name{a="b"} `, with `suffix` behind the name and the bound of
// a bucket, if it is not empty. Names that only UTF-8 allows stand in quotes.
std::string Series(model::Labels labels, std::string_view suffix = "", std::string_view le = "") {
  std::string name(labels.metric_name().empty() ? kNameless : labels.metric_name());
  name += suffix;
  std::string out;
  bool open = false;
  const auto separate = [&] {
    out += open ? ',' : '{';
    open = true;
  };
  const bool legacy = model::IsValidMetricName(name, model::NameValidation::kLegacy);
  if (!legacy) separate();
  AppendName(out, name, legacy);
  for (const model::Label& label : labels.list()) {
    if (label.name->text == "__name__") continue;
    separate();
    const std::string_view text = label.name->text;
    AppendName(out, text, model::IsValidLabelName(text, model::NameValidation::kLegacy));
    out += '=';
    AppendValue(out, label.value->text);
  }
  if (!le.empty()) {
    separate();
    out += "le=";
    AppendValue(out, le);
  }
  return out + (open ? "} " : " ");
}

void AppendSample(std::string& out, std::string_view series, double value, std::int64_t ms) {
  out += series;
  AppendNumber(out, value);
  char time[kSecondsSize + 1];
  time[0] = ' ';
  out.append(time, WriteSeconds(time + 1, ms));
  out += '\n';
}

// What a series holds, whether it comes from a vector or a matrix.
struct Points {
  model::Labels labels;
  std::span<const promql::FloatPoint> floats;
  std::span<const promql::HistogramPoint> histograms;
};

// How many observations are in buckets that end at `bound` or below.
double CountUpTo(const std::vector<model::Bucket>& buckets, double bound) {
  double count = 0;
  for (const model::Bucket& bucket : buckets) {
    if (bucket.upper <= bound) count += bucket.count;
  }
  return count;
}

// Native histograms have no form in OpenMetrics 1.0: they become classic ones, of the buckets that
// any of them has.
void AppendBuckets(std::string& out, const Points& series) {
  std::vector<std::vector<model::Bucket>> buckets;
  std::set<double> bounds;
  for (const promql::HistogramPoint& point : series.histograms) {
    buckets.push_back(ListedBuckets(*point.histogram));
    for (const model::Bucket& bucket : buckets.back()) bounds.insert(bucket.upper);
  }
  bounds.erase(model::kInf);
  for (const double bound : bounds) {
    std::string le;
    AppendNumber(le, bound);
    const std::string begin = Series(series.labels, "_bucket", le);
    for (std::size_t i = 0; i < buckets.size(); ++i) {
      AppendSample(out, begin, CountUpTo(buckets[i], bound), series.histograms[i].time);
    }
  }
  const std::string begin = Series(series.labels, "_bucket", "+Inf");
  for (const promql::HistogramPoint& point : series.histograms) {
    AppendSample(out, begin, point.histogram->count, point.time);
  }
}

// All series of one name.
void WriteFamily(std::span<const Points> family, const Writer& write) {
  const auto each = [&](auto append) {
    WriteParts(family.size(), write,
               [&](std::size_t i, std::string& out) { append(out, family[i]); });
  };
  each([](std::string& out, const Points& series) {
    const std::string begin = Series(series.labels);
    for (const auto& point : series.floats) AppendSample(out, begin, point.value, point.time);
  });
  if (std::ranges::all_of(family, [](const Points& points) { return points.histograms.empty(); })) {
    return;
  }
  each([](std::string& out, const Points& series) {
    if (!series.histograms.empty()) AppendBuckets(out, series);
  });
  each([](std::string& out, const Points& series) {
    const std::string begin = Series(series.labels, "_count");
    for (const auto& point : series.histograms) {
      AppendSample(out, begin, point.histogram->count, point.time);
    }
  });
  each([](std::string& out, const Points& series) {
    const std::string begin = Series(series.labels, "_sum");
    for (const auto& point : series.histograms) {
      AppendSample(out, begin, point.histogram->sum, point.time);
    }
  });
}

void WriteAll(std::vector<Points> all, const Writer& write) {
  const auto name = [](const Points& points) { return points.labels.metric_name(); };
  std::ranges::stable_sort(all, {}, name);
  std::span<const Points> rest(all);
  while (!rest.empty()) {
    const auto end =
        std::ranges::find_if(rest, [&](const Points& p) { return name(p) != name(rest.front()); });
    const auto count = static_cast<std::size_t>(end - rest.begin());
    WriteFamily(rest.first(count), write);
    rest = rest.subspan(count);
  }
}

void Write(const promql::Value& value, const Style&, const Writer& write) {
  if (const auto* scalar = std::get_if<promql::Scalar>(&value)) {
    const promql::FloatPoint point = {scalar->time, scalar->value};
    WriteAll({{.floats = {&point, 1}}}, write);
  } else if (const auto* vector = std::get_if<promql::Vector>(&value)) {
    std::vector<promql::FloatPoint> floats;
    std::vector<promql::HistogramPoint> histograms;
    floats.reserve(vector->size());
    histograms.reserve(vector->size());
    std::vector<Points> all;
    for (const promql::VectorSample& sample : *vector) {
      Points points = {.labels = sample.labels};
      if (sample.histogram) {
        points.histograms = {&histograms.emplace_back(sample.time, sample.histogram), 1};
      } else {
        points.floats = {&floats.emplace_back(sample.time, sample.value), 1};
      }
      all.push_back(points);
    }
    WriteAll(std::move(all), write);
  } else if (const auto* matrix = std::get_if<promql::Matrix>(&value)) {
    std::vector<Points> all;
    for (const promql::ResultSeries& series : *matrix) {
      all.push_back(
          {series.labels, {series.floats.data(), series.floats.size()}, series.histograms});
    }
    WriteAll(std::move(all), write);
  }
  write("# EOF\n");
}

}  // namespace

const Format kOpenmetricsFormat = {"openmetrics",
                                   "OpenMetrics text with timestamps, which --data reads.", Write};

}  // namespace check::result

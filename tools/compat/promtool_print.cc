#include "tools/compat/promtool_print.h"

#include <algorithm>
#include <string_view>

#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/result/text.h"

namespace tools::compat {
namespace {

using check::api::AnswerHistogram;
using check::api::AnswerLabels;
using check::api::AnswerSample;
using check::api::AnswerScalar;
using check::api::AnswerSeries;
using check::api::AnswerValue;

using check::FormatGoFloat;

std::string Number(double value) { return FormatGoFloat(value, 'f', -1); }
std::string Time(std::int64_t ms) { return Number(static_cast<double>(ms) / 1000); }

std::string HistogramText(const AnswerHistogram& histogram) {
  std::string text = "Count: " + FormatGoFloat(histogram.count, 'f', 6) +
                     ", Sum: " + FormatGoFloat(histogram.sum, 'f', 6) + ", Buckets: [";
  bool first = true;
  for (const auto& [bounds, count] : histogram.buckets) {
    if (!first) text += ' ';
    first = false;
    text += bounds.closed == 1 || bounds.closed == 3 ? '[' : '(';
    text += FormatGoFloat(bounds.lower, 'g', -1) + "," + FormatGoFloat(bounds.upper, 'g', -1);
    text += bounds.closed == 0 || bounds.closed == 3 ? ']' : ')';
    text += ":" + Number(count);
  }
  return text + "]";
}

std::string PointText(std::string_view value, std::int64_t time) {
  return std::string(value) + " @[" + Time(time) + "]\n";
}

std::string ToText(const AnswerScalar& scalar) {
  return "scalar: " + PointText(Number(scalar.value), scalar.time);
}

std::string ToText(const std::vector<AnswerSample>& vector) {
  std::string text;
  for (const AnswerSample& sample : vector) {
    text += ShowMetric(sample.labels) + " => ";
    text += PointText(
        sample.histogram.empty() ? Number(sample.value) : HistogramText(sample.histogram.front()),
        sample.time);
  }
  return vector.empty() ? "\n" : text;
}

// model.LabelSet.Before
bool Before(const AnswerSeries* a, const AnswerSeries* b) {
  if (a->labels.size() != b->labels.size()) return a->labels.size() < b->labels.size();
  for (std::size_t i = 0; i < a->labels.size(); ++i) {
    const auto& [a_name, a_value] = a->labels[i];
    const auto& [b_name, b_value] = b->labels[i];
    // The one that lacks a name comes first.
    if (a_name != b_name) return a_name > b_name;
    if (a_value != b_value) return a_value < b_value;
  }
  return false;
}

std::string ToText(const std::vector<AnswerSeries>& matrix) {
  std::vector<const AnswerSeries*> sorted;
  for (const AnswerSeries& series : matrix) sorted.push_back(&series);
  std::stable_sort(sorted.begin(), sorted.end(), Before);
  std::string text;
  for (const AnswerSeries* series : sorted) {
    text += ShowMetric(series->labels) + " =>\n";
    if (series->floats.empty() && series->histograms.empty()) text += '\n';
    for (const AnswerScalar& point : series->floats) {
      text += PointText(Number(point.value), point.time);
    }
    for (const auto& [time, histogram] : series->histograms) {
      text += PointText(HistogramText(histogram), time);
    }
  }
  return matrix.empty() ? "\n" : text;
}

std::string JsonText(std::string_view text) {
  std::string json;
  check::result::AppendJsonString(json, text);
  return json;
}

std::string JsonLabels(const AnswerLabels& labels) {
  std::string json = "{";
  for (const auto& [name, value] : labels) {
    if (json.size() > 1) json += ',';
    json += JsonText(name) + ":" + JsonText(value);
  }
  return json + "}";
}

template <typename Element>
std::string JsonMetric(const Element& element) {
  return element.has_labels ? JsonLabels(element.labels) : "null";
}

std::string JsonNumber(double value) { return "\"" + Number(value) + "\""; }

std::string JsonPoint(std::int64_t time, std::string_view value) {
  return "[" + Time(time) + "," + std::string(value) + "]";
}

// A list, which is null if there is nothing in it.
template <typename Elements, typename Show>
std::string JsonList(const Elements& elements, Show&& show) {
  if (elements.empty()) return "null";
  std::string json;
  for (const auto& element : elements) json += (json.empty() ? "[" : ",") + show(element);
  return json + "]";
}

std::string JsonHistogram(const AnswerHistogram& histogram) {
  return "{\"count\":" + JsonNumber(histogram.count) + ",\"sum\":" + JsonNumber(histogram.sum) +
         ",\"buckets\":" +
         JsonList(histogram.buckets,
                  [](const AnswerHistogram::Bucket& bucket) {
                    return "[" + std::to_string(bucket.bounds.closed) + "," +
                           JsonNumber(bucket.bounds.lower) + "," + JsonNumber(bucket.bounds.upper) +
                           "," + JsonNumber(bucket.count) + "]";
                  }) +
         "}";
}

std::string ToJson(const AnswerScalar& scalar) {
  return JsonPoint(scalar.time, JsonNumber(scalar.value));
}

std::string ToJson(const AnswerSample& sample) {
  if (sample.is_null) return "null";
  const std::string head = "{\"metric\":" + JsonMetric(sample);
  if (sample.histogram.empty()) {
    return head + ",\"value\":" + JsonPoint(sample.time, JsonNumber(sample.value)) + "}";
  }
  return head +
         ",\"histogram\":" + JsonPoint(sample.time, JsonHistogram(sample.histogram.front())) + "}";
}

std::string ToJson(const AnswerSeries& series) {
  if (series.is_null) return "null";
  std::string json = "{\"metric\":" + JsonMetric(series);
  if (!series.floats.empty() || series.histograms.empty()) {
    json += ",\"values\":" +
            JsonList(series.floats, [](const AnswerScalar& point) { return ToJson(point); });
  }
  if (!series.histograms.empty()) {
    json += ",\"histograms\":" + JsonList(series.histograms, [](const auto& point) {
              return JsonPoint(point.first, JsonHistogram(point.second));
            });
  }
  return json + "}";
}

template <typename Element>
std::string ToJson(const std::vector<Element>& elements) {
  if (elements.empty()) return "[]";
  return JsonList(elements, [](const Element& element) { return ToJson(element); });
}

}  // namespace

std::string ShowLabels(const AnswerLabels& labels) {
  std::string text = "{";
  for (const auto& [name, value] : labels) {
    if (text.size() > 1) text += ", ";
    text += name;
    text += '=';
    check::AppendGoQuote(text, value);
  }
  return text + "}";
}

std::string ShowMetric(const AnswerLabels& labels) {
  AnswerLabels others = labels;
  const auto name = std::find_if(others.begin(), others.end(),
                                 [](const auto& label) { return label.first == "__name__"; });
  if (name == others.end()) return ShowLabels(labels);
  const std::string text = name->second;
  others.erase(name);
  return others.empty() ? text : text + ShowLabels(others);
}

std::string ValueText(const AnswerValue& value) {
  return std::visit([](const auto& v) { return ToText(v); }, value);
}

std::string ValueJson(const AnswerValue& value) {
  return std::visit([](const auto& v) { return ToJson(v); }, value) + "\n";
}

std::string SeriesText(const std::vector<AnswerLabels>& series) {
  std::string text;
  for (const AnswerLabels& labels : series) text += ShowLabels(labels) + "\n";
  return text;
}

std::string SeriesJson(const std::vector<AnswerLabels>& series) {
  if (series.empty()) return "[]\n";
  return JsonList(series, JsonLabels) + "\n";
}

}  // namespace tools::compat

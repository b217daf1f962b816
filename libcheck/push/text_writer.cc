#include "libcheck/push/text_writer.h"

#include <fmt/format.h>

#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/model/histogram.h"
#include "libcheck/model/names.h"

namespace check::push {
namespace {

constexpr auto kLegacy = model::NameValidation::kLegacy;

void AppendEscaped(std::string_view text, bool with_quotes, std::string& out) {
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || (c == '"' && with_quotes)) out += '\\';
    out += c;
  }
}

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  AppendEscaped(text, true, quoted);
  return quoted + '"';
}

std::string LabelName(std::string_view name) {
  return model::IsValidLabelName(name, kLegacy) ? std::string(name) : Quoted(name);
}

std::string ToText(const std::vector<Label>& labels) {
  std::string name;
  std::string rest;
  for (const Label& label : labels) {
    if (label.name == model::kMetricName) {
      name = label.value;
    } else {
      rest += fmt::format("{}{}={}", rest.empty() ? "" : ",", LabelName(label.name),
                          Quoted(label.value));
    }
  }
  if (!model::IsValidMetricName(name, kLegacy)) {
    return fmt::format("{{{}{}{}}}", Quoted(name), rest.empty() ? "" : ",", rest);
  }
  return rest.empty() ? name : fmt::format("{}{{{}}}", name, rest);
}

std::string_view MetricOf(const Series& series) {
  for (const Label& label : series.labels) {
    if (label.name == model::kMetricName) return label.value;
  }
  return {};
}

// What the text format, which knows less of them, has for `metric`, one of the family's series.
std::string_view TypeWord(const Family& family, std::string_view metric) {
  switch (family.type) {
    case MetricType::kCounter:
      return metric.ends_with("_created") ? "gauge" : "counter";
    case MetricType::kGauge:
    case MetricType::kInfo:
    case MetricType::kStateset:
      return "gauge";
    case MetricType::kHistogram:
      return metric.ends_with("_created") ? "gauge" : "histogram";
    case MetricType::kSummary:
      return metric.ends_with("_created") ? "gauge" : "summary";
    default:
      return "untyped";
  }
}

}  // namespace

void TextWriter::Add(const WriteRequest& request) {
  for (const Series& series : request.series) {
    AddMetadata(request.families[series.family], MetricOf(series));
    const std::string labels = ToText(series.labels);
    for (const Sample& sample : series.samples) {
      text_ += fmt::format("{} {}", labels, FormatGoFloat(sample.value, 'g', -1));
      if (with_times_) text_ += fmt::format(" {}", sample.time);
      text_ += '\n';
    }
    for (const HistogramSample& sample : series.histograms) {
      text_ += fmt::format("# {} {} {}\n", labels, sample.histogram->ToString(), sample.time);
    }
  }
}

void TextWriter::AddMetadata(const Family& family, std::string_view metric) {
  const std::string_view type = TypeWord(family, metric);
  // Only these are more than one series to the text format.
  const std::string_view name = type == "histogram" || type == "summary" ? family.name : metric;
  if (name == last_) return;
  last_ = name;
  if (!described_.emplace(name).second) return;
  const std::string shown =
      model::IsValidMetricName(name, kLegacy) ? std::string(name) : Quoted(name);
  if (!family.help.empty()) {
    text_ += fmt::format("# HELP {} ", shown);
    AppendEscaped(family.help, false, text_);
    text_ += '\n';
  }
  if (family.type != MetricType::kUnknown) text_ += fmt::format("# TYPE {} {}\n", shown, type);
}

std::string TextWriter::Take() { return std::exchange(text_, {}); }

}  // namespace check::push

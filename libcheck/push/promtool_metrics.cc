#include "libcheck/push/promtool_metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <unordered_map>

#include "libcheck/base/number.h"
#include "libcheck/exposition/families.h"
#include "libcheck/exposition/lines.h"
#include "libcheck/exposition/promtool_line.h"
#include "libcheck/model/names.h"

namespace check::push {
namespace {

using exposition::LineKind;
using exposition::Resolved;

// What has one set of labels, those of buckets and quantiles aside.
struct Metric {
  std::vector<Label> labels;
  std::int64_t time = 0;
  double value = 0;
  double sum = 0;
  double count = 0;
  std::vector<std::pair<double, double>> parts;  // Buckets or quantiles: bound and value.
};

struct Group {
  MetricType type = MetricType::kUnknown;
  std::string_view help;
  std::vector<Metric*> metrics;
  std::unordered_map<std::string, Metric*> by_labels;  // Of those with parts.
};

class Reader {
 public:
  Reader(WriteRequest& request)
      : request_(request), lines_(families_, model::NameValidation::kUtf8) {
    lines_.ForgiveNameless();
  }

  std::optional<std::string> Read(std::string_view text) {
    const char* p = text.data();
    const char* const end = p + text.size();
    for (std::size_t line = 1; p != end; ++line) {
      const char* const next = exposition::LineEnd(p, end);
      const LineKind kind = lines_.Read({p, static_cast<std::size_t>(next - p)});
      if (kind == LineKind::kFault) {
        return fmt::format("text format parsing error in line {}: {}", line,
                           lines_.fault().upstream);
      }
      if (kind == LineKind::kHelp) {
        groups_[lines_.resolved().family->name].help = Keep(lines_.help());
      }
      if (kind == LineKind::kSample) AddSample(lines_.sample(), lines_.resolved());
      p = next;
    }
    return std::nullopt;
  }

  void Write(const ExtraLabels& extra, std::int64_t now) {
    for (const auto& [name, group] : groups_) {
      if (group.metrics.empty()) continue;
      const std::string_view family = Keep(name);
      request_.families.push_back({family, group.type, group.help, {}});
      for (const Metric* metric : group.metrics) {
        WriteMetric(family, group.type, *metric, extra, now);
      }
    }
  }

 private:
  std::string_view Keep(std::string_view text) { return request_.text.Copy(text); }

  void AddSample(const exposition::Sample& sample, const Resolved& resolved) {
    exposition::Family& family = *resolved.family;
    ++family.samples;  // Which lets lines without a name go on with it.
    Group& group = groups_[family.name];
    group.type = family.type;
    const std::string_view part = !family.HasParts()     ? std::string_view()
                                  : family.IsHistogram() ? "le"
                                                         : "quantile";
    Metric& metric = Find(sample, part, group);
    const double value = *exposition::ParseValue(sample.value);
    if (const auto time = ParseGoInt(sample.timestamp, 10)) metric.time = *time;
    if (resolved.role == Resolved::Role::kSum) {
      metric.sum = value;
    } else if (resolved.role == Resolved::Role::kCount) {
      metric.count = value;
    } else if (part.empty()) {
      metric.value = value;
    } else {
      // Of several, the last one counts; without one, the sample counts for nothing.
      double bound = NAN;
      for (const Label& label : sample.labels) {
        if (label.name == part) bound = *exposition::ParseValue(label.value);
      }
      if (!std::isnan(bound)) metric.parts.emplace_back(bound, value);
    }
  }

  Metric& Find(const exposition::Sample& sample, std::string_view part, Group& group) {
    std::vector<Label> labels;
    for (const Label& label : sample.labels) {
      if (label.name != part) labels.push_back({Keep(label.name), Keep(label.value)});
    }
    Metric* none = nullptr;
    Metric*& metric = part.empty() ? none : group.by_labels[KeyOf(labels)];
    if (metric == nullptr) {
      metric = &metrics_.emplace_back();
      metric->labels = std::move(labels);
      group.metrics.push_back(metric);
    }
    return *metric;
  }

  static std::string KeyOf(std::vector<Label> labels) {
    std::sort(labels.begin(), labels.end(),
              [](const Label& a, const Label& b) { return a.name < b.name; });
    std::string key;
    for (const Label& label : labels) {
      for (const std::string_view text : {label.name, label.value}) {
        key += text;
        key += '\xff';  // In no UTF-8.
      }
    }
    return key;
  }

  using LabelMap = std::map<std::string_view, std::string_view>;

  void WriteMetric(std::string_view name, MetricType type, const Metric& metric,
                   const ExtraLabels& extra, std::int64_t now) {
    LabelMap labels = {{model::kMetricName, name}};
    for (const auto& [label, value] : extra) labels[label] = value;
    for (const Label& label : metric.labels) {
      labels[label.name == "job" ? "exported_job" : label.name] = label.value;
    }
    const std::int64_t time = metric.time == 0 ? now : metric.time;
    const bool is_histogram = type == MetricType::kHistogram || type == MetricType::kGaugeHistogram;
    if (!is_histogram && type != MetricType::kSummary) {
      WriteSeries(labels, time, metric.value);
      return;
    }
    // Which an extra label may have changed.
    const std::string_view base = labels[model::kMetricName];
    LabelMap part = labels;
    if (is_histogram) part[model::kMetricName] = Named(base, "_bucket");
    bool has_last = false;
    for (const auto& [bound, value] : metric.parts) {
      has_last = has_last || bound == INFINITY;
      part[is_histogram ? "le" : "quantile"] = Keep(FormatGoFloat(bound, 'g', -1));
      WriteSeries(part, time, value);
    }
    if (is_histogram && !has_last) {
      part["le"] = "+Inf";
      WriteSeries(part, time, metric.count);
    }
    labels[model::kMetricName] = Named(base, "_sum");
    WriteSeries(labels, time, metric.sum);
    labels[model::kMetricName] = Named(base, "_count");
    WriteSeries(labels, time, metric.count);
  }

  std::string_view Named(std::string_view base, std::string_view suffix) {
    return Keep(fmt::format("{}{}", base, suffix));
  }

  void WriteSeries(const LabelMap& labels, std::int64_t time, double value) {
    Series& series = request_.series.emplace_back();
    series.family = request_.families.size() - 1;
    series.labels.reserve(labels.size());
    for (const auto& [name, text] : labels) series.labels.push_back({name, text});
    series.samples.push_back({value, time});
  }

  WriteRequest& request_;
  exposition::Families families_;
  exposition::PromtoolLine lines_;
  std::map<std::string_view, Group> groups_;
  std::deque<Metric> metrics_;
};

}  // namespace

std::optional<std::string> ReadAsPromtool(std::string_view text, const ExtraLabels& labels,
                                          std::int64_t now, WriteRequest& request) {
  request.Clear();
  Reader reader(request);
  if (auto error = reader.Read(text)) return error;
  reader.Write(labels, now);
  return std::nullopt;
}

}  // namespace check::push

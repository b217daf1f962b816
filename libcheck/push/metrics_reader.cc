#include "libcheck/push/metrics_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "libcheck/base/number.h"
#include "libcheck/base/text.h"
#include "libcheck/exposition/codes.h"
#include "libcheck/model/names.h"

namespace check::push {
namespace {

using exposition::Entry;
using exposition::Format;
using exposition::ServerReader;

constexpr std::string_view kCreated = "_created";

// What stands behind the names of families of the type in the names of their series.
std::vector<std::string_view> SuffixesOf(MetricType type) {
  switch (type) {
    case MetricType::kCounter:
      return {"_total", kCreated};
    case MetricType::kHistogram:
      return {"_bucket", "_count", "_sum", kCreated};
    case MetricType::kGaugeHistogram:
      return {"_bucket", "_count", "_sum", "_gcount", "_gsum"};
    case MetricType::kSummary:
      return {"_count", "_sum", kCreated};
    case MetricType::kInfo:
      return {"_info"};
    default:
      return {};
  }
}

std::int64_t Milliseconds(double seconds) {
  constexpr auto kMost = static_cast<double>(std::numeric_limits<std::int64_t>::max() / 2);
  return static_cast<std::int64_t>(std::llround(std::clamp(seconds * 1000, -kMost, kMost)));
}

// What a HELP line says, without escapes.
std::string DecodeHelp(std::string_view text, Format format) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
    const bool is_quote = next == '"' && format == Format::kOpenMetrics;
    if (next != '\\' && next != 'n' && !is_quote) {
      decoded += text[i];
      continue;
    }
    decoded += next == 'n' ? '\n' : next;
    ++i;
  }
  return decoded;
}

// What tells a counter, histogram or summary apart from all others.
std::string MetricKey(const exposition::Sample& sample, std::string_view family) {
  std::vector<Label> labels;
  for (const Label& label : sample.labels) {
    if (label.name != "le" && label.name != "quantile") labels.push_back(label);
  }
  Complete({}, labels);
  std::string key(family);
  for (const Label& label : labels) {
    for (const std::string_view part : {label.name, label.value}) {
      key += '\xff';  // In no UTF-8.
      key += part;
    }
  }
  return key;
}

}  // namespace

MetricsReader::MetricsReader(std::string_view text, const ReadOptions& options)
    : text_(text), options_(options), reader_(text, options.format) {
  Survey();
}

void MetricsReader::Survey() {
  ServerReader reader(text_, options_.format);
  std::string_view last;
  std::vector<Label> labels;
  for (;;) {
    const ServerReader::Step step = reader.Next();
    if (step == ServerReader::Step::kEnd) return;
    if (step == ServerReader::Step::kFault) {
      fault_ = reader.fault();
      return;
    }
    const Entry& entry = reader.entry();
    if (entry.kind != Entry::Kind::kSeries) {
      NoteMetadata(entry);
      continue;
    }
    ++counts_.samples;
    has_times_ = has_times_ || !entry.sample.timestamp.empty();
    if (entry.exemplar) ++counts_.exemplars;
    if (entry.series == last) continue;
    last = entry.series;
    ++series_;
    labels = entry.sample.labels;
    labels.push_back({model::kMetricName, entry.sample.name});
    if (!Complete({}, labels)) {
      const auto begin = static_cast<std::uint32_t>(entry.series.data() - text_.data());
      fault_ = {&exposition::kBadLabel,
                {begin, begin + static_cast<std::uint32_t>(entry.series.size())},
                "duplicate label",
                ""};
      return;
    }
    if (options_.format == Format::kOpenMetrics && entry.sample.name.ends_with(kCreated)) {
      NoteCreated(entry);
    }
  }
}

void MetricsReader::NoteMetadata(const Entry& entry) {
  if (entry.kind == Entry::Kind::kComment) return;
  Family& family = families_[entry.name];
  family.name = entry.name;
  if (entry.kind == Entry::Kind::kType) {
    family.type = entry.type;
  } else if (entry.kind == Entry::Kind::kUnit) {
    family.unit = entry.text;
  } else if (entry.text.find('\\') == entry.text.npos) {
    family.help = entry.text;
  } else {
    family.help = help_.Copy(std::string_view(DecodeHelp(entry.text, options_.format)));
  }
}

const Family& MetricsReader::FindFamily(std::string_view metric) {
  if (const auto found = families_.find(metric); found != families_.end()) return found->second;
  const std::size_t end = metric.rfind('_');
  if (end != metric.npos) {
    const auto base = families_.find(metric.substr(0, end));
    if (base != families_.end()) {
      const auto suffixes = SuffixesOf(base->second.type);
      if (std::find(suffixes.begin(), suffixes.end(), metric.substr(end)) != suffixes.end()) {
        return base->second;
      }
    }
  }
  const std::string_view name = help_.Copy(metric);
  Family& unknown = families_[name];
  unknown.name = name;
  return unknown;
}

void MetricsReader::NoteCreated(const Entry& entry) {
  const Family& family = FindFamily(entry.sample.name);
  if (family.name == entry.sample.name) return;
  const std::optional<double> seconds = exposition::ParseValue(entry.sample.value);
  if (seconds && std::isfinite(*seconds)) {
    created_[MetricKey(entry.sample, family.name)] = Milliseconds(*seconds);
  }
}

std::int64_t MetricsReader::TimeOf(std::string_view timestamp, std::int64_t otherwise) const {
  if (timestamp.empty()) return otherwise;
  if (options_.format == Format::kPrometheusText) {
    return ParseGoInt(timestamp, 10).value_or(otherwise);
  }
  return Milliseconds(exposition::ParseValue(timestamp).value_or(0));
}

bool MetricsReader::Next(WriteRequest& request) {
  request.Clear();
  last_series_ = {};
  last_metric_ = {};
  std::size_t samples = 0;
  while (!fault_ && samples < options_.most_samples &&
         reader_.Next() == ServerReader::Step::kEntry) {
    if (reader_.entry().kind != Entry::Kind::kSeries) continue;
    AddSample(reader_.entry(), request);
    ++samples;
  }
  return samples > 0;
}

// Most texts are as they stand in what is read; others are good only until the next line.
std::string_view MetricsReader::Keep(std::string_view text, WriteRequest& request) const {
  const std::less_equal<const char*> before;
  const bool is_inside =
      before(text_.data(), text.data()) && before(text.data(), text_.data() + text_.size());
  return is_inside ? text : request.text.Copy(text);
}

void MetricsReader::AddSample(const Entry& entry, WriteRequest& request) {
  if (request.series.empty() || entry.series != last_series_) AddSeries(entry, request);
  last_series_ = entry.series;
  Series& series = request.series.back();
  const std::int64_t time = TimeOf(entry.sample.timestamp, options_.now);
  series.samples.push_back({exposition::ParseValue(entry.sample.value).value_or(0), time, start_});
  if (!entry.exemplar) return;
  Exemplar& exemplar = series.exemplars.emplace_back();
  for (const Label& label : entry.exemplar->labels) {
    exemplar.labels.push_back({Keep(label.name, request), Keep(label.value, request)});
  }
  exemplar.value = exposition::ParseValue(entry.exemplar->value).value_or(0);
  exemplar.time = TimeOf(entry.exemplar->timestamp, time);
}

void MetricsReader::AddSeries(const Entry& entry, WriteRequest& request) {
  const exposition::Sample& sample = entry.sample;
  const std::string_view metric = Keep(TrimStart(sample.name), request);
  if (request.families.empty() || metric != last_metric_) {
    const Family& family = FindFamily(metric);
    // Families stand together nearly always.
    if (request.families.empty() || request.families.back().name != family.name) {
      request.families.push_back(family);
    }
    last_metric_ = metric;
  }
  const Family& family = request.families.back();

  Series& series = request.series.emplace_back();
  series.family = request.families.size() - 1;
  series.labels.reserve(sample.labels.size() + options_.labels.size() + 1);
  series.labels.push_back({model::kMetricName, metric});
  for (const Label& label : sample.labels) {
    if (!label.value.empty()) {
      series.labels.push_back({Keep(label.name, request), Keep(label.value, request)});
    }
  }
  Complete(options_.labels, series.labels);

  const bool may_count = !created_.empty() && !metric.ends_with(kCreated);
  const auto created = may_count ? created_.find(MetricKey(sample, family.name)) : created_.end();
  start_ = created == created_.end() ? 0 : created->second;
}

}  // namespace check::push

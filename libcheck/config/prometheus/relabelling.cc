#include "libcheck/config/prometheus/relabelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "libcheck/base/quote.h"
#include "libcheck/config/prometheus/semantics.h"
#include "libcheck/schema/values.h"

namespace check::config {
namespace {

// What Go's strconv.ParseBool takes.
bool IsGoBool(std::string_view text) {
  constexpr std::string_view kWords[] = {"1", "t", "T", "true",  "TRUE",  "True",
                                         "0", "f", "F", "false", "FALSE", "False"};
  return std::find(std::begin(kWords), std::end(kWords), text) != std::end(kWords);
}

struct HistogramSetting {
  std::string_view label;
  bool ScrapeDefaults::*value;
  std::string_view doc;
};
constexpr HistogramSetting kHistogramSettings[] = {
    {"__convert_classic_histograms_to_nhcb__", &ScrapeDefaults::convert_classic_histograms,
     "convert classic histograms to nhcb"},
    {"__always_scrape_classic_histograms__", &ScrapeDefaults::always_scrape_classic_histograms,
     "always scrape classic histograms"},
    {"__scrape_native_histograms__", &ScrapeDefaults::scrape_native_histograms,
     "scrape native histograms"},
};

}  // namespace

JobSettings ReadJobSettings(const schema::Values& values, const ScrapeDefaults& defaults) {
  JobSettings job = {defaults};
  job.name = values.Text("job_name");
  job.metrics_path = values.Text("metrics_path", job.metrics_path);
  job.scheme = values.Text("scheme", job.scheme);
  job.honor_labels = values.Bool("honor_labels");
  const schema::Values params = values.Sub("params");
  for (const yaml::Entry& entry : params.entries()) {
    LabelPairs* into = &job.params;
    for (const yaml::Node& value : entry.value.items()) {
      into->emplace_back(params.TextOf(entry.key), params.TextOf(value));
      into = &job.further_params;
    }
  }
  // Prometheus: null is as good as absent for these.
  const auto setting = [&](std::string_view field, bool& into) {
    if (values.Has(field)) into = values.Bool(field);
  };
  setting("convert_classic_histograms_to_nhcb", job.convert_classic_histograms);
  setting("always_scrape_classic_histograms", job.always_scrape_classic_histograms);
  setting("scrape_native_histograms", job.scrape_native_histograms);
  job.names = prometheus::ReadNames(values, defaults.names);
  const Duration interval = values.Time("scrape_interval");
  const Duration timeout = values.Time("scrape_timeout");
  if (interval != Duration::zero()) job.interval = interval;
  job.timeout = timeout != Duration::zero() ? timeout : std::min(defaults.timeout, job.interval);
  return job;
}

RelabelLabels DiscoveredLabels(const JobSettings& job, LabelPairs given) {
  RelabelLabels labels(std::move(given));
  const auto add = [&](std::string_view name, std::string_view value) {
    if (labels.Get(name).empty()) labels.Set(name, value);
  };
  add("job", job.name);
  add("__scrape_interval__", FormatPrometheusDuration(job.interval));
  add("__scrape_timeout__", FormatPrometheusDuration(job.timeout));
  add("__metrics_path__", job.metrics_path);
  add("__scheme__", job.scheme);
  for (const HistogramSetting& setting : kHistogramSettings) {
    add(setting.label, job.*setting.value ? "true" : "false");
  }
  for (const auto& [name, value] : job.params) add("__param_" + name, value);
  return labels;
}

namespace {

// Prometheus: before 3.0, an address without a port got the default port of its scheme.
std::optional<std::string> DefaultPortProblem(const RelabelLabels& target) {
  const std::string_view address = target.Get("__address__");
  const std::string_view scheme = target.Get("__scheme__");
  if (scheme.empty() || scheme == "http" || scheme == "https") return std::nullopt;
  // IPv6 addresses without a port end in `]`, or cannot get one.
  const bool has_port = address.starts_with('[') ? !address.ends_with(']')
                                                 : address.find(':') != std::string_view::npos;
  if (has_port) return std::nullopt;
  return "invalid scheme: " + GoQuote(scheme);
}

}  // namespace

Result<LabelPairs> TargetLabels(const RelabelLabels& relabelled, std::string_view target_version) {
  const std::string_view address = relabelled.Get("__address__");
  if (address.empty()) return Error{"no address"};
  if (schema::IsForBefore(target_version, "3.0")) {
    if (auto problem = DefaultPortProblem(relabelled)) return Error{*problem};
  }
  if (address.find('/') != std::string_view::npos) {
    return Error{GoQuote(address) + " is not a valid hostname"};
  }
  const auto time = [&](std::string_view label, std::string_view what) -> Result<Duration> {
    Result<Duration> duration = ParsePrometheusDuration(relabelled.Get(label));
    if (!duration)
      return Error{fmt::format("error parsing {}: {}", what, duration.error().message)};
    if (*duration == Duration::zero()) return Error{fmt::format("{} cannot be 0", what)};
    return duration;
  };
  const Result<Duration> interval = time("__scrape_interval__", "scrape interval");
  if (!interval) return interval.error();
  const Result<Duration> timeout = time("__scrape_timeout__", "scrape timeout");
  if (!timeout) return timeout.error();
  if (*timeout > *interval) {
    return Error{fmt::format("scrape timeout cannot be greater than scrape interval ({} > {})",
                             GoQuote(relabelled.Get("__scrape_timeout__")),
                             GoQuote(relabelled.Get("__scrape_interval__")))};
  }
  // Prometheus: read from labels since 3.13.
  const bool reads_settings = !schema::IsForBefore(target_version, "3.13");
  for (const HistogramSetting& setting : kHistogramSettings) {
    const std::string_view value = relabelled.Get(setting.label);
    if (reads_settings && !value.empty() && !IsGoBool(value)) {
      return Error{fmt::format("error parsing {}: strconv.ParseBool: parsing {}: invalid syntax",
                               setting.doc, GoQuote(value))};
    }
  }
  LabelPairs labels = relabelled.Sorted();
  std::erase_if(labels, [](const auto& label) { return label.first.starts_with("__meta_"); });
  if (relabelled.Get("instance").empty()) labels.emplace_back("instance", address);
  std::sort(labels.begin(), labels.end());
  return labels;
}

RelabelLabels SampleLabels(LabelPairs exposed, LabelPairs target, bool honor_labels) {
  RelabelLabels labels(std::move(exposed));
  std::sort(target.begin(), target.end());
  LabelPairs in_the_way;
  for (const auto& [name, value] : target) {
    if (name.starts_with("__") || value.empty()) continue;
    if (const std::string_view own = labels.Get(name); !own.empty()) {
      if (honor_labels) continue;
      in_the_way.emplace_back(name, own);
    }
    labels.Set(name, value);
  }
  // Prometheus: those with short names first, since their new names may be in the way of others.
  std::stable_sort(in_the_way.begin(), in_the_way.end(),
                   [](const auto& a, const auto& b) { return a.first.size() < b.first.size(); });
  for (const auto& [name, value] : in_the_way) {
    std::string renamed = "exported_" + name;
    while (!labels.Get(renamed).empty()) renamed.insert(0, "exported_");
    labels.Set(renamed, value);
  }
  return labels;
}

RelabelLabels AlertLabels(LabelPairs given, LabelPairs external) {
  RelabelLabels labels(std::move(given));
  std::sort(external.begin(), external.end());
  for (const auto& [name, value] : external) {
    if (labels.Get(name).empty()) labels.Set(name, value);
  }
  return labels;
}

}  // namespace check::config

#include "libcheck/config/prometheus/relabelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "libcheck/base/quote.h"
#include "libcheck/schema/validate.h"
#include "libcheck/schema/values.h"
#include "libcheck/yaml/parse.h"

namespace check::config {
namespace {

using namespace schema;  // The vocabulary of the tables below.
using yaml::Node;

constexpr yaml::Dialect kDialect = yaml::Dialect::kGoYamlV2;

constexpr Type kRule = SectionOf(kRelabelConfig);
constexpr Type kRules = ListOf(kRule);
constexpr Type kTexts = ListOf(kString);

// Parts of the sections: what has to do with labels.
constexpr Field kGlobalFields[] = {
    {.name = "scrape_interval", .type = kDuration, .doc = "How often targets are scraped."},
    {.name = "scrape_timeout", .type = kDuration, .doc = "How long a scrape may take."},
    {.name = "external_labels", .type = MapOf(kString), .doc = "Labels for what is sent away."},
    {.name = "metric_name_validation_scheme", .type = kString, .doc = "Which names are valid."},
    {.name = "convert_classic_histograms_to_nhcb", .type = kBool, .doc = "Whether to convert."},
    {.name = "always_scrape_classic_histograms", .type = kBool, .doc = "Whether to keep both."},
    {.name = "scrape_native_histograms", .type = kBool, .doc = "Whether to take native ones."},
};
constexpr Object kGlobal = {
    .name = "global",
    .doc = "Settings for all jobs.",
    .fields = kGlobalFields,
    .any_fields = true,
};

constexpr Field kJobFields[] = {
    {.name = "job_name", .type = kString, .doc = "The name of the job."},
    {.name = "scrape_interval", .type = kDuration, .doc = "How often targets are scraped."},
    {.name = "scrape_timeout", .type = kDuration, .doc = "How long a scrape may take."},
    {.name = "metrics_path", .type = kString, .doc = "The path of metrics."},
    {.name = "scheme", .type = kString, .doc = "The scheme of metrics."},
    {.name = "params", .type = MapOf(kTexts), .doc = "Parameters of scrapes."},
    {.name = "honor_labels", .type = kBool, .doc = "Whether samples keep their own labels."},
    {.name = "metric_name_validation_scheme", .type = kString, .doc = "Which names are valid."},
    {.name = "convert_classic_histograms_to_nhcb", .type = kBool, .doc = "Whether to convert."},
    {.name = "always_scrape_classic_histograms", .type = kBool, .doc = "Whether to keep both."},
    {.name = "scrape_native_histograms", .type = kBool, .doc = "Whether to take native ones."},
    {.name = "relabel_configs", .type = kRules, .doc = "Rules for targets."},
    {.name = "metric_relabel_configs", .type = kRules, .doc = "Rules for samples."},
};
constexpr Object kJob = {
    .name = "scrape_config",
    .doc = "A job.",
    .fields = kJobFields,
    .any_fields = true,
};

constexpr Field kAlertingFields[] = {
    {.name = "alert_relabel_configs", .type = kRules, .doc = "Rules for alerts."},
};
constexpr Object kAlerting = {
    .name = "alerting",
    .doc = "How alerts are sent.",
    .fields = kAlertingFields,
    .any_fields = true,
};

constexpr Type kJobType = SectionOf(kJob);
constexpr Field kFileFields[] = {
    {.name = "global", .type = SectionOf(kGlobal), .doc = "Settings for all jobs."},
    {.name = "alerting", .type = SectionOf(kAlerting), .doc = "How alerts are sent."},
    {.name = "scrape_configs", .type = ListOf(kJobType), .doc = "The jobs."},
    {.name = "scrape_config_files", .type = ListOf(kFile), .doc = "Files with further jobs."},
};
constexpr Object kFileObject = {
    .name = "configuration file",
    .doc = "What of Prometheus's configuration has to do with labels.",
    .fields = kFileFields,
    .any_fields = true,
};

// What `global` says of jobs.
ScrapeDefaults ReadDefaults(const Values& global) {
  ScrapeDefaults defaults;
  const Duration interval = global.Time("scrape_interval");
  const Duration timeout = global.Time("scrape_timeout");
  if (interval != Duration::zero()) defaults.interval = interval;
  defaults.timeout =
      timeout != Duration::zero() ? timeout : std::min(defaults.timeout, defaults.interval);
  defaults.convert_classic_histograms = global.Bool("convert_classic_histograms_to_nhcb");
  defaults.always_scrape_classic_histograms = global.Bool("always_scrape_classic_histograms");
  defaults.scrape_native_histograms = global.Bool("scrape_native_histograms");
  if (global.Text("metric_name_validation_scheme") == "legacy") {
    defaults.names = model::NameValidation::kLegacy;
  }
  return defaults;
}

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

const ScrapeJob* Relabelling::FindJob(std::string_view name) const {
  const auto at = std::find_if(jobs.begin(), jobs.end(),
                               [&](const ScrapeJob& job) { return job.name == name; });
  return at == jobs.end() ? nullptr : &*at;
}

Relabelling ReadRelabelling(const SourceFile& file, Arena& arena, Diagnostics& diagnostics,
                            const ScrapeDefaults& defaults) {
  const yaml::Stream stream =
      yaml::Parse(file, arena, diagnostics,
                  {.max_documents = 1, .report_duplicate_keys = false, .dialect = kDialect});
  schema::ReportIgnoredDocument(file, stream, "Prometheus", diagnostics);
  const Node* root = stream.documents.empty() ? nullptr : stream.documents[0].root;
  Relabelling nothing;
  nothing.defaults = defaults;
  if (root == nullptr || root->IsNull()) return nothing;
  const schema::Input input = {file, stream, arena};
  Validate(*root, kFileObject, input, {.dialect = kDialect}, diagnostics);
  if (!root->IsMapping()) return nothing;

  const Values values(*root, input, kDialect);
  const auto rules = [&](const Values& section, std::string_view field,
                         model::NameValidation names) {
    const yaml::Entry* list = section.Find(field);
    return list != nullptr ? ReadRelabelRules(list->value, file, names, arena, diagnostics)
                           : std::vector<WrittenRelabelRule>();
  };
  Relabelling read;
  read.defaults = defaults;
  if (values.Has("global")) {
    const Values global = values.Sub("global");
    read.defaults = ReadDefaults(global);
    const Values external = global.Sub("external_labels");
    for (const yaml::Entry& label : external.entries()) {
      read.external_labels.emplace_back(external.TextOf(label.key), external.TextOf(label.value));
    }
  }
  for (const Node& item : values.Items("scrape_config_files")) {
    read.scrape_config_files.emplace_back(values.TextOf(item));
  }
  for (const Node& item : values.Items("scrape_configs")) {
    if (!item.IsMapping()) continue;
    const Values section = values.Of(item);
    ScrapeJob& job = read.jobs.emplace_back(ReadScrapeJob(section, read.defaults));
    job.relabel = rules(section, "relabel_configs", job.settings.names);
    job.metric_relabel = rules(section, "metric_relabel_configs", job.settings.names);
    job.targets = prometheus::ReadTargetGroups(section, "static_configs");
    for (const Node& mechanism : section.Items("file_sd_configs")) {
      if (!mechanism.IsMapping()) continue;
      const Values files = section.Of(mechanism);
      for (const Node& pattern : files.Items("files")) {
        job.target_files.emplace_back(files.TextOf(pattern));
      }
    }
  }
  read.alert_relabel = rules(values.Sub("alerting"), "alert_relabel_configs", read.defaults.names);
  return read;
}

ScrapeJob ReadScrapeJob(const Values& values, const ScrapeDefaults& defaults) {
  ScrapeJob job;
  job.name = values.Text("job_name");
  job.metrics_path = values.Text("metrics_path", job.metrics_path);
  job.scheme = values.Text("scheme", job.scheme);
  job.honor_labels = values.Bool("honor_labels");
  const Values params = values.Sub("params");
  for (const yaml::Entry& entry : params.entries()) {
    if (entry.value.items().empty()) continue;
    LabelPairs* into = &job.params;
    for (const Node& value : entry.value.items()) {
      into->emplace_back(params.TextOf(entry.key), params.TextOf(value));
      into = &job.further_params;
    }
  }
  // Prometheus: null is as good as absent for these.
  const auto setting = [&](std::string_view field, bool& into) {
    if (values.Has(field)) into = values.Bool(field);
  };
  job.settings = defaults;
  setting("convert_classic_histograms_to_nhcb", job.settings.convert_classic_histograms);
  setting("always_scrape_classic_histograms", job.settings.always_scrape_classic_histograms);
  setting("scrape_native_histograms", job.settings.scrape_native_histograms);
  const std::string_view scheme = values.Text("metric_name_validation_scheme");
  if (scheme == "legacy") job.settings.names = model::NameValidation::kLegacy;
  if (scheme == "utf8") job.settings.names = model::NameValidation::kUtf8;
  const Duration interval = values.Time("scrape_interval");
  const Duration timeout = values.Time("scrape_timeout");
  if (interval != Duration::zero()) job.settings.interval = interval;
  job.settings.timeout =
      timeout != Duration::zero() ? timeout : std::min(defaults.timeout, job.settings.interval);
  return job;
}

RelabelLabels DiscoveredLabels(const ScrapeJob& job, LabelPairs given) {
  RelabelLabels labels(std::move(given));
  const auto add = [&](std::string_view name, std::string_view value) {
    if (labels.Get(name).empty()) labels.Set(name, value);
  };
  add("job", job.name);
  add("__scrape_interval__", FormatPrometheusDuration(job.settings.interval));
  add("__scrape_timeout__", FormatPrometheusDuration(job.settings.timeout));
  add("__metrics_path__", job.metrics_path);
  add("__scheme__", job.scheme);
  for (const HistogramSetting& setting : kHistogramSettings) {
    add(setting.label, job.settings.*setting.value ? "true" : "false");
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

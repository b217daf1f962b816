#include "libcheck/config/prometheus/relabelling.h"

#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/quote.h"
#include "libcheck/schema/validate.h"
#include "libcheck/yaml/merged.h"
#include "libcheck/yaml/parse.h"
#include "libcheck/yaml/scalar.h"

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

class Reader {
 public:
  Reader(const SourceFile& file, Arena& arena, Diagnostics& diagnostics)
      : file_(file), arena_(arena), diagnostics_(diagnostics) {}

  Relabelling ReadFile(const Node& root, const ScrapeDefaults& defaults) {
    Relabelling read;
    read.defaults = defaults;
    // What others depend on comes first.
    ForEachField(root, [&](std::string_view field, const Node& value) {
      if (field == "global") ReadGlobal(value, read);
    });
    ForEachField(root, [&](std::string_view field, const Node& value) {
      if (field == "scrape_config_files") {
        for (const Node& item : value.items()) read.scrape_config_files.push_back(Text(item));
      } else if (field == "scrape_configs") {
        for (const Node& item : value.items()) read.jobs.push_back(ReadJob(item, read.defaults));
      } else if (field == "alerting") {
        ForEachField(value, [&](std::string_view inner, const Node& list) {
          if (inner == "alert_relabel_configs") {
            read.alert_relabel = ReadRules(list, read.defaults.names);
          }
        });
      }
    });
    return read;
  }

 private:
  template <typename Visit>
  void ForEachField(const Node& node, Visit&& visit) {
    for (const yaml::Entry& entry : yaml::MergedEntries(node, kDialect, arena_)) {
      if (!entry.value.IsNull()) visit(entry.key.scalar(), entry.value);
    }
  }

  std::string Text(const Node& node) {
    if (!node.IsScalar() || node.IsNull()) return {};
    return std::string(yaml::Resolve(node, kDialect, arena_).text);
  }
  Duration Time(const Node& node) {
    const Result<Duration> time = ParsePrometheusDuration(Text(node));
    return time ? *time : Duration::zero();
  }
  bool Bool(const Node& node) {
    return node.IsScalar() &&
           yaml::ToBool(yaml::Resolve(node, kDialect, arena_), kDialect).value_or(false);
  }
  std::vector<WrittenRelabelRule> ReadRules(const Node& list, model::NameValidation names) {
    return ReadRelabelRules(list, file_, names, arena_, diagnostics_);
  }

  // What `global` and jobs have in common. Zero stands for times that are not given.
  void ReadSettings(const Node& node, ScrapeDefaults& settings) {
    ForEachField(node, [&](std::string_view field, const Node& value) {
      if (field == "scrape_interval") {
        settings.interval = Time(value);
      } else if (field == "scrape_timeout") {
        settings.timeout = Time(value);
      } else if (field == "convert_classic_histograms_to_nhcb") {
        settings.convert_classic_histograms = Bool(value);
      } else if (field == "always_scrape_classic_histograms") {
        settings.always_scrape_classic_histograms = Bool(value);
      } else if (field == "scrape_native_histograms") {
        settings.scrape_native_histograms = Bool(value);
      } else if (field == "metric_name_validation_scheme") {
        const std::string scheme = Text(value);
        if (scheme == "legacy") settings.names = model::NameValidation::kLegacy;
        if (scheme == "utf8") settings.names = model::NameValidation::kUtf8;
      }
    });
  }

  void ReadGlobal(const Node& node, Relabelling& read) {
    const ScrapeDefaults defaults;
    read.defaults.interval = read.defaults.timeout = Duration::zero();
    ReadSettings(node, read.defaults);
    if (read.defaults.interval == Duration::zero()) read.defaults.interval = defaults.interval;
    if (read.defaults.timeout == Duration::zero()) {
      read.defaults.timeout = std::min(defaults.timeout, read.defaults.interval);
    }
    ForEachField(node, [&](std::string_view field, const Node& value) {
      if (field != "external_labels") return;
      for (const yaml::Entry& entry : yaml::MergedEntries(value, kDialect, arena_)) {
        read.external_labels.emplace_back(Text(entry.key), Text(entry.value));
      }
    });
  }

  ScrapeJob ReadJob(const Node& node, const ScrapeDefaults& defaults) {
    ScrapeJob job;
    job.settings = defaults;
    job.settings.interval = job.settings.timeout = Duration::zero();
    ReadSettings(node, job.settings);
    if (job.settings.interval == Duration::zero()) job.settings.interval = defaults.interval;
    if (job.settings.timeout == Duration::zero()) {
      job.settings.timeout = std::min(defaults.timeout, job.settings.interval);
    }
    ForEachField(node, [&](std::string_view field, const Node& value) {
      if (field == "job_name") {
        job.name = Text(value);
      } else if (field == "metrics_path") {
        job.metrics_path = Text(value);
      } else if (field == "scheme") {
        job.scheme = Text(value);
      } else if (field == "honor_labels") {
        job.honor_labels = Bool(value);
      } else if (field == "params") {
        for (const yaml::Entry& entry : yaml::MergedEntries(value, kDialect, arena_)) {
          if (entry.value.items().empty()) continue;
          job.params.emplace_back(Text(entry.key), Text(entry.value.items().front()));
        }
      } else if (field == "relabel_configs") {
        job.relabel = ReadRules(value, job.settings.names);
      } else if (field == "metric_relabel_configs") {
        job.metric_relabel = ReadRules(value, job.settings.names);
      }
    });
    return job;
  }

  const SourceFile& file_;
  Arena& arena_;
  Diagnostics& diagnostics_;
};

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
  const Node* root = stream.documents.empty() ? nullptr : stream.documents[0].root;
  Relabelling nothing;
  nothing.defaults = defaults;
  if (root == nullptr || root->IsNull()) return nothing;
  Validate(*root, kFileObject, {file, stream, arena}, {.dialect = kDialect}, diagnostics);
  return root->IsMapping() ? Reader(file, arena, diagnostics).ReadFile(*root, defaults)
                           : std::move(nothing);
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
    job.params.emplace_back(params.TextOf(entry.key), params.TextOf(entry.value.items().front()));
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

Result<LabelPairs> TargetLabels(const RelabelLabels& relabelled) {
  const std::string_view address = relabelled.Get("__address__");
  if (address.empty()) return Error{"no address"};
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
  for (const HistogramSetting& setting : kHistogramSettings) {
    const std::string_view value = relabelled.Get(setting.label);
    if (!value.empty() && !IsGoBool(value)) {
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

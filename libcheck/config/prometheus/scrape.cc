#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "libcheck/base/ascii.h"
#include "libcheck/base/quote.h"
#include "libcheck/config/common/http_client.h"
#include "libcheck/config/common/relabel_config.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/config/prometheus/scheme.h"
#include "libcheck/config/prometheus/semantics.h"
#include "libcheck/schema/codes.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Type kValues = ListOf(kString);

// One of `scrape_protocols`, or none.
constexpr auto kFallbackProtocolNames = [] {
  std::array<std::string_view, std::size(kScrapeProtocolNames) + 1> names = {};
  std::copy(std::begin(kScrapeProtocolNames), std::end(kScrapeProtocolNames), names.begin() + 1);
  return names;
}();
constexpr Type kFallbackProtocol = {.kind = Kind::kChoice,
                                    .choices = kFallbackProtocolNames,
                                    .upstream = "config.ScrapeProtocol",
                                    .check = CheckedElsewhere};

constexpr Field kFields[] = {
    {.name = "job_name",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Unique name of the scrape job; becomes the label `job`.",
     .missing = "job_name is empty"},
    {.name = "honor_labels",
     .type = kBool,
     .default_value = "false",
     .doc = "Keep labels from the target when they conflict with labels of the server."},
    {.name = "honor_timestamps",
     .type = kBool,
     .default_value = "true",
     .doc = "Use timestamps exposed by the target."},
    {.name = "track_timestamps_staleness",
     .type = kBool,
     .default_value = "false",
     .doc = "Mark series with explicit timestamps as stale when they disappear.",
     .since = "2.48"},
    {.name = "params",
     .type = MapOf(kValues, "url.Values"),
     .doc = "Parameters of the scrape URL."},
    {.name = "scrape_interval",
     .type = kDuration,
     .default_value = "global.scrape_interval",
     .doc = "Interval between scrapes."},
    {.name = "scrape_timeout",
     .type = kDuration,
     .default_value = "global.scrape_timeout",
     .doc = "Timeout of a scrape; at most the scrape interval."},
    {.name = "scrape_protocols",
     .type = kScrapeProtocols,
     .default_value = "global.scrape_protocols",
     .doc = "Scrape protocols to negotiate, in order of preference.",
     .since = "2.49"},
    {.name = "fallback_scrape_protocol",
     .type = kFallbackProtocol,
     .doc = "Protocol to fall back to when a target sends no valid content type.",
     .since = "3.0"},
    {.name = "scrape_native_histograms",
     .type = kBool,
     .default_value = "global.scrape_native_histograms",
     .doc = "Scrape native histograms.",
     .since = "3.8"},
    {.name = "always_scrape_classic_histograms",
     .type = kBool,
     .default_value = "global.always_scrape_classic_histograms",
     .doc = "Also scrape the classic form of native histograms.",
     .since = "3.0"},
    {.name = "scrape_classic_histograms",
     .type = kBool,
     .doc = "Former name of `always_scrape_classic_histograms`.",
     .since = "2.45",
     .removed = {.since = "3.0", .instead = "use `always_scrape_classic_histograms`"}},
    {.name = "convert_classic_histograms_to_nhcb",
     .type = kBool,
     .default_value = "global.convert_classic_histograms_to_nhcb",
     .doc = "Convert classic histograms to native histograms with custom buckets.",
     .since = "3.0"},
    {.name = "scrape_failure_log_file",
     .type = kFile,
     .default_value = "global.scrape_failure_log_file",
     .doc = "File that scrape failures are logged to.",
     .since = "2.55"},
    {.name = "metrics_path",
     .type = kString,
     .default_value = "/metrics",
     .doc = "Path of the scrape URL."},
    {.name = "scheme",
     .type = kScheme,
     .default_value = "http",
     .doc = "Scheme of the scrape URL: `http` or `https`."},
    {.name = "enable_compression",
     .type = kBool,
     .default_value = "true",
     .doc = "Request compressed responses.",
     .since = "2.49"},
    {.name = "body_size_limit",
     .type = kSize,
     .default_value = "global.body_size_limit",
     .doc = "Maximum size of an uncompressed scrape response; 0 means no limit."},
    {.name = "sample_limit",
     .type = kUnsigned,
     .default_value = "global.sample_limit",
     .doc = "Maximum number of samples per scrape; 0 means no limit."},
    {.name = "target_limit",
     .type = kUnsigned,
     .default_value = "global.target_limit",
     .doc = "Maximum number of targets of the scrape job; 0 means no limit."},
    {.name = "label_limit",
     .type = kUnsigned,
     .default_value = "global.label_limit",
     .doc = "Maximum number of labels of a sample; 0 means no limit."},
    {.name = "label_name_length_limit",
     .type = kUnsigned,
     .default_value = "global.label_name_length_limit",
     .doc = "Maximum length of a label name; 0 means no limit."},
    {.name = "label_value_length_limit",
     .type = kUnsigned,
     .default_value = "global.label_value_length_limit",
     .doc = "Maximum length of a label value; 0 means no limit."},
    {.name = "native_histogram_bucket_limit",
     .type = kUnsigned,
     .default_value = "0",
     .doc = "Maximum number of buckets of a native histogram; more are merged.",
     .since = "2.45"},
    {.name = "native_histogram_min_bucket_factor",
     .type = kFloat,
     .default_value = "0",
     .doc = "Minimum growth factor between the buckets of a native histogram.",
     .since = "2.50"},
    {.name = "keep_dropped_targets",
     .type = kUnsigned,
     .default_value = "global.keep_dropped_targets",
     .doc = "Number of dropped targets kept in memory; 0 means no limit.",
     .since = "2.47"},
    {.name = "metric_name_validation_scheme",
     .type = kNameValidation,
     .default_value = "global.metric_name_validation_scheme",
     .doc = "Validation scheme for metric and label names.",
     .since = "2.55"},
    {.name = "metric_name_escaping_scheme",
     .type = kNameEscaping,
     .default_value = "global.metric_name_escaping_scheme",
     .doc = "Escaping scheme for UTF-8 metric and label names.",
     .since = "3.4"},
    {.name = "extra_scrape_metrics",
     .type = kBool,
     .default_value = "global.extra_scrape_metrics",
     .doc = "Store additional series about limits and sizes of scrapes.",
     .since = "3.10"},
    {.name = "relabel_configs",
     .type = kRelabelConfigs,
     .doc = "Relabelling of targets.",
     .null_item = "empty or null target relabeling rule in scrape config"},
    {.name = "metric_relabel_configs",
     .type = kRelabelConfigs,
     .doc = "Relabelling of samples.",
     .null_item = "empty or null metric relabeling rule in scrape config"},
    {.name = "target_groups",
     .type = ListOf(kAny),
     .doc = "Former name of `static_configs`.",
     .removed = {.since = "1.0", .instead = "use `static_configs`"}},
};
constexpr const Object* kIncludes[] = {&kHttpClient, &kDiscovery};

constexpr Type kScrapeConfigType = SectionOf(kScrapeConfig);
constexpr Field kFileFields[] = {
    {.name = "scrape_configs",
     .type = ListOf(kScrapeConfigType, "[]*config.ScrapeConfig"),
     .doc = "The jobs.",
     .null_item = "empty or null scrape config section"},
};

void CheckEscaping(Section& section, const Values& job, const Global& global) {
  constexpr std::string_view kEscapings[] = {"allow-utf-8", "underscores", "dots", "values"};
  const auto known = [&](std::string_view scheme) {
    return std::find(std::begin(kEscapings), std::end(kEscapings), scheme) != std::end(kEscapings);
  };
  const auto refuse = [&](const yaml::Entry& entry, std::string_view scheme,
                          std::string_view whose) {
    section
        .Report(kBadValue, entry.value,
                fmt::format("`metric_name_escaping_scheme` cannot be `{}`", scheme),
                fmt::format("unknown {} name escaping method specified, must be one of "
                            "'allow-utf-8', 'underscores', 'dots', or 'values', got {}",
                            whose, GoQuote(scheme)))
        .notes.push_back("it is " + Describe(kNameEscaping));
  };
  if (!global.escaping.empty() && !known(global.escaping)) {
    refuse(*global.escaping_entry, global.escaping, "global");
    return;
  }
  const bool legacy = global.names == model::NameValidation::kLegacy;
  const std::string_view inherited = !global.escaping.empty() ? global.escaping
                                     : legacy                 ? "underscores"
                                                              : "allow-utf-8";
  const model::NameValidation names = ReadNames(job, global.names);
  const bool has_scheme = !job.Text("metric_name_validation_scheme").empty();
  std::string_view escaping = job.Text("metric_name_escaping_scheme");
  if (escaping.empty()) {
    escaping = !has_scheme                               ? inherited
               : names == model::NameValidation::kLegacy ? "underscores"
                                                         : "allow-utf-8";
  }
  if (!known(escaping)) {
    refuse(*job.Find("metric_name_escaping_scheme"), escaping, "scrape config");
  } else if (escaping == "allow-utf-8" && names != model::NameValidation::kUtf8) {
    const yaml::Entry* entry = job.FindSet("metric_name_escaping_scheme");
    if (entry == nullptr) entry = job.FindSet("metric_name_validation_scheme");
    if (entry == nullptr) entry = global.escaping_entry;
    section
        .Report(kBadValue, entry->value, "UTF-8 names need the validation scheme `utf8`",
                "utf8 metric names requested but validation scheme is not set to UTF8")
        .notes.emplace_back(
            "set `metric_name_validation_scheme` to `utf8`, or the escaping scheme "
            "to `underscores`");
  }
}

}  // namespace

constexpr Object kScrapeConfig = {
    .name = "scrape_config",
    .doc = "A scrape job: targets, and how they are scraped.",
    .fields = kFields,
    .includes = kIncludes,
    .check_last = CheckStaticTargets,
    .upstream = "config.ScrapeConfig",
};

constexpr Object kScrapeConfigFile = {
    .name = "scrape config file",
    .doc = "A file with scrape jobs, as listed in `scrape_config_files`.",
    .fields = kFileFields,
    .upstream = "config.ScrapeConfigs",
};

namespace {

// What Prometheus takes for an address and can never connect to.
void CheckAddress(Section& section, const yaml::Node& target, std::string_view address) {
  if (address.find_first_of(", ") != std::string_view::npos) {
    section.Report(kFailsLater, target, fmt::format("`{}` is taken for one address", address))
        .notes.emplace_back("write a list item for each target");
    return;
  }
  const std::size_t colon = address.rfind(':');
  if (colon == std::string_view::npos || address.ends_with(']')) return;
  const std::string_view port = address.substr(colon + 1);
  const bool is_one_colon = address.find(':') == colon || address[colon - 1] == ']';
  const bool is_number = port.find_first_not_of("0123456789") == std::string_view::npos;
  constexpr std::size_t kMostDigits = 5;
  if (!is_one_colon || (!port.empty() && is_number && port.size() <= kMostDigits)) return;
  section.Report(kFailsLater, target, fmt::format("invalid port in `{}`", address))
      .notes.emplace_back("write `host:port`, such as `localhost:9100`");
}

// What is accepted, and makes each scrape fail.
void CheckUrlParts(Section& section, const Values& job) {
  const std::string_view scheme = job.Text("scheme");
  // Relabelling may set another.
  const bool is_relabelled = job.IsSet("relabel_configs");
  if (const yaml::Entry* entry = job.FindSet("scheme");
      entry != nullptr && !is_relabelled && LowerAscii(scheme) != "http" &&
      LowerAscii(scheme) != "https" && scheme.find('$') == std::string_view::npos) {
    section
        .Report(kFailsLater, entry->value,
                fmt::format("`scheme` cannot be `{}`: every scrape fails", scheme))
        .notes.emplace_back("write `http` or `https`");
  }
  const yaml::Entry* path = job.FindSet("metrics_path");
  if (path == nullptr || job.TextOf(path->value).find('?') == std::string_view::npos) return;
  section
      .Report(kFailsLater, path->value,
              "`metrics_path` has a query string, whose `?` becomes part of the path")
      .notes.emplace_back("put the parameters into `params`");
}

}  // namespace

void CheckScrapeConfig(Section& section, const Values& job, const Global& global) {
  const std::string name = GoQuote(job.Text("job_name"));
  Duration interval = job.Time("scrape_interval");
  if (interval == Duration::zero()) interval = global.interval;
  if (job.Time("scrape_timeout") > interval) {
    section
        .Report(kBadValue, job.Find("scrape_timeout")->value,
                fmt::format("`scrape_timeout` is longer than the scrape interval, {}",
                            FormatPrometheusDuration(interval)),
                fmt::format("scrape timeout greater than scrape interval for scrape config with "
                            "job name {}",
                            name))
        .notes.emplace_back("a scrape must finish before the next one starts");
  }
  if (const yaml::Entry* protocols = job.Find("scrape_protocols")) {
    CheckProtocols(section, *protocols, fmt::format(" for scrape config with job name {}", name));
  }
  if (const yaml::Entry* fallback = job.FindSet("fallback_scrape_protocol")) {
    if (auto problem = ProtocolProblem(job.TextOf(fallback->value))) {
      section
          .Report(kBadValue, fallback->value, std::move(problem->message),
                  fmt::format("invalid fallback_scrape_protocol for scrape config with job name "
                              "{}: {}",
                              name, problem->upstream))
          .notes = {problem->note};
    }
  }
  CheckUrlParts(section, job);
  CheckEscaping(section, job, global);
  const model::NameValidation names = ReadNames(job, global.names);
  CheckRelabelRules(section, job, "relabel_configs", names);
  CheckRelabelRules(section, job, "metric_relabel_configs", names);
}

void CheckStaticTargets(Section& section) {
  const Values& values = section.values();
  if (!values.Items("relabel_configs").empty()) return;
  for (const yaml::Node& group : values.Items("static_configs")) {
    if (!group.IsMapping()) continue;
    const Values fields = values.Of(group);
    for (const yaml::Node& target : fields.Items("targets")) {
      const std::string_view address = fields.TextOf(target);
      if (address.find('/') == std::string_view::npos) {
        CheckAddress(section, target, address);
        continue;
      }
      auto& problem =
          section.Report(kBadValue, target,
                         fmt::format("invalid target address `{}`: expected `host:port`", address),
                         fmt::format("{} is not a valid hostname", GoQuote(address)));
      problem.notes.emplace_back(
          address.find("://") == std::string_view::npos
              ? "the path goes into `metrics_path`"
              : "the scheme goes into `scheme`, the path into `metrics_path`");
    }
  }
}

}  // namespace check::config::prometheus

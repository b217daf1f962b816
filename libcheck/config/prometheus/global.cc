#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/ascii.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"
#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/config/prometheus/semantics.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/values.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    {.name = "scrape_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval between scrapes."},
    {.name = "scrape_timeout",
     .type = kDuration,
     .default_value = "10s",
     .doc = "Timeout of a scrape."},
    {.name = "scrape_protocols",
     .type = kScrapeProtocols,
     .doc = "Scrape protocols to negotiate, in order of preference.",
     .since = "2.49"},
    {.name = "evaluation_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval between rule evaluations."},
    {.name = "rule_query_offset",
     .type = kDuration,
     .default_value = "0s",
     .doc = "Offset into the past at which rules are evaluated, so that late samples can arrive.",
     .since = "2.53"},
    {.name = "query_log_file", .type = kFile, .doc = "File that queries are logged to."},
    {.name = "scrape_failure_log_file",
     .type = kFile,
     .doc = "File that scrape failures are logged to.",
     .since = "2.55"},
    {.name = "external_labels",
     .type = MapOf(kString, "map[string]string"),
     .doc = "Labels added to all series and alerts that leave this server; `$VARIABLE` is replaced "
            "from the environment."},
    {.name = "body_size_limit",
     .type = kSize,
     .default_value = "0",
     .doc = "Maximum size of an uncompressed scrape response; 0 means no limit.",
     .since = "2.45"},
    {.name = "sample_limit",
     .type = kUnsigned,
     .default_value = "0",
     .doc = "Maximum number of samples per scrape; 0 means no limit.",
     .since = "2.45"},
    {.name = "target_limit",
     .type = kUnsigned,
     .default_value = "0",
     .doc = "Maximum number of targets of a scrape job; 0 means no limit.",
     .since = "2.45"},
    {.name = "label_limit",
     .type = kUnsigned,
     .default_value = "0",
     .doc = "Maximum number of labels of a sample; 0 means no limit.",
     .since = "2.45"},
    {.name = "label_name_length_limit",
     .type = kUnsigned,
     .default_value = "0",
     .doc = "Maximum length of a label name; 0 means no limit.",
     .since = "2.45"},
    {.name = "label_value_length_limit",
     .type = kUnsigned,
     .default_value = "0",
     .doc = "Maximum length of a label value; 0 means no limit.",
     .since = "2.45"},
    {.name = "keep_dropped_targets",
     .type = kUnsigned,
     .default_value = "0",
     .doc = "Number of dropped targets kept in memory; 0 means no limit.",
     .since = "2.47"},
    {.name = "metric_name_validation_scheme",
     .type = kNameValidation,
     .default_value = "utf8",
     .doc = "Validation scheme for metric and label names.",
     .since = "2.55"},
    {.name = "metric_name_escaping_scheme",
     .type = kNameEscaping,
     .default_value = "allow-utf-8",
     .doc = "Escaping scheme for UTF-8 metric and label names.",
     .since = "3.4"},
    {.name = "scrape_native_histograms",
     .type = kBool,
     .default_value = "false",
     .doc = "Scrape native histograms.",
     .since = "3.8"},
    {.name = "convert_classic_histograms_to_nhcb",
     .type = kBool,
     .default_value = "false",
     .doc = "Convert classic histograms to native histograms with custom buckets.",
     .since = "3.4"},
    {.name = "always_scrape_classic_histograms",
     .type = kBool,
     .default_value = "false",
     .doc = "Also scrape the classic form of native histograms.",
     .since = "3.5"},
    {.name = "extra_scrape_metrics",
     .type = kBool,
     .default_value = "false",
     .doc = "Store additional series about limits and sizes of scrapes.",
     .since = "3.10"},
};

constexpr Field kRuntimeFields[] = {
    {.name = "gogc",
     .type = kInteger,
     .default_value = "75",
     .doc = "Go garbage collection percentage (GOGC)."},
};

void CheckExternalLabels(Section& section, model::NameValidation names) {
  const Values labels = section.values().Sub("external_labels");
  std::vector<const yaml::Entry*> sorted;
  for (const yaml::Entry& entry : labels.entries()) sorted.push_back(&entry);
  std::sort(sorted.begin(), sorted.end(), [&](const yaml::Entry* a, const yaml::Entry* b) {
    return labels.TextOf(a->key) < labels.TextOf(b->key);
  });
  for (const yaml::Entry* entry : sorted) {
    const std::string_view name = labels.TextOf(entry->key);
    if (!model::IsValidLabelName(name, names)) {
      section.Report(kBadValue, entry->key, fmt::format("invalid label name `{}`", name),
                     fmt::format("{} is not a valid label name", GoQuote(name)));
    }
    const std::string_view value = labels.TextOf(entry->value);
    if (!IsValidUtf8(value)) {
      section.Report(kBadValue, entry->value, "the label value is not valid UTF-8",
                     fmt::format("{} is not a valid label value", GoQuote(value)));
    }
  }
}

void CheckGlobal(Section& section) {
  const Values& values = section.values();
  const model::NameValidation names = ReadNames(values, UsualNames(section.input().target_version));
  CheckExternalLabels(section, names);

  const Duration interval = ReadGlobal(values).interval;
  if (values.Time("scrape_timeout") > interval) {
    section
        .Report(kBadValue, values.Find("scrape_timeout")->value,
                fmt::format("`scrape_timeout` is longer than the scrape interval, {}",
                            FormatPrometheusDuration(interval)),
                "global scrape timeout greater than scrape interval")
        .notes.emplace_back("a scrape must finish before the next one starts");
  }
  if (const yaml::Entry* protocols = values.Find("scrape_protocols")) {
    CheckProtocols(section, *protocols, " for global config");
  }
}

}  // namespace

constexpr Object kGlobal = {
    .name = "global",
    .doc = "Settings of the server, and defaults for all scrape jobs.",
    .fields = kFields,
    .check = CheckGlobal,
    .upstream = "config.plain",
};

constexpr Object kRuntime = {
    .name = "runtime",
    .doc = "Settings of the server process.",
    .fields = kRuntimeFields,
    .upstream = "config.RuntimeConfig",
};

model::NameValidation UsualNames(std::string_view version) {
  return !version.empty() && IsBefore(version, "3.0") ? model::NameValidation::kLegacy
                                                      : model::NameValidation::kUtf8;
}

model::NameValidation ReadNames(const Values& values, model::NameValidation otherwise) {
  const std::string_view scheme = values.Text("metric_name_validation_scheme");
  return scheme == "legacy" ? model::NameValidation::kLegacy
         : scheme == "utf8" ? model::NameValidation::kUtf8
                            : otherwise;
}

Global ReadGlobal(const Values& values) {
  Global global;
  // Prometheus: 0 stands for the default.
  const auto time = [&](std::string_view field, Duration& into) {
    const Duration given = values.Time(field);
    if (given != Duration::zero()) into = given;
  };
  time("scrape_interval", global.interval);
  time("evaluation_interval", global.evaluation_interval);
  global.timeout = std::min(global.timeout, global.interval);
  time("scrape_timeout", global.timeout);
  global.names = ReadNames(values, UsualNames(values.input().target_version));
  global.escaping = values.Text("metric_name_escaping_scheme");
  global.escaping_entry = values.Find("metric_name_escaping_scheme");
  global.scrape_native_histograms = values.Bool("scrape_native_histograms");
  global.convert_classic_histograms = values.Bool("convert_classic_histograms_to_nhcb");
  global.always_scrape_classic_histograms = values.Bool("always_scrape_classic_histograms");
  return global;
}

void CheckProtocols(Section& section, const yaml::Entry& protocols, std::string_view suffix) {
  const std::span<const yaml::Node> items = protocols.value.items();
  if (items.empty()) {
    section.Report(kMissingField, protocols.key, "`scrape_protocols` is empty",
                   fmt::format("scrape_protocols cannot be empty{}", suffix));
    return;
  }
  const Values& values = section.values();
  std::vector<std::string> known;
  std::string all;
  for (const yaml::Node& item : items) {
    all += fmt::format("{}{}", all.empty() ? "" : " ", values.TextOf(item));
  }
  for (const yaml::Node& item : items) {
    const std::string_view name = values.TextOf(item);
    if (std::find(known.begin(), known.end(), LowerAscii(name)) != known.end()) {
      section.Report(
          kDuplicateValue, item, fmt::format("duplicate protocol `{}`", name),
          fmt::format("duplicated protocol in scrape_protocols, got [{}]{}", all, suffix));
      return;
    }
    if (auto problem = ProtocolProblem(name)) {
      auto& report =
          section.Report(kBadValue, item, std::move(problem->message),
                         fmt::format("scrape_protocols: {}{}", problem->upstream, suffix));
      report.notes = {problem->note};
      return;
    }
    known.push_back(LowerAscii(name));
  }
}

std::optional<TextProblem> ProtocolProblem(std::string_view name) {
  std::string all;
  for (const std::string_view known : kScrapeProtocolNames) {
    if (name == known) return std::nullopt;
    all += fmt::format("{}{}", all.empty() ? "" : " ", known);
  }
  return TextProblem{fmt::format("unknown scrape protocol `{}`", name),
                     "it is " + Describe(kScrapeProtocol),
                     fmt::format("unknown scrape protocol {}, supported: [{}]", name, all)};
}

}  // namespace check::config::prometheus

#include <fmt/format.h>

#include <unordered_map>

#include "libcheck/base/quote.h"
#include "libcheck/config/common/relabel_config.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/config/prometheus/semantics.h"
#include "libcheck/schema/codes.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Type kScrapeConfigType = SectionOf(kScrapeConfig);
constexpr Type kRemoteWriteType = SectionOf(kRemoteWrite);
constexpr Type kRemoteReadType = SectionOf(kRemoteRead);

constexpr Field kFields[] = {
    {.name = "global",
     .type = SectionOf(kGlobal),
     .doc = "Settings of the server, and defaults for all scrape jobs."},
    {.name = "runtime",
     .type = SectionOf(kRuntime),
     .doc = "Settings of the server process.",
     .since = "2.53"},
    {.name = "alerting", .type = SectionOf(kAlerting), .doc = "Settings for sending alerts."},
    {.name = "rule_files",
     .type = ListOf(kFile),
     .doc = "Paths of rule files; the last path component may contain `*`."},
    {.name = "scrape_config_files",
     .type = ListOf(kFile),
     .doc = "Paths of files with scrape jobs; the last path component may contain `*`.",
     .since = "2.43"},
    {.name = "scrape_configs",
     .type = ListOf(kScrapeConfigType, "[]*config.ScrapeConfig"),
     .doc = "The jobs.",
     .null_item = "empty or null scrape config section"},
    {.name = "storage", .type = SectionOf(kStorage), .doc = "Storage settings."},
    {.name = "tracing", .type = SectionOf(kTracing), .doc = "Endpoint that traces are sent to."},
    {.name = "remote_write",
     .type = ListOf(kRemoteWriteType, "[]*config.RemoteWriteConfig"),
     .doc = "Remote write endpoints that samples are sent to.",
     .null_item = "empty or null remote write config section"},
    {.name = "remote_read",
     .type = ListOf(kRemoteReadType, "[]*config.RemoteReadConfig"),
     .doc = "Remote read endpoints that samples are read from.",
     .null_item = "empty or null remote read config section"},
    {.name = "otlp",
     .type = SectionOf(kOtlp),
     .doc = "Settings of the OTLP receiver.",
     .since = "2.55"},
};

void CheckAlerting(Section& section, model::NameValidation names) {
  const Values alerting = section.values().Sub("alerting");
  CheckRelabelRules(section, alerting, "alert_relabel_configs", names);
  for (const yaml::Node& item : alerting.Items("alertmanagers")) {
    if (!item.IsMapping()) continue;
    const Values alertmanager = alerting.Of(item);
    CheckRelabelRules(section, alertmanager, "alert_relabel_configs", names);
    CheckRelabelRules(section, alertmanager, "relabel_configs", names);
  }
}

void CheckOtlp(Section& section, model::NameValidation names) {
  constexpr std::string_view kLegacy[] = {"", "UnderscoreEscapingWithSuffixes",
                                          "UnderscoreEscapingWithoutSuffixes"};
  const Values otlp = section.values().Sub("otlp");
  const std::string_view strategy = otlp.Text("translation_strategy");
  for (const std::string_view fine : kLegacy) {
    if (strategy == fine) return;
  }
  const yaml::Node& at = otlp.Find("translation_strategy")->value;
  if (strategy != "NoTranslation" && strategy != "NoUTF8EscapingWithSuffixes") {
    section
        .Report(kBadValue, at, fmt::format("`translation_strategy` cannot be `{}`", strategy),
                fmt::format("unsupported OTLP translation strategy {}", GoQuote(strategy)))
        .notes.push_back("it is " + Describe(FindField(kOtlp, "translation_strategy")->type));
  } else if (names == model::NameValidation::kLegacy) {
    section
        .Report(kBadValue, at,
                fmt::format("`{}` needs UTF-8 names, but only legacy names are valid", strategy),
                fmt::format("OTLP translation strategy {} is not allowed when UTF8 is disabled",
                            GoQuote(strategy)))
        .notes.emplace_back("set `global.metric_name_validation_scheme` to `utf8`");
  }
}

// Prometheus: promtool takes two sections that say the same, and the server does not.
void CheckTwins(Section& section, std::string_view field) {
  std::unordered_map<std::string_view, const yaml::Node*> known;
  for (const yaml::Node& item : section.values().Items(field)) {
    if (!item.IsMapping() || item.entries().empty()) continue;
    std::string_view text = section.file().text(item.span);
    while (text.ends_with('\n') || text.ends_with(' ')) text.remove_suffix(1);
    const auto [earlier, is_new] = known.try_emplace(text, &item);
    if (is_new) continue;
    Diagnostic& problem =
        section.Report(kFailsLater, item.entries().front().key,
                       fmt::format("duplicate item in `{}`, which the server refuses", field));
    problem.labels.push_back(
        {{&section.file(), earlier->second->entries().front().key.span}, "first defined here"});
  }
}

void CheckConfig(Section& section) {
  const Values& values = section.values();
  const Global global = ReadGlobal(values.Sub("global"));
  CheckPatterns(section, "rule_files", "invalid rule file path ");
  CheckPatterns(section, "scrape_config_files", "invalid scrape config file path ");
  for (const yaml::Node& item : values.Items("scrape_configs")) {
    if (item.IsMapping()) CheckScrapeConfig(section, values.Of(item), global);
  }
  CheckUniqueNames(section, "scrape_configs", "job_name",
                   "found multiple scrape configs with job name ");
  CheckAlerting(section, global.names);
  CheckUniqueNames(section, "remote_write", "name",
                   "found multiple remote write configs with job name ");
  for (const yaml::Node& item : values.Items("remote_write")) {
    if (!item.IsMapping()) continue;
    CheckRelabelRules(section, values.Of(item), "write_relabel_configs", global.names);
  }
  CheckUniqueNames(section, "remote_read", "name",
                   "found multiple remote read configs with job name ");
  CheckOtlp(section, global.names);
  CheckTwins(section, "remote_write");
  CheckTwins(section, "remote_read");
}

}  // namespace

constexpr Object kConfig = {
    .name = "configuration file",
    .doc = "Configuration of a Prometheus server.",
    .fields = kFields,
    .check = CheckConfig,
    .upstream = "config.plain",
};

bool IsPathPattern(std::string_view path) {
  const std::size_t star = path.find('*');
  return star == std::string_view::npos || path.find('/', star) == std::string_view::npos;
}

void CheckPatterns(Section& section, std::string_view field, std::string_view upstream) {
  const Values& values = section.values();
  for (const yaml::Node& item : values.Items(field)) {
    const std::string_view path = values.TextOf(item);
    if (IsPathPattern(path)) continue;
    section
        .Report(kBadValue, item, fmt::format("`{}` has a `*` before its last `/`", path),
                std::string(upstream) + GoQuote(path))
        .notes.emplace_back("list a pattern for each folder");
  }
}

void CheckUniqueNames(Section& section, std::string_view field, std::string_view inner,
                      std::string_view upstream) {
  const Values& values = section.values();
  const std::span<const yaml::Node> items = values.Items(field);
  if (items.size() < 2) return;
  std::unordered_map<std::string_view, const yaml::Node*> known;
  known.reserve(items.size());
  for (const yaml::Node& item : items) {
    if (!item.IsMapping()) continue;
    const Values fields = values.Of(item);
    const yaml::Entry* entry = fields.FindSet(inner);
    if (entry == nullptr) continue;
    const std::string_view name = fields.TextOf(entry->value);
    const auto [earlier, is_new] = known.try_emplace(name, &entry->value);
    if (is_new || name.empty()) continue;
    section
        .Report(kDuplicateValue, entry->value, fmt::format("duplicate `{1}`: `{0}`", name, inner),
                std::string(upstream) + GoQuote(name))
        .labels.push_back({{&section.file(), earlier->second->span}, "first defined here"});
  }
}

}  // namespace check::config::prometheus

#include "libcheck/lint/rule_environment.h"

#include <algorithm>

#include "libcheck/base/duration.h"

namespace check::lint {
namespace {

using config::prometheus::PrometheusConfig;
using config::prometheus::ScrapeJob;

constexpr CodeInfo kBadScrapeInterval = {
    .code = "bad-scrape-interval",
    .severity = Severity::kWarning,
    .summary = "a scrape interval that is not a valid duration",
    .explanation = R"(
The `prometheus.yml` that scrape intervals are read from contains an interval that is not a valid
duration such as `15s`. Prometheus would refuse that file, and checks that depend on the interval
are unreliable until it is fixed.
)",
};

void ReportBadInterval(const schema::Values& section, Diagnostics& diagnostics) {
  const yaml::Entry* entry = section.Find("scrape_interval");
  if (entry == nullptr) return;
  const auto interval = ParsePrometheusDuration(section.TextOf(entry->value));
  if (interval) return;
  diagnostics.Report(kBadScrapeInterval, {&section.input().file, entry->value.span},
                     interval.error().message);
}

}  // namespace

std::span<const CodeInfo* const> EnvironmentCodes() {
  static constexpr const CodeInfo* kCodes[] = {&kBadScrapeInterval};
  return kCodes;
}

RuleEnvironment EnvironmentOf(const PrometheusConfig& config) {
  if (config.files.front()->loaded.root == nullptr) return {};
  RuleEnvironment environment;
  for (const ScrapeJob& job : config.jobs) {
    const Duration interval = job.settings.interval;
    environment.scrape_interval =
        std::min(environment.scrape_interval.value_or(interval), interval);
  }
  if (!environment.scrape_interval) environment.scrape_interval = config.global.interval;
  return environment;
}

void ReportBadIntervals(const PrometheusConfig& config, Diagnostics& diagnostics) {
  ReportBadInterval(config.files.front()->top().Sub("global"), diagnostics);
  for (const ScrapeJob& job : config.jobs) ReportBadInterval(job.section, diagnostics);
}

}  // namespace check::lint

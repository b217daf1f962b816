#ifndef LIBCHECK_LINT_CONFIGURATION_H_
#define LIBCHECK_LINT_CONFIGURATION_H_

#include <functional>
#include <span>
#include <string_view>

#include "libcheck/config/prometheus/prometheus_config.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/lint/check.h"

/// Checks of a prometheus.yml and of what it names.
namespace check::lint {

/// What a check of whole configurations is given.
struct ConfigurationContext {
  const config::prometheus::PrometheusConfig& config;
};

/// What a check of scrape jobs is given.
struct ScrapeJobContext {
  const config::prometheus::PrometheusConfig& config;
  const config::prometheus::ScrapeJob& job;

  Location InFile(const yaml::Node& node) const { return {&job.file(), node.span}; }
};

/// What a check of targets is given: those of `static_configs` and of files that are there.
struct TargetContext {
  const config::prometheus::PrometheusConfig& config;
  const config::prometheus::ScrapeJob& job;
  const config::prometheus::TargetGroup& group;
  const config::prometheus::Target& target;

  /// Its labels before relabelling.
  config::RelabelLabels Discovered() const;
};

/// What a check of relabelling is given: one list of rules.
struct RelabelContext {
  const config::prometheus::PrometheusConfig& config;
  const config::prometheus::RelabelRuleList& list;
  config::RelabelStage stage;
};

/// Where a rule has `field`, or begins if it does not have it.
Location PlaceOf(const config::WrittenRelabelRule& rule, std::string_view field);

/// Whether every text matches the rule's `regex`.
bool MatchesAll(const config::RelabelRule& rule);

/// Calls `visit` with each target of the job that is written somewhere, and gives whether these are
/// all there can be: other mechanisms find targets when they are asked, and files that are missing
/// or have faults could hold any.
bool ForEachWrittenTarget(const config::prometheus::PrometheusConfig& config,
                          const config::prometheus::ScrapeJob& job,
                          const std::function<void(const TargetContext&)>& visit);

/// Runs those of `checks` that look at a configuration, or at parts of one.
void CheckConfiguration(const config::prometheus::PrometheusConfig& config,
                        std::span<const Check* const> checks, Diagnostics& diagnostics);

}  // namespace check::lint

#endif  // LIBCHECK_LINT_CONFIGURATION_H_

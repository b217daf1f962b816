#ifndef LIBCHECK_LINT_SLO_H_
#define LIBCHECK_LINT_SLO_H_

#include <optional>
#include <span>
#include <vector>

#include "libcheck/config/prometheus/prometheus_config.h"
#include "libcheck/lint/check.h"
#include "libcheck/rules/rule_file.h"
#include "libcheck/slo/slo.h"

/// Checks of service level objectives.
namespace check::lint {

/// What checks of objectives may know beside their specifications.
struct SloEnvironment {
  std::optional<Duration> scrape_interval;      ///< The shortest one of the server.
  std::optional<Duration> evaluation_interval;  ///< Of groups that do not have their own.
  std::optional<Duration> retention;            ///< How long the server keeps samples.
  /// The rules that are said to belong to the objectives. Null: nobody has named any.
  const std::vector<const rules::RuleSet*>* rules = nullptr;
};

/// What the server of `config` is known to do. Its retention is often a flag and not in there.
SloEnvironment SloEnvironmentOf(const config::prometheus::PrometheusConfig& config);

/// What a check of single objectives is given: one that could be read. Its places point into its
/// file, or nowhere where it has been made of flags.
struct SloContext {
  const slo::Slo& slo;
  const SloEnvironment& environment;

  /// The place that a field was read from, or else the name of the objective.
  Location Or(const Location& field) const { return field.file != nullptr ? field : slo.where; }
};

/// Runs those of `checks` that look at objectives.
void CheckSlos(std::span<const slo::Slo> slos, const SloEnvironment& environment,
               std::span<const Check* const> checks, Diagnostics& diagnostics);

}  // namespace check::lint

#endif  // LIBCHECK_LINT_SLO_H_

#ifndef LIBCHECK_LINT_SLO_H_
#define LIBCHECK_LINT_SLO_H_

#include <optional>
#include <span>
#include <vector>

#include "libcheck/config/prometheus/prometheus_config.h"
#include "libcheck/lint/check.h"
#include "libcheck/rules/rule_file.h"
#include "libcheck/slo/policy_faults.h"
#include "libcheck/slo/read_policy.h"
#include "libcheck/slo/slo.h"

/// Checks of service level objectives.
namespace check::lint {

/// What the user of a run knows of its objectives.
struct SloSurroundings {
  slo::PolicyReading burn_alerts;  ///< Of the rules that are said to belong to them.
  double requests_per_second = 0;  ///< What their services get; 0: not known.
  bool knows_all_rules = true;     ///< None of the files that they are in has errors.
};

/// What checks of objectives may know beside their specifications.
struct SloEnvironment {
  std::optional<Duration> scrape_interval;      ///< The shortest one of the server.
  std::optional<Duration> evaluation_interval;  ///< Of groups that do not have their own.
  std::optional<Duration> retention;            ///< How long the server keeps samples.
  /// What somebody has said of the objectives. Null: nobody has.
  const SloSurroundings* surroundings = nullptr;
};

/// What the server of `config` is known to do. Its retention is often a flag and not in there.
SloEnvironment SloEnvironmentOf(const config::prometheus::PrometheusConfig& config);

/// What a check of single objectives is given: one that could be read. Its places point into its
/// file, or nowhere where it has been made of flags.
struct SloContext {
  const slo::Slo& slo;
  const SloEnvironment& environment;

  double requests_per_second() const {
    return environment.surroundings != nullptr ? environment.surroundings->requests_per_second : 0;
  }

  /// The place that a field was read from, or else the name of the objective.
  Location Or(const Location& field) const { return field.file != nullptr ? field : slo.where; }
};

/// Reports what is wrong in that way with the alerts of an objective, unless it wants none.
void ReportPolicyFaults(const SloContext& context, slo::PolicyFault::Kind kind,
                        const CodeInfo& info, Diagnostics& diagnostics);

/// Runs those of `checks` that look at objectives.
void CheckSlos(std::span<const slo::Slo> slos, const SloEnvironment& environment,
               std::span<const Check* const> checks, Diagnostics& diagnostics);

}  // namespace check::lint

#endif  // LIBCHECK_LINT_SLO_H_

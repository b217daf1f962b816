#ifndef LIBCHECK_LINT_RULE_ENVIRONMENT_H_
#define LIBCHECK_LINT_RULE_ENVIRONMENT_H_

#include "libcheck/config/prometheus/prometheus_config.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/lint/check.h"

namespace check::lint {

/// What `config`, of a server that evaluates rules, tells their checks. Whether Prometheus would
/// accept the file is another question.
RuleEnvironment EnvironmentOf(const config::prometheus::PrometheusConfig& config);

/// Reports scrape intervals that are not durations. For configurations that were read without
/// looking at more than their YAML.
void ReportBadIntervals(const config::prometheus::PrometheusConfig& config,
                        Diagnostics& diagnostics);

/// Every CodeInfo that ReportBadIntervals can report, for the reference.
std::span<const CodeInfo* const> EnvironmentCodes();

}  // namespace check::lint

#endif  // LIBCHECK_LINT_RULE_ENVIRONMENT_H_

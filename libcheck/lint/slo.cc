#include "libcheck/lint/slo.h"

#include "libcheck/base/duration.h"
#include "libcheck/lint/rule_environment.h"

namespace check::lint {

SloEnvironment SloEnvironmentOf(const config::prometheus::PrometheusConfig& config) {
  if (config.files.front()->loaded.root == nullptr) return {};
  SloEnvironment environment = {.scrape_interval = EnvironmentOf(config).scrape_interval,
                                .evaluation_interval = config.global.evaluation_interval};
  const schema::Values top = config.files.front()->top();
  const std::string_view retention = top.Sub("storage").Sub("tsdb").Sub("retention").Text("time");
  if (const auto time = ParsePrometheusDuration(retention); time && *time > Duration::zero()) {
    environment.retention = *time;
  }
  return environment;
}

void CheckSlos(std::span<const slo::Slo> slos, const SloEnvironment& environment,
               std::span<const Check* const> checks, Diagnostics& diagnostics) {
  if (!AnyLooksAt<SloContext>(checks)) return;
  for (const slo::Slo& slo : slos) RunChecks(checks, SloContext{slo, environment}, diagnostics);
}

}  // namespace check::lint

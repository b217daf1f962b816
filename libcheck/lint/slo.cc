#include "libcheck/lint/slo.h"

#include <utility>

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

void ReportPolicyFaults(const SloContext& context, slo::PolicyFault::Kind kind,
                        const CodeInfo& info, Diagnostics& diagnostics) {
  const slo::Slo& slo = context.slo;
  if (!slo.alerts) return;
  const slo::PolicySetting setting = {.policy = slo.policy,
                                      .objective = slo.objective,
                                      .period_ms = slo.period.length_ms,
                                      .requests_per_second = context.requests_per_second()};
  for (slo::PolicyFault& fault : slo::FaultsOf(setting)) {
    if (fault.kind != kind) continue;
    Diagnostic& diagnostic =
        diagnostics.Report(info, context.Or(slo.objective_where), std::move(fault.message));
    if (!fault.note.empty()) diagnostic.notes.push_back(std::move(fault.note));
  }
}

void CheckSlos(std::span<const slo::Slo> slos, const SloEnvironment& environment,
               std::span<const Check* const> checks, Diagnostics& diagnostics) {
  if (!AnyLooksAt<SloContext>(checks)) return;
  for (const slo::Slo& slo : slos) RunChecks(checks, SloContext{slo, environment}, diagnostics);
}

}  // namespace check::lint

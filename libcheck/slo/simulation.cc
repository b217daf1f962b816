#include "libcheck/slo/simulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "libcheck/slo/figure_text.h"

namespace check::slo {
namespace {

// Closed forms are of steps: they know no guard, and no change of traffic.
std::optional<OutageTiming> ClosedForm(const BurnAlert& alert, const Slo& slo,
                                       const Scenario& scenario) {
  const auto error = scenario.outage.Constant();
  if (!error || *error <= scenario.background || !scenario.traffic.is_constant() ||
      slo.least_events > 0) {
    return std::nullopt;
  }
  constexpr double kAll = static_cast<double>(kWhole);
  return TimingOf(alert, slo.objective.budget(), slo.period.length_ms,
                  {.error = static_cast<double>(*error) / kAll,
                   .background = static_cast<double>(scenario.background) / kAll,
                   .duration_s = static_cast<double>(scenario.outage.DurationMs()) / 1000});
}

ScenarioSimulation SimulateOne(const Slo& slo, const Scenario& scenario, const ServerTiming& timing,
                               const RuleSimulation* rules) {
  ScenarioSimulation simulated = {
      .simulator = Simulator(scenario, slo), .alerts = {}, .problem = {}};
  for (const BurnAlert& alert : slo.policy.alerts) {
    simulated.alerts.push_back({.closed = ClosedForm(alert, slo, scenario),
                                .second = simulated.simulator.Run(alert, 1000),
                                .evaluated = simulated.simulator.Run(alert, timing.interval_ms)});
  }
  if (rules == nullptr) return simulated;
  auto runs = rules->Run(simulated.simulator, timing);
  if (!runs) {
    simulated.problem = runs.error().message;
    return simulated;
  }
  for (std::size_t i = 0; i < runs->size(); ++i) {
    AlertSimulation& alert = simulated.alerts[i];
    alert.rules = std::move((*runs)[i]);
    if (alert.rules) alert.agrees = Agree(alert.evaluated, *alert.rules, timing.tolerance_ms());
  }
  return simulated;
}

}  // namespace

bool ScenarioSimulation::agrees() const {
  return std::ranges::all_of(alerts, &AlertSimulation::agrees);
}

bool Simulation::agrees() const {
  return std::ranges::all_of(scenarios, &ScenarioSimulation::agrees);
}

bool Simulation::has_problem() const {
  return std::ranges::any_of(
      scenarios, [](const ScenarioSimulation& scenario) { return !scenario.problem.empty(); });
}

Simulation Simulate(const Slo& slo, const std::vector<Scenario>& scenarios,
                    const ServerTiming& timing, const Layout* layout) {
  Simulation simulation = {
      .slo = &slo, .timing = timing, .layout = {}, .no_rules = {}, .scenarios = {}};
  std::optional<RuleSimulation> rules;
  if (layout != nullptr) {
    auto made = RuleSimulation::Make(slo, *layout);
    if (made) {
      rules = std::move(*made);
      simulation.layout = layout->name;
    } else {
      simulation.no_rules = made.error().message;
    }
  }
  for (const Scenario& scenario : scenarios) {
    simulation.scenarios.push_back(SimulateOne(slo, scenario, timing, rules ? &*rules : nullptr));
  }
  return simulation;
}

std::vector<std::string> ReasonsToDiffer(const Simulation& simulation,
                                         const ScenarioSimulation& scenario, std::size_t alert) {
  std::vector<std::string> reasons;
  const auto add = [&](std::string reason) {
    if (std::ranges::find(reasons, reason) == reasons.end()) reasons.push_back(std::move(reason));
  };
  const Slo& slo = *simulation.slo;
  const std::int64_t scrape_ms = simulation.timing.scrape_interval_ms;
  for (const Tier& tier : slo.policy.alerts[alert].tiers) {
    const std::int64_t window_ms = tier.short_ms > 0 ? tier.short_ms : tier.long_ms;
    if (tier.short_ms == 0 && simulation.layout == "pyrra") {
      add(fmt::format(
          "the short window of {} is rounded to 0s, and its rules query [1s], which has no rate",
          Describe(tier)));
    } else if (window_ms < 2 * scrape_ms) {
      add(fmt::format("a window of {} contains fewer than two scrapes at {}", WindowText(window_ms),
                      WindowText(scrape_ms)));
    }
    const double threshold = Threshold(tier, slo.objective.budget());
    for (const OutagePhase& phase : scenario.simulator.scenario().outage.phases) {
      const double error = static_cast<double>(phase.from.value_or(0)) / kWhole;
      if (phase.from == phase.to && std::abs(error - threshold) < 1e-12) {
        add(fmt::format("an error ratio of {} is exactly the threshold of {}, so rounding decides",
                        PercentText(error), Describe(tier)));
      }
    }
  }
  return reasons;
}

}  // namespace check::slo

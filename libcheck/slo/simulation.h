#ifndef LIBCHECK_SLO_SIMULATION_H_
#define LIBCHECK_SLO_SIMULATION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/slo/arithmetic.h"
#include "libcheck/slo/rule_simulation.h"
#include "libcheck/slo/simulate.h"
#include "libcheck/slo/slo.h"

/// What the alerts of an objective would do in outages, worked out in every way there is.
namespace check::slo {

/// What one alert of the policy does in one scenario.
struct AlertSimulation {
  /// Where there is one: the outage is a single error ratio, and traffic is constant.
  std::optional<OutageTiming> closed;
  AlertRun second;                ///< As if it were evaluated every second.
  AlertRun evaluated;             ///< At the server's evaluations, without delays of scrapes.
  std::optional<AlertRun> rules;  ///< What the rules did, if they were run and have the alert.
  /// Whether the rules did what arithmetic says, to within an evaluation and a scrape.
  bool agrees = true;
};

struct ScenarioSimulation {
  Simulator simulator;
  std::vector<AlertSimulation> alerts;  ///< Those of the policy, in its order.
  /// Why the rules could not be run here, one sentence; else empty.
  std::string problem;

  bool agrees() const;
};

struct Simulation {
  const Slo* slo = nullptr;
  ServerTiming timing;
  std::string layout;    ///< Of the rules that were run; empty: none.
  std::string no_rules;  ///< Why none were, one sentence, if they were wanted.
  std::vector<ScenarioSimulation> scenarios;

  bool agrees() const;
  bool has_problem() const;
};

/// `layout`: which rules are run; null: none.
Simulation Simulate(const Slo& slo, const std::vector<Scenario>& scenarios,
                    const ServerTiming& timing, const Layout* layout);

/// Why rules may do something else than arithmetic says of the alert with this index, as sentences
/// without a full stop: windows that hold too few scrapes, error ratios that are thresholds.
std::vector<std::string> ReasonsToDiffer(const Simulation& simulation,
                                         const ScenarioSimulation& scenario, std::size_t alert);

/// How simulations look in a terminal.
struct SimulationStyle {
  bool colour = false;
  bool utf8 = false;
  unsigned width = 80;
};

/// A table for each scenario, and below it when alerts fire, drawn beside the outage.
std::string SimulationText(const Simulation& simulation, const SimulationStyle& style);

/// An array with an object for each objective.
std::string SimulationsJson(const std::vector<Simulation>& simulations);

/// The drawing alone.
std::string TimelineText(const Simulation& simulation, const ScenarioSimulation& scenario,
                         const SimulationStyle& style);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SIMULATION_H_

#ifndef TOOLS_SLO_SIMULATION_JSON_H_
#define TOOLS_SLO_SIMULATION_JSON_H_

#include <string>
#include <vector>

#include "libcheck/slo/simulation.h"

namespace tools {

/// An array with an object for each objective, on one line.
std::string SimulationsJson(const std::vector<check::slo::Simulation>& simulations);

}  // namespace tools

#endif  // TOOLS_SLO_SIMULATION_JSON_H_

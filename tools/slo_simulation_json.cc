#include "tools/slo_simulation_json.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

namespace tools {
namespace {

using Json = nlohmann::ordered_json;
namespace slo = check::slo;

Json Seconds(std::int64_t ms) {
  if (ms % 1000 == 0) return ms / 1000;
  return static_cast<double>(ms) / 1000;
}
Json Seconds(std::optional<std::int64_t> ms) { return ms ? Seconds(*ms) : Json(nullptr); }

// Without the noise of the last digits.
Json Number(double value) {
  if (!std::isfinite(value)) return nullptr;
  const double rounded = std::round(value * 1e6) / 1e6;
  return std::abs(rounded - value) < 1e-9 * std::abs(value) ? rounded : value;
}
Json Number(std::optional<double> value) { return value ? Number(*value) : Json(nullptr); }

Json TierJson(const slo::Tier& tier, double budget) {
  return {{"long_seconds", Seconds(tier.long_ms)},
          {"short_seconds", tier.short_ms > 0 ? Seconds(tier.short_ms) : Json(nullptr)},
          {"factor", Number(tier.factor)},
          {"threshold", Number(slo::Threshold(tier, budget))},
          {"reachable", slo::IsReachable(tier, budget)}};
}

Json ClosedJson(const slo::OutageTiming& timing) {
  return {{"already_firing", timing.already_firing},
          {"condition_seconds", Number(timing.condition_s)},
          {"shortest_outage_seconds", Number(timing.shortest_s)},
          {"detection_seconds", Number(timing.detection_s)},
          {"spent", Number(timing.spent)},
          {"reset_seconds", timing.detection_s ? Number(timing.reset_s) : Json(nullptr)}};
}

Json RunJson(const slo::AlertRun& run) {
  Json firing = Json::array();
  for (const slo::Firing& one : run.firing) {
    firing.push_back(
        {{"start_seconds", Seconds(one.start_ms)}, {"end_seconds", Seconds(one.end_ms)}});
  }
  return {
      {"already_firing", run.already_firing},    {"detection_seconds", Seconds(run.detection_ms)},
      {"spent_by_time", Number(run.spent_time)}, {"spent_by_events", Number(run.spent_events)},
      {"reset_seconds", Seconds(run.reset_ms)},  {"firing", std::move(firing)}};
}

Json AlertJson(const slo::BurnAlert& alert, const slo::AlertSimulation& simulated, double budget) {
  Json tiers = Json::array();
  for (const slo::Tier& tier : alert.tiers) tiers.push_back(TierJson(tier, budget));
  return {{"name", alert.name},
          {"severity", alert.severity},
          {"for_seconds", Seconds(alert.for_ms)},
          {"keep_firing_for_seconds", Seconds(alert.keep_firing_ms)},
          {"tiers", std::move(tiers)},
          {"closed_form", simulated.closed ? ClosedJson(*simulated.closed) : Json(nullptr)},
          {"every_second", RunJson(simulated.second)},
          {"evaluated", RunJson(simulated.evaluated)},
          {"rules", simulated.rules ? RunJson(*simulated.rules) : Json(nullptr)},
          {"agrees", simulated.rules ? Json(simulated.agrees) : Json(nullptr)}};
}

Json TrafficJson(const slo::Traffic& traffic) {
  Json parts = Json::array();
  for (const slo::Traffic::Part& part : traffic.parts) {
    parts.push_back({{"from_seconds", Seconds(part.from_ms)},
                     {"requests_per_second", Number(part.per_second)}});
  }
  return parts;
}

Json ScenarioJson(const slo::Slo& slo, const slo::ScenarioSimulation& simulated) {
  constexpr double kAll = static_cast<double>(slo::kWhole);
  const double budget = slo.objective.budget();
  const slo::Scenario& scenario = simulated.simulator.scenario();
  const auto error = scenario.outage.Constant();
  Json alerts = Json::array();
  for (std::size_t i = 0; i < simulated.alerts.size(); ++i) {
    alerts.push_back(AlertJson(slo.policy.alerts[i], simulated.alerts[i], budget));
  }
  Json burn = nullptr;
  if (error) burn = Number(slo::BurnRate(static_cast<double>(*error) / kAll, budget));
  return {{"outage", scenario.outage.text},
          {"duration_seconds", Seconds(scenario.outage.DurationMs())},
          {"start_seconds", Seconds(scenario.start_ms)},
          {"background", Number(static_cast<double>(scenario.background) / kAll)},
          {"traffic", TrafficJson(scenario.traffic)},
          {"burn_rate", std::move(burn)},
          {"spent_by_time", Number(simulated.simulator.SpentTime())},
          {"spent_by_events", Number(simulated.simulator.SpentEvents())},
          {"problem", simulated.problem.empty() ? Json(nullptr) : Json(simulated.problem)},
          {"alerts", std::move(alerts)}};
}

Json SimulationJson(const slo::Simulation& simulation) {
  const slo::Slo& slo = *simulation.slo;
  Json scenarios = Json::array();
  for (const slo::ScenarioSimulation& scenario : simulation.scenarios) {
    scenarios.push_back(ScenarioJson(slo, scenario));
  }
  const auto text = [](const std::string& words) {
    return words.empty() ? Json(nullptr) : Json(words);
  };
  return {{"service", slo.service},
          {"slo", slo.name},
          {"objective_percent", Number(slo.objective.ratio() * 100)},
          {"budget", slo.objective.budget()},
          {"period_seconds", Seconds(slo.period.length_ms)},
          {"policy", slo.policy.name},
          {"interval_seconds", Seconds(simulation.timing.interval_ms)},
          {"scrape_interval_seconds", Seconds(simulation.timing.scrape_interval_ms)},
          {"layout", text(simulation.layout)},
          {"no_rules", text(simulation.no_rules)},
          {"scenarios", std::move(scenarios)}};
}

}  // namespace

std::string SimulationsJson(const std::vector<slo::Simulation>& simulations) {
  Json all = Json::array();
  for (const slo::Simulation& simulation : simulations) all.push_back(SimulationJson(simulation));
  return all.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace tools

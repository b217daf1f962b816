#include <cmath>
#include <optional>

#include "libcheck/slo/json_parts.h"
#include "libcheck/slo/simulation.h"

namespace check::slo {
namespace {

Json Times(std::optional<std::int64_t> ms) { return ms ? Json(Seconds(*ms)) : Json(nullptr); }

// Without the noise of the last digits.
Json Rounded(double value) {
  const double rounded = std::round(value * 1e6) / 1e6;
  return Number(std::abs(rounded - value) < 1e-9 * std::abs(value) ? rounded : value);
}
Json Rounded(std::optional<double> value) { return value ? Rounded(*value) : Json(nullptr); }

Json TierJson(const Tier& tier, double budget) {
  return {{"long_seconds", Seconds(tier.long_ms)},
          {"short_seconds", tier.short_ms > 0 ? Json(Seconds(tier.short_ms)) : Json(nullptr)},
          {"factor", Rounded(tier.factor)},
          {"threshold", Rounded(Threshold(tier, budget))},
          {"reachable", IsReachable(tier, budget)}};
}

Json ClosedJson(const OutageTiming& timing) {
  return {{"already_firing", timing.already_firing},
          {"condition_seconds", Rounded(timing.condition_s)},
          {"shortest_outage_seconds", Rounded(timing.shortest_s)},
          {"detection_seconds", Rounded(timing.detection_s)},
          {"spent", Rounded(timing.spent)},
          {"reset_seconds", timing.detection_s ? Rounded(timing.reset_s) : Json(nullptr)}};
}

Json RunJson(const AlertRun& run) {
  Json firing = Json::array();
  for (const Firing& one : run.firing) {
    firing.push_back({{"start_seconds", Times(one.start_ms)}, {"end_seconds", Times(one.end_ms)}});
  }
  return {
      {"already_firing", run.already_firing},     {"detection_seconds", Times(run.detection_ms)},
      {"spent_by_time", Rounded(run.spent_time)}, {"spent_by_events", Rounded(run.spent_events)},
      {"reset_seconds", Times(run.reset_ms)},     {"firing", std::move(firing)}};
}

Json AlertJson(const BurnAlert& alert, const AlertSimulation& simulated, double budget) {
  Json tiers = Json::array();
  for (const Tier& tier : alert.tiers) tiers.push_back(TierJson(tier, budget));
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

Json TrafficJson(const Traffic& traffic) {
  Json parts = Json::array();
  for (const Traffic::Part& part : traffic.parts) {
    parts.push_back({{"from_seconds", Seconds(part.from_ms)},
                     {"requests_per_second", Rounded(part.per_second)}});
  }
  return parts;
}

Json ScenarioJson(const Slo& slo, const ScenarioSimulation& simulated) {
  constexpr double kAll = static_cast<double>(kWhole);
  const double budget = slo.objective.budget();
  const Scenario& scenario = simulated.simulator.scenario();
  const auto error = scenario.outage.Constant();
  Json alerts = Json::array();
  for (std::size_t i = 0; i < simulated.alerts.size(); ++i) {
    alerts.push_back(AlertJson(slo.policy.alerts[i], simulated.alerts[i], budget));
  }
  Json burn = nullptr;
  if (error) burn = Rounded(BurnRate(static_cast<double>(*error) / kAll, budget));
  return {{"outage", scenario.outage.text},
          {"duration_seconds", Seconds(scenario.outage.DurationMs())},
          {"start_seconds", Seconds(scenario.start_ms)},
          {"background", Rounded(static_cast<double>(scenario.background) / kAll)},
          {"traffic", TrafficJson(scenario.traffic)},
          {"burn_rate", std::move(burn)},
          {"spent_by_time", Rounded(simulated.simulator.SpentTime())},
          {"spent_by_events", Rounded(simulated.simulator.SpentEvents())},
          {"problem", simulated.problem.empty() ? Json(nullptr) : Json(simulated.problem)},
          {"alerts", std::move(alerts)}};
}

Json SimulationJson(const Simulation& simulation) {
  const Slo& slo = *simulation.slo;
  Json scenarios = Json::array();
  for (const ScenarioSimulation& scenario : simulation.scenarios) {
    scenarios.push_back(ScenarioJson(slo, scenario));
  }
  const auto text = [](const std::string& words) {
    return words.empty() ? Json(nullptr) : Json(words);
  };
  Json json = SubjectJson({.slo = &slo});
  json.erase("group");
  json.update({{"policy", slo.policy.name},
               {"period_seconds", Seconds(slo.period.length_ms)},
               {"interval_seconds", Seconds(simulation.timing.interval_ms)},
               {"scrape_interval_seconds", Seconds(simulation.timing.scrape_interval_ms)},
               {"layout", text(simulation.layout)},
               {"no_rules", text(simulation.no_rules)},
               {"scenarios", std::move(scenarios)}});
  return json;
}

}  // namespace

std::string SimulationsJson(const std::vector<Simulation>& simulations) {
  Json all = Json::array();
  for (const Simulation& simulation : simulations) all.push_back(SimulationJson(simulation));
  return report::ToText(all);
}

}  // namespace check::slo

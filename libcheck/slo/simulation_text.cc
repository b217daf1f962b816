#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include "libcheck/result/grid.h"
#include "libcheck/slo/figure_text.h"
#include "libcheck/slo/simulation.h"

namespace check::slo {
namespace {

using result::Align;
using result::Cell;
using result::Grid;
using result::Tone;

constexpr double kAll = static_cast<double>(kWhole);

double Seconds(std::int64_t ms) { return static_cast<double>(ms) / 1000; }
std::string Span(std::int64_t ms) { return SpanText(Seconds(ms)); }

// What comes before a figure less than zero: an alert that stops before the outage ends.
std::string SignedSpan(double seconds) {
  return seconds < 0 ? fmt::format("{} before", SpanText(-seconds)) : SpanText(seconds);
}

Cell Detection(const AlertSimulation& alert) {
  if (alert.second.already_firing) return {"before", Tone::kWarning};
  if (alert.closed && alert.closed->detection_s) {
    return {SpanText(*alert.closed->detection_s), Tone::kStrong};
  }
  if (alert.second.detection_ms) return {Span(*alert.second.detection_ms), Tone::kStrong};
  return {"never", Tone::kFaint};
}

Cell Reset(const AlertSimulation& alert) {
  if (alert.second.firing.empty()) return {};
  if (!alert.second.reset_ms) return {"never", Tone::kWarning};
  if (alert.closed && alert.closed->detection_s) return {SignedSpan(*alert.closed->reset_s)};
  return {SignedSpan(Seconds(*alert.second.reset_ms))};
}

// "1m, 29m30s": from the outage's start until it fires, and from its end until it stops.
std::string TimesOf(const AlertRun& run) {
  if (run.firing.empty()) return "never";
  const std::string from = run.detection_ms ? Span(*run.detection_ms) : "before";
  return fmt::format("{}, {}", from,
                     run.reset_ms ? SignedSpan(Seconds(*run.reset_ms)) : std::string("never"));
}

Cell Rules(const AlertSimulation& alert) {
  if (!alert.rules) return {};
  return {TimesOf(*alert.rules), alert.agrees ? Tone::kPlain : Tone::kBad};
}

std::string AlertName(const BurnAlert& alert) {
  if (alert.name.empty() || alert.name == alert.severity) return alert.severity;
  return alert.severity.empty() ? alert.name : fmt::format("{} ({})", alert.name, alert.severity);
}

// The tiers, if a policy has several alerts of the same name.
std::string AlertText(const Policy& policy, const BurnAlert& alert) {
  const std::string name = AlertName(alert);
  const auto same = std::ranges::count_if(
      policy.alerts, [&](const BurnAlert& other) { return AlertName(other) == name; });
  if (same < 2 || alert.tiers.empty()) return name;
  return fmt::format("{} {}", name, FactorText(alert.tiers.front().factor));
}

// Outages that are not long enough, and budgets that are too large.
std::string Shortest(const BurnAlert& alert, const AlertSimulation& simulated, double budget) {
  const bool reachable =
      std::ranges::any_of(alert.tiers, [&](const Tier& tier) { return IsReachable(tier, budget); });
  if (!reachable) return "can never fire";
  if (!simulated.closed || simulated.closed->already_firing) return {};
  return simulated.closed->shortest_s ? SpanText(*simulated.closed->shortest_s) : "never";
}

std::string PercentOrNothing(std::optional<double> share) {
  return share ? PercentText(*share) : "";
}

std::string ScenarioTitle(const Simulation& simulation, const ScenarioSimulation& scenario) {
  const Scenario& given = scenario.simulator.scenario();
  std::string title = given.outage.text;
  if (const auto error = given.outage.Constant()) {
    title +=
        fmt::format(": burn rate {}", FactorText(BurnRate(static_cast<double>(*error) / kAll,
                                                          simulation.slo->objective.budget())));
  } else {
    title += fmt::format(": {} in all", Span(given.outage.DurationMs()));
  }
  title += fmt::format(", spends {} of the budget", PercentText(scenario.simulator.SpentTime()));
  if (!given.traffic.is_constant()) {
    title += fmt::format(" by time, {} by events", PercentText(scenario.simulator.SpentEvents()));
  }
  return title;
}

Grid TableOf(const Simulation& simulation, const ScenarioSimulation& scenario) {
  const bool constant = scenario.simulator.scenario().traffic.is_constant();
  Grid grid({{"Alert"},
             {"Fires after"},
             {constant ? "Budget spent" : "Spent by time"},
             {"By events"},
             {"Stops after recovery"},
             {"Times"},
             {"Shortest outage"},
             {"Evaluated: fires, stops"},
             {"Rules: fires, stops"}});
  const Policy& policy = simulation.slo->policy;
  for (std::size_t i = 0; i < scenario.alerts.size(); ++i) {
    const AlertSimulation& alert = scenario.alerts[i];
    const bool by_closed = alert.closed && alert.closed->spent;
    const std::size_t times = alert.second.firing.size();
    grid.AddRow({{AlertText(policy, policy.alerts[i]), Tone::kName},
                 Detection(alert),
                 {PercentOrNothing(by_closed ? alert.closed->spent : alert.second.spent_time)},
                 {constant ? "" : PercentOrNothing(alert.second.spent_events)},
                 Reset(alert),
                 {times > 1 ? fmt::format("{}", times) : ""},
                 {Shortest(policy.alerts[i], alert, simulation.slo->objective.budget())},
                 {TimesOf(alert.evaluated)},
                 Rules(alert)});
  }
  return grid;
}

std::string Heading(const Simulation& simulation, const SimulationStyle& style) {
  const Slo& slo = *simulation.slo;
  std::string text = result::Coloured(slo.Title(), Tone::kStrong);
  if (!style.colour) text = slo.Title();
  text +=
      fmt::format(": {} % over {}, a budget of {}", slo.objective.percent(), PeriodText(slo.period),
                  SpanText(BudgetSeconds(slo.objective.budget(), slo.period.length_ms)));
  if (!simulation.scenarios.empty()) {
    const Traffic& traffic = simulation.scenarios.front().simulator.scenario().traffic;
    const double rate = traffic.MeanPerSecond();
    const double total = rate * Seconds(slo.period.length_ms);
    text += fmt::format(" or, at {}/s{}, {} failed requests", EventsText(rate),
                        traffic.is_constant() ? "" : " on average",
                        EventsText(std::round(BudgetEvents(slo.objective.budget(), total))));
  }
  text += fmt::format("; evaluated every {}", WindowText(simulation.timing.interval_ms));
  if (!simulation.layout.empty()) {
    text += fmt::format(", scraped every {}", WindowText(simulation.timing.scrape_interval_ms));
  }
  return text + "\n";
}

}  // namespace

std::string SimulationText(const Simulation& simulation, const SimulationStyle& style) {
  std::string text = Heading(simulation, style);
  for (const ScenarioSimulation& scenario : simulation.scenarios) {
    const std::string title = ScenarioTitle(simulation, scenario);
    text += "\n" + (style.colour ? result::Coloured(title, Tone::kStrong) : title) + "\n";
    text += TableOf(simulation, scenario).Text(style.colour, style.width);
    text += TimelineText(simulation, scenario, style);
  }
  return text;
}

}  // namespace check::slo

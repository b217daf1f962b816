#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "libcheck/plot/frame.h"
#include "libcheck/plot/summary.h"
#include "libcheck/slo/figure_text.h"
#include "libcheck/slo/simulation.h"

// Bars on a common axis of time, which begins with the outage.
namespace check::slo {
namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::size_t kMargin = 2;
constexpr std::size_t kFewestColumns = 20;

// In milliseconds from the outage's start: column i is [from + i * step, from + (i + 1) * step).
struct Axis {
  std::int64_t from = 0;
  double step = 1;
  std::size_t columns = 0;

  std::int64_t At(std::size_t column) const {
    return from + static_cast<std::int64_t>(step * static_cast<double>(column));
  }
};

// Until the last alert stops; of those that never do, a little longer than the outage.
std::int64_t EndOf(const ScenarioSimulation& scenario) {
  std::int64_t end = scenario.simulator.scenario().outage.DurationMs();
  for (const AlertSimulation& alert : scenario.alerts) {
    for (const Firing& firing : alert.second.firing) {
      end = std::max({end, firing.start_ms.value_or(0), firing.end_ms.value_or(0)});
    }
  }
  return end;
}

Axis AxisOf(const ScenarioSimulation& scenario, std::size_t columns) {
  const std::int64_t end = EndOf(scenario);
  const std::int64_t margin = std::max(end / 20, kSecond);
  Axis axis = {.from = -margin, .step = 1, .columns = columns};
  axis.step = static_cast<double>(end + 2 * margin) / static_cast<double>(columns);
  return axis;
}

// One mark for each column in which `is_on` is true of [from, to).
template <typename IsOn>
std::string Bar(const Axis& axis, std::string_view on, IsOn&& is_on) {
  std::string bar;
  for (std::size_t column = 0; column < axis.columns; ++column) {
    bar += is_on(axis.At(column), axis.At(column + 1)) ? on : " ";
  }
  bar.erase(bar.find_last_not_of(' ') + 1);
  return bar;
}

// Times that are round, each with room for its label.
std::string Ticks(const Axis& axis) {
  constexpr std::array kSteps = {10 * kSecond, 30 * kSecond, kMinute,      2 * kMinute, 5 * kMinute,
                                 10 * kMinute, 15 * kMinute, 30 * kMinute, kHour,       2 * kHour,
                                 3 * kHour,    6 * kHour,    12 * kHour,   kDay,        2 * kDay,
                                 5 * kDay,     10 * kDay,    30 * kDay,    100 * kDay};
  constexpr double kRoom = 9;
  const auto* const step = std::ranges::find_if(
      kSteps, [&](std::int64_t ms) { return static_cast<double>(ms) >= kRoom * axis.step; });
  const std::int64_t each = step == kSteps.end() ? kSteps.back() : *step;
  std::string line;
  for (std::int64_t time = 0;; time += each) {
    const auto column = static_cast<std::size_t>(static_cast<double>(time - axis.from) / axis.step);
    const std::string label = WindowText(time);
    if (column + label.size() > axis.columns) return line;
    line.resize(std::max(column, line.size()), ' ');
    line += time == 0 ? "0" : label;
  }
}

std::int64_t ShortestLongWindow(const Policy& policy) {
  std::int64_t shortest = 0;
  for (const BurnAlert& alert : policy.alerts) {
    for (const Tier& tier : alert.tiers) {
      if (shortest == 0 || tier.long_ms < shortest) shortest = tier.long_ms;
    }
  }
  return shortest;
}

std::vector<plot::Point> BurnRates(const Simulator& simulator, const Axis& axis,
                                   std::int64_t window_ms) {
  std::vector<plot::Point> points;
  for (std::size_t column = 0; column < axis.columns; ++column) {
    const std::int64_t time = (axis.At(column) + axis.At(column + 1)) / 2;
    const std::int64_t at = std::min(simulator.start_ms() + time, simulator.last_ms());
    points.push_back({time, simulator.BurnRateAt(at, window_ms)});
  }
  return points;
}

// With its factor, if there are several of the same severity.
std::string LabelOf(const Policy& policy, const BurnAlert& alert) {
  const std::string& label = alert.severity.empty() ? alert.name : alert.severity;
  const bool is_only = std::ranges::count(policy.alerts, alert.severity, &BurnAlert::severity) == 1;
  if (is_only || alert.tiers.empty()) return label;
  return label + " " + FactorText(alert.tiers.front().factor);
}

}  // namespace

std::string TimelineText(const Simulation& simulation, const ScenarioSimulation& scenario,
                         const SimulationStyle& style) {
  const Policy& policy = simulation.slo->policy;
  const bool any = std::ranges::any_of(
      scenario.alerts, [](const AlertSimulation& alert) { return !alert.second.firing.empty(); });
  if (!any) return "";
  const std::int64_t window_ms = ShortestLongWindow(policy);
  const std::string burn = "burn " + WindowText(window_ms);
  std::size_t labels = std::max<std::size_t>(burn.size(), 6);
  for (const BurnAlert& alert : policy.alerts)
    labels = std::max(labels, LabelOf(policy, alert).size());
  const unsigned width = style.width == 0 ? 80 : style.width;
  if (width < labels + kMargin + kFewestColumns) return "";
  const Axis axis = AxisOf(scenario, width - labels - kMargin);
  const auto line = [&](std::string_view label, std::string_view bar) {
    std::string text = plot::PadRight(std::string(label), labels + kMargin) + std::string(bar);
    text.erase(text.find_last_not_of(' ') + 1);
    return text + "\n";
  };

  const std::string_view mark = style.utf8 ? "█" : "#";
  const Simulator& simulator = scenario.simulator;
  // Whether the error ratio is other than the background, however short that is.
  const auto is_out = [&](std::int64_t from, std::int64_t to) {
    from = std::clamp(simulator.start_ms() + from, simulator.first_ms(), simulator.last_ms());
    to = std::clamp(simulator.start_ms() + to, simulator.first_ms(), simulator.last_ms());
    const Wide ratio = simulator.signal().SumsAt(to).ratio - simulator.signal().SumsAt(from).ratio;
    return ratio != static_cast<Wide>((to - from) * simulator.scenario().background);
  };
  std::string text = line("", Ticks(axis));
  text += line("outage", Bar(axis, mark, is_out));
  if (style.utf8) {
    const auto points = BurnRates(simulator, axis, window_ms);
    text += line(burn, plot::Sparkline(points, axis.from, axis.At(axis.columns), axis.columns));
  }
  for (std::size_t i = 0; i < policy.alerts.size(); ++i) {
    const auto& firing = scenario.alerts[i].second.firing;
    text += line(
        LabelOf(policy, policy.alerts[i]), Bar(axis, mark, [&](std::int64_t from, std::int64_t to) {
          return std::ranges::any_of(firing, [&](const Firing& one) {
            return (!one.start_ms || *one.start_ms < to) && (!one.end_ms || *one.end_ms > from);
          });
        }));
  }
  return text;
}

}  // namespace check::slo

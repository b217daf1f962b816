#include "libcheck/slo/report_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "libcheck/base/time_expression.h"
#include "libcheck/plot/frame.h"
#include "libcheck/slo/figure_text.h"

namespace check::slo {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
// Below this, lines of burn rates are at the bottom.
constexpr int kLowestPower = -1;

std::string At(std::int64_t ms, const ReportOptions& options) {
  return FormatTime(ms, options.zone, TimeStyle::kDateTime);
}

std::vector<plot::Figure::Span> Bands(const ReportFacts& facts, const ReportOptions& options) {
  std::vector<plot::Figure::Span> bands;
  for (const EpisodeOutcome& outcome : facts.score.episodes) {
    bands.push_back(
        {outcome.episode.start, outcome.episode.end,
         fmt::format(
             "{}, {}: {} of the budget", At(outcome.episode.start, options),
             SpanText(static_cast<double>(outcome.episode.end - outcome.episode.start) / 1000),
             PercentText(outcome.spent))});
  }
  return bands;
}

std::vector<BurnWindow> WindowsOf(const Policy& policy) {
  std::vector<BurnWindow> windows;
  for (const BurnAlert& alert : policy.alerts) {
    for (const Tier& tier : alert.tiers) {
      auto found = std::ranges::find(windows, tier.long_ms, &BurnWindow::window_ms);
      if (found == windows.end()) {
        if (windows.size() == plot::kLineStyles) continue;
        windows.push_back({tier.long_ms, 0, {}, kNaN, kNaN});
        found = windows.end() - 1;
      }
      if (std::ranges::find(found->factors, tier.factor) == found->factors.end()) {
        found->factors.push_back(tier.factor);
      }
    }
  }
  std::ranges::sort(windows, {}, &BurnWindow::window_ms);
  for (std::size_t i = 0; i < windows.size(); ++i) windows[i].style = i;
  return windows;
}

// The burn rate at the end of every interval that is shown, as a power of ten; a gap where there
// are no events, or not for as long as the window is.
plot::Series BurnLine(const Events& events, double budget, const ReportFacts& facts,
                      BurnWindow& window) {
  plot::Series line;
  const std::size_t to = events.CountUpTo(facts.end);
  std::size_t from = events.CountBefore(facts.start - window.window_ms);
  for (std::size_t i = events.CountBefore(facts.start); i < to; ++i) {
    const std::int64_t now = events.ends()[i];
    while (from <= i && events.begins()[from] < now - window.window_ms) ++from;
    if (now - window.window_ms < events.first()) continue;
    const double burn = events.SumOf(from, i + 1).ratio() / budget;
    line.points.push_back({now, burn > 0 ? std::log10(burn) : burn == 0 ? -99 : kNaN});
    window.last = burn;
    if (!(burn <= window.highest)) window.highest = std::isnan(burn) ? window.highest : burn;
  }
  return line;
}

// One for each severity, in the order of the policy.
std::vector<plot::Figure::Strip> Strips(const ReportFacts& facts, const ReportOptions& options) {
  std::vector<plot::Figure::Strip> strips;
  std::vector<std::string> done;
  for (const backtest::AlertTimeline& of : facts.alerts) {
    if (std::ranges::find(done, of.severity) != done.end()) continue;
    done.push_back(of.severity);
    std::vector<const backtest::AlertTimeline*> same;
    for (const backtest::AlertTimeline& other : facts.alerts) {
      if (other.severity == of.severity) same.push_back(&other);
    }
    plot::Figure::Strip strip = {of.severity, IsPage(of.severity) ? "bad" : "warn", {}};
    for (const backtest::FiringInterval& interval : Union(same, false)) {
      const std::int64_t end = interval.end.value_or(facts.end);
      strip.spans.push_back({interval.start, end,
                             fmt::format("{}: {} to {}", of.severity, At(interval.start, options),
                                         interval.end ? At(end, options) : "the end")});
    }
    strips.push_back(std::move(strip));
  }
  return strips;
}

// Spent evenly, all of it in the period.
plot::Figure::Line EvenLine(const ReportFacts& facts, const plot::TimeRange& range) {
  const PeriodBounds& period = facts.budget.period;
  plot::Figure::Line line = {.style = 6};
  for (const std::int64_t time : {range.start, range.end}) {
    line.series.points.push_back({time, 100 * (1 - static_cast<double>(time - period.start) /
                                                       static_cast<double>(period.length_ms()))});
  }
  return line;
}

}  // namespace

plot::Figure BudgetFigure(const ReportSubject& subject, const ReportFacts& facts,
                          const ReportOptions& options) {
  const Events& events = *subject.events;
  plot::Figure figure;
  figure.range = {facts.budget.period.start, facts.end};
  plot::Figure::Line line = {.filled = true};
  const std::size_t from = events.CountBefore(facts.budget.period.start);
  const std::size_t to = events.CountUpTo(facts.end);
  double errors = 0;
  double lowest = 100;
  if (from < to) line.series.points.push_back({events.begins()[from], 100});
  for (std::size_t i = from; i < to; ++i) {
    errors += events.errors(i);
    const double left = facts.budget.events > 0 ? 100 * (1 - errors / facts.budget.events) : 100;
    lowest = std::min(lowest, left);
    line.series.points.push_back({events.ends()[i], left});
  }
  if (from < to) figure.range.start = std::max(figure.range.start, events.begins()[from]);
  figure.lines.push_back(std::move(line));
  if (facts.budget.is_complete) figure.lines.push_back(EvenLine(facts, figure.range));
  figure.limits = {{0, 5}};
  figure.bands = Bands(facts, options);
  figure.axis = plot::PercentAxis(lowest, 100);
  figure.description =
      fmt::format("Remaining error budget from {} to {}: from 100 % to {}, at least {}",
                  At(figure.range.start, options), At(figure.range.end, options),
                  PercentText(facts.budget.remaining), PercentText(lowest / 100));
  return figure;
}

plot::Figure BurnFigure(const ReportSubject& subject, const ReportFacts& facts,
                        const ReportOptions& options, std::vector<BurnWindow>& windows) {
  plot::Figure figure;
  figure.range = {facts.start, facts.end};
  windows = WindowsOf(subject.slo->policy);
  double highest = 10;
  figure.description = "Burn rates on a logarithmic scale";
  for (BurnWindow& window : windows) {
    plot::Figure::Line line = {.style = window.style};
    line.series = BurnLine(*subject.events, subject.slo->objective.budget(), facts, window);
    figure.lines.push_back(std::move(line));
    for (const double factor : window.factors) {
      figure.limits.push_back({std::log10(factor), window.style});
      highest = std::max(highest, factor);
    }
    if (window.highest > highest) highest = window.highest;
    if (std::isnan(window.highest)) continue;
    figure.description +=
        fmt::format(", over {} up to {}", WindowText(window.window_ms), FactorText(window.highest));
  }
  figure.bands = Bands(facts, options);
  figure.strips = Strips(facts, options);
  figure.axis = plot::LogAxis(kLowestPower, static_cast<int>(std::ceil(std::log10(highest))));
  return figure;
}

}  // namespace check::slo

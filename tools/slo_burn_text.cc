#include "tools/slo_burn_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/slo/figure_text.h"

namespace tools {
namespace {

using check::result::Align;
using check::result::Cell;
using check::result::Grid;
using check::result::Tone;
namespace slo = check::slo;
namespace plot = check::plot;

std::string Plain(double value) {
  return std::isfinite(value) ? check::FormatGoFloat(value, 'f', -1) : "";
}
std::string Seconds(std::int64_t ms) { return Plain(static_cast<double>(ms) / 1000); }

std::string BurnText(double burn) { return std::isnan(burn) ? "–" : slo::FactorText(burn); }

// What is to be known of a window before its figures are believed.
std::string NoteOn(const slo::WindowBurn& window) {
  if (window.sum.covered_ms == 0) return "no data";
  if (!window.sum.any()) return "no events";
  if (!window.is_complete) {
    return fmt::format("{} of it known",
                       slo::PercentText(static_cast<double>(window.sum.covered_ms) /
                                        static_cast<double>(window.window_ms)));
  }
  return window.has_few_events ? "few events" : "";
}

std::string WindowName(const slo::WindowBurn& window, const slo::Slo& slo) {
  return window.is_period ? slo::PeriodText(slo.period) : slo::WindowText(window.window_ms);
}

// Says so where the data do not reach back over a window, or end before the time asked for.
std::string ShortDataLine(const SloSubject& subject, const slo::BurnResult& result,
                          std::string_view zone) {
  const slo::Events& events = subject.counted.events;
  if (events.empty()) return "note: there are no events at all\n";
  const auto is_short = [&](const slo::WindowBurn& window) {
    return result.facts.time - window.window_ms < events.first();
  };
  std::string ends;
  if (result.facts.time > events.last()) {
    ends = fmt::format("note: the data end at {}\n", ClockText(events.last(), zone));
  }
  const auto window = std::ranges::find_if(result.facts.windows, is_short);
  if (window == result.facts.windows.end()) return ends;
  return ends + fmt::format("note: the data begin at {}: the window of {}{} back further\n",
                            ClockText(events.first(), zone), WindowName(*window, *subject.slo),
                            window->is_period ? " reaches" : ", and longer ones, reach");
}

std::string BudgetLine(const slo::Slo& slo, const slo::BudgetState& budget, std::string_view zone) {
  if (std::isnan(budget.remaining)) return "budget: not known without events\n\n";
  std::string text = fmt::format("budget: {} left: {}", slo::PercentText(budget.remaining),
                                 FailedText(budget.sum.errors));
  if (slo.period.calendar) text += " since " + ClockText(budget.period.start, zone);
  text += AllowedText(budget);
  return text + "\n\n";
}

void AddPromql(const slo::PromqlFigure& figure, std::vector<Cell>& row) {
  const auto text = [](const std::optional<double>& value) {
    if (!value) return std::string("none");
    return std::isnan(*value) ? std::string("NaN") : slo::PercentText(*value);
  };
  row.push_back({text(figure.ratio), figure.differs ? Tone::kWarning : Tone::kPlain});
  row.push_back({figure.is_averaged_asked ? text(figure.averaged) : "",
                 figure.averaged_differs ? Tone::kWarning : Tone::kPlain});
}

Tone ToneOf(const slo::WindowBurn& window) {
  const bool is_over =
      std::ranges::any_of(window.factors, [&](double factor) { return window.burn > factor; });
  return is_over ? Tone::kBad : Tone::kPlain;
}

Grid WindowGrid(const slo::Slo& slo, const slo::BurnResult& result) {
  std::vector<check::result::Column> columns = {{"WINDOW"},
                                                {"FAILED", Align::kRight},
                                                {"EVENTS", Align::kRight},
                                                {"ERRORS", Align::kDecimal},
                                                {"BURN RATE", Align::kDecimal},
                                                {"BUDGET", Align::kDecimal},
                                                {"EXHAUSTED IN", Align::kRight},
                                                {"THRESHOLD"},
                                                {"NOTE"}};
  const bool compares = !result.promql.empty();
  if (compares) {
    columns.insert(columns.begin() + 4,
                   {{"PROMQL", Align::kDecimal}, {"AVERAGED", Align::kDecimal}});
  }
  Grid grid(std::move(columns));
  for (std::size_t i = 0; i < result.facts.windows.size(); ++i) {
    const slo::WindowBurn& window = result.facts.windows[i];
    std::vector<Cell> row = {{WindowName(window, slo), Tone::kName},
                             {slo::EventsText(window.sum.errors)},
                             {slo::EventsText(window.sum.total)},
                             {slo::PercentText(window.ratio)}};
    if (compares) AddPromql(result.promql[i], row);
    row.push_back({BurnText(window.burn), ToneOf(window)});
    row.push_back({slo::PercentText(window.spent)});
    row.push_back(
        {result.facts.budget.remaining <= 0 ? "is spent" : slo::SpanText(window.exhaustion_s)});
    std::string thresholds;
    for (const double factor : window.factors) {
      thresholds += (thresholds.empty() ? "" : ", ") + slo::FactorText(factor);
    }
    row.push_back({std::move(thresholds)});
    row.push_back({NoteOn(window), Tone::kFaint});
    grid.AddRow(std::move(row));
  }
  return grid;
}

Cell StateCell(const slo::AlertBurn& alert, std::string_view zone) {
  if (alert.state == slo::AlertBurn::State::kInactive) return {"inactive"};
  const bool fires = alert.state == slo::AlertBurn::State::kFiring;
  std::string text = fmt::format("{} since {}", fires ? "firing" : "pending",
                                 ClockText(alert.since.value_or(0), zone));
  if (alert.is_warm_up) text += ", in warm-up";
  return {std::move(text), fires ? Tone::kBad : Tone::kWarning};
}

Grid AlertGrid(const std::vector<slo::AlertBurn>& alerts, std::string_view zone) {
  Grid grid({{"ALERT"},
             {"SEVERITY"},
             {"CONDITION"},
             {"LONG", Align::kDecimal},
             {"SHORT", Align::kDecimal},
             {"HOLDS"},
             {"STATE"}});
  for (const slo::AlertBurn& alert : alerts) {
    for (std::size_t i = 0; i < alert.tiers.size(); ++i) {
      const slo::TierBurn& tier = alert.tiers[i];
      std::string holds = tier.holds ? "yes" : "no";
      if (tier.is_warm_up) holds += " (warm-up)";
      grid.AddRow({{i == 0 ? alert.name : ""},
                   {i == 0 ? alert.severity : ""},
                   {slo::Describe(tier.tier)},
                   {BurnText(tier.long_burn)},
                   {tier.tier.short_ms > 0 ? BurnText(tier.short_burn) : ""},
                   {std::move(holds), tier.holds ? Tone::kBad : Tone::kPlain},
                   i == 0 ? StateCell(alert, zone) : Cell{}});
    }
  }
  return grid;
}

}  // namespace

std::string BurnReport(const SloSubject& subject, const slo::BurnResult& result,
                       const GridStyle& style) {
  const slo::Slo& slo = *subject.slo;
  std::string text =
      fmt::format("{}: {} % over {}, at {}\n", subject.Title(), slo.objective.percent(),
                  slo::PeriodText(slo.period), ClockText(result.facts.time, style.zone));
  text += BudgetLine(slo, result.facts.budget, style.zone);
  text += WindowGrid(slo, result).Text(style.colour, style.width);
  if (!result.facts.alerts.empty()) {
    text += "\n" + AlertGrid(result.facts.alerts, style.zone).Text(style.colour, style.width);
  }
  std::string notes = ShortDataLine(subject, result, style.zone) + RemarkLines(subject, style.zone);
  for (std::size_t i = 0; i < result.promql.size(); ++i) {
    if (result.promql[i].why.empty()) continue;
    notes +=
        fmt::format("{}: {}\n", WindowName(result.facts.windows[i], slo), result.promql[i].why);
  }
  return notes.empty() ? text : text + "\n" + notes;
}

Grid BurnCsvGrid() {
  return Grid({{"slo"},
               {"time"},
               {"window_seconds"},
               {"period"},
               {"errors"},
               {"total"},
               {"error_ratio"},
               {"burn_rate"},
               {"budget_spent"},
               {"budget_remaining"},
               {"exhaustion_seconds"},
               {"covered_seconds"},
               {"complete"}});
}

void AddBurnCsv(const SloSubject& subject, std::int64_t time,
                const std::vector<slo::WindowBurn>& windows, Grid& grid) {
  const double remaining = slo::BudgetAt(*subject.slo, subject.counted.events, time).remaining;
  for (const slo::WindowBurn& window : windows) {
    grid.AddRow({{subject.Title()},
                 {check::FormatTime(time, "UTC", check::TimeStyle::kRfc3339)},
                 {Seconds(window.window_ms)},
                 {window.is_period ? "true" : "false"},
                 {Plain(window.sum.errors)},
                 {Plain(window.sum.total)},
                 {Plain(window.ratio)},
                 {Plain(window.burn)},
                 {Plain(window.spent)},
                 {Plain(remaining)},
                 {Plain(window.exhaustion_s)},
                 {Seconds(window.sum.covered_ms)},
                 {window.is_complete ? "true" : "false"}});
  }
}

Grid BurnRangeGrid(const slo::Slo& slo, const slo::BurnRange& range, std::string_view zone) {
  std::vector<check::result::Column> columns = {{"TIME"}};
  if (!range.steps.empty()) {
    for (const slo::WindowBurn& window : range.steps.front().windows) {
      columns.push_back({WindowName(window, slo), Align::kDecimal});
    }
  }
  columns.push_back({"LEFT", Align::kDecimal});
  Grid grid(std::move(columns));
  for (const auto& at : range.steps) {
    std::vector<Cell> row = {{ClockText(at.time, zone)}};
    for (const slo::WindowBurn& window : at.windows) {
      row.push_back({BurnText(window.burn), ToneOf(window)});
    }
    row.push_back({slo::PercentText(at.budget.remaining)});
    grid.AddRow(std::move(row));
  }
  return grid;
}

plot::Picture BurnPicture(const SloSubject& subject, const slo::BurnRange& range,
                          std::int64_t step) {
  plot::Picture picture = {.title = subject.Title() + ": burn rates", .step = step};
  if (range.steps.empty()) return picture;
  picture.start = range.steps.front().time;
  picture.end = range.steps.back().time;
  for (std::size_t i = 0; i < range.steps.front().windows.size(); ++i) {
    plot::Series& series = picture.series.emplace_back();
    series.name = WindowName(range.steps.front().windows[i], *subject.slo);
    for (const auto& at : range.steps) {
      if (!std::isnan(at.windows[i].burn)) series.points.push_back({at.time, at.windows[i].burn});
    }
  }
  return picture;
}

}  // namespace tools

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/number.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/plot/picture.h"
#include "libcheck/result/grid.h"
#include "libcheck/slo/burn.h"
#include "libcheck/slo/burn_json.h"
#include "libcheck/slo/figure_text.h"
#include "libcheck/slo/promql_figures.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/output.h"
#include "tools/query_flags.h"
#include "tools/slo_data.h"
#include "tools/slo_flags.h"
#include "tools/slo_subjects.h"

namespace tools {
namespace {

using check::Error;
using check::Result;
using check::result::Align;
using check::result::Cell;
using check::result::Grid;
using check::result::Tone;
namespace slo = check::slo;
namespace plot = check::plot;

struct Options {
  SloFlags slos;
  SloDataFlags data;
  TimeFlags times;
  std::string at;
  std::string step;
  std::vector<std::string> windows;
  std::string compare;
  std::string format = "text";
  ColorFlag color;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

std::string Plain(double value) {
  return std::isfinite(value) ? check::FormatGoFloat(value, 'g', -1) : "";
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

class Burn {
 public:
  explicit Burn(const Options& options) : options_(options) {}

  Exit Run() {
    zone_ = options_.times.Zone("");
    if (const auto problem = check::CheckTimeZone(zone_)) return Fail("--tz: " + problem->message);
    if (!ReadWindows()) return Exit::kFailed;
    const auto set = options_.slos.Read(zone_);
    if (!set) return Exit::kFailed;
    const auto source = options_.data.Open();
    if (!source) return Exit::kFailed;
    is_range_ = !options_.data.start.empty() || !options_.data.end.empty() ||
                !options_.step.empty() || options_.format == "plot";
    if (is_range_ && !options_.at.empty())
      return Fail("--at and --start, --end, --step exclude each other");
    if (is_range_ && !options_.compare.empty())
      return Fail("--compare is for one time, not a range");
    const auto times = TimesOf(**source);
    if (!times) return Exit::kFailed;
    subjects_ = ReadSubjects(*set, **source, *times);
    if (subjects_.all.empty()) return Exit::kFailed;
    const Exit shown = is_range_ ? ShowRange(*times) : ShowAt(times->end, **source);
    return subjects_.is_complete ? shown : Exit::kFailed;
  }

 private:
  bool ReadWindows() {
    for (const std::string& text : options_.windows) {
      const auto length = ReadDurationFlag("--over", text);
      if (!length || *length < std::chrono::milliseconds(1)) {
        WriteError(length ? "--over has to be longer than 0" : length.error().message);
        return false;
      }
      windows_.push_back(*length / std::chrono::milliseconds(1));
    }
    std::ranges::sort(windows_);
    return true;
  }

  Result<check::storage::TimeRange> TimesOf(const slo::EventSource& source) {
    auto times = options_.data.Times(source, zone_);
    if (!times || is_range_) return times;
    const auto at = ReadTimeFlag("--at", options_.at, times->end, zone_);
    if (!at) {
      WriteError(at.error().message);
      return at.error();
    }
    times->begin = times->end = at->value_or(times->end);
    return times;
  }

  Exit ShowAt(std::int64_t time, slo::EventSource& source) {
    std::vector<slo::BurnResult> results;
    bool is_compared = true;
    for (const SloSubject& subject : subjects_.all) {
      const slo::Events& events = subject.counted.events;
      slo::BurnResult& result = results.emplace_back();
      result.subject = subject.view();
      result.facts = slo::BurnAt(*subject.slo, events, time, {.windows = windows_});
      is_compared &= Compare(subject, source, result);
    }
    if (options_.format == "json") {
      WriteOut(slo::BurnJson(results));
    } else if (options_.format == "csv") {
      Grid grid = CsvGrid();
      for (std::size_t i = 0; i < results.size(); ++i) {
        AddCsv(subjects_.all[i], time, results[i].facts.windows, grid);
      }
      WriteOut(grid.Csv());
    } else {
      for (std::size_t i = 0; i < results.size(); ++i) {
        WriteOut((i == 0 ? "" : "\n") + Text(subjects_.all[i], results[i]));
      }
    }
    return is_compared ? Exit::kOk : Exit::kFailed;
  }

  // Without --compare only what differs is kept, and a source that cannot be asked is fine.
  bool Compare(const SloSubject& subject, slo::EventSource& source, slo::BurnResult& result) {
    if (subject.slo->method.kind != slo::Method::Kind::kOccurrences ||
        !subject.counted.group.empty()) {
      if (options_.compare.empty()) return true;
      WriteError(fmt::format("`{}`: plain PromQL has no formula for it", subject.Title()));
      return false;
    }
    auto figures = slo::PromqlFigures(*subject.slo, subject.counted.events, result.facts, source);
    if (!figures) {
      if (options_.compare.empty()) return true;
      WriteError(fmt::format("`{}`: {}", subject.Title(), figures.error().message));
      return false;
    }
    const bool any = std::ranges::any_of(*figures, &slo::PromqlFigure::differs);
    if (any || !options_.compare.empty()) result.promql = std::move(*figures);
    return true;
  }

  std::string Text(const SloSubject& subject, const slo::BurnResult& result) const {
    const slo::Slo& slo = *subject.slo;
    std::string text =
        fmt::format("{}: {} % over {}, at {}\n", subject.Title(), slo.objective.percent(),
                    slo::PeriodText(slo.period), ClockText(result.facts.time, zone_));
    text += BudgetLine(slo, result.facts.budget);
    text += WindowGrid(slo, result).Text(options_.color.Use(), Width());
    if (!result.facts.alerts.empty()) {
      text += "\n" + AlertGrid(result.facts.alerts).Text(options_.color.Use(), Width());
    }
    std::string notes = ShortDataLine(subject, result) + RemarkLines(subject, zone_);
    for (std::size_t i = 0; i < result.promql.size(); ++i) {
      if (result.promql[i].why.empty()) continue;
      notes += fmt::format("promql, {}: {}\n", WindowName(result.facts.windows[i], slo),
                           result.promql[i].why);
    }
    return notes.empty() ? text : text + "\n" + notes;
  }

  // Says so where the data do not reach back over a window.
  std::string ShortDataLine(const SloSubject& subject, const slo::BurnResult& result) const {
    const slo::Events& events = subject.counted.events;
    if (events.empty()) return "note: there are no events at all\n";
    const auto is_short = [&](const slo::WindowBurn& window) {
      return result.facts.time - window.window_ms < events.first();
    };
    const auto window = std::ranges::find_if(result.facts.windows, is_short);
    if (window == result.facts.windows.end()) return {};
    return fmt::format("note: the data begin at {}, after the window of {} does{}\n",
                       ClockText(events.first(), zone_), WindowName(*window, *subject.slo),
                       window->is_period ? "" : ", and longer ones");
  }

  std::string BudgetLine(const slo::Slo& slo, const slo::BudgetState& budget) const {
    if (std::isnan(budget.remaining)) return "budget: no event to tell it by\n\n";
    std::string text = fmt::format(
        "budget: {} left, {} of {} events have failed", slo::PercentText(budget.remaining),
        slo::EventsText(budget.sum.errors), slo::EventsText(std::round(budget.events)));
    if (slo.period.calendar) text += " since " + ClockText(budget.period.start, zone_);
    if (!budget.is_complete) text += ", as far as there is data";
    return text + "\n\n";
  }

  static Grid WindowGrid(const slo::Slo& slo, const slo::BurnResult& result) {
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

  static void AddPromql(const slo::PromqlFigure& figure, std::vector<Cell>& row) {
    const auto text = [](const std::optional<double>& value) {
      if (!value) return std::string("none");
      return std::isnan(*value) ? std::string("NaN") : slo::PercentText(*value);
    };
    row.push_back({text(figure.ratio), figure.differs ? Tone::kWarning : Tone::kPlain});
    row.push_back({figure.is_averaged_asked ? text(figure.averaged) : "",
                   figure.averaged_differs ? Tone::kWarning : Tone::kPlain});
  }

  static Tone ToneOf(const slo::WindowBurn& window) {
    const bool is_over =
        std::ranges::any_of(window.factors, [&](double factor) { return window.burn > factor; });
    return is_over ? Tone::kBad : Tone::kPlain;
  }

  Grid AlertGrid(const std::vector<slo::AlertBurn>& alerts) const {
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
                     i == 0 ? StateCell(alert) : Cell{}});
      }
    }
    return grid;
  }

  Cell StateCell(const slo::AlertBurn& alert) const {
    if (alert.state == slo::AlertBurn::State::kInactive) return {"inactive"};
    const bool fires = alert.state == slo::AlertBurn::State::kFiring;
    std::string text = fmt::format("{} since {}", fires ? "firing" : "pending",
                                   ClockText(alert.since.value_or(0), zone_));
    if (alert.is_warm_up) text += ", in warm-up";
    return {std::move(text), fires ? Tone::kBad : Tone::kWarning};
  }

  static Grid CsvGrid() {
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

  static void AddCsv(const SloSubject& subject, std::int64_t time,
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

  Exit ShowRange(check::storage::TimeRange times) {
    std::int64_t step = check::ChooseStep(std::max<std::int64_t>(times.end - times.begin, 1));
    if (!options_.step.empty()) {
      const auto given = ReadDurationFlag("--step", options_.step);
      if (!given) return Fail(given.error().message);
      step = std::max<std::int64_t>(*given / std::chrono::milliseconds(1), 1);
    }
    constexpr std::int64_t kMostSteps = 1'000'000;
    if ((times.end - times.begin) / step > kMostSteps) {
      return Fail(fmt::format("--step: there would be more than {} of them", kMostSteps));
    }
    std::vector<slo::BurnRange> ranges;
    for (const SloSubject& subject : subjects_.all) {
      slo::BurnRange& range = ranges.emplace_back();
      range.subject = subject.view();
      const auto windows = windows_.empty() ? slo::BurnWindows(*subject.slo) : windows_;
      for (std::int64_t time = times.begin; time <= times.end; time += step) {
        slo::BurnRange::Step& at = range.steps.emplace_back();
        at.time = time;
        at.budget = slo::BudgetAt(*subject.slo, subject.counted.events, time);
        at.windows = slo::WindowsAt(*subject.slo, subject.counted.events, time, windows, at.budget);
      }
    }
    WriteRange(ranges, step);
    return Exit::kOk;
  }

  void WriteRange(const std::vector<slo::BurnRange>& ranges, std::int64_t step) const {
    if (options_.format == "json") return WriteOut(slo::BurnRangeJson(ranges));
    Grid csv = CsvGrid();
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      const SloSubject& subject = subjects_.all[i];
      if (options_.format == "csv") {
        for (const auto& at : ranges[i].steps) AddCsv(subject, at.time, at.windows, csv);
      } else if (options_.format == "plot") {
        WriteOut(plot::Text(Draw(subject, ranges[i], step), Style()));
      } else {
        WriteOut(fmt::format("{}{}: {} % over {}\n\n", i == 0 ? "" : "\n", subject.Title(),
                             subject.slo->objective.percent(),
                             slo::PeriodText(subject.slo->period)));
        WriteOut(RangeGrid(*subject.slo, ranges[i]).Text(options_.color.Use(), Width()));
        const std::string notes = RemarkLines(subject, zone_);
        if (!notes.empty()) WriteOut("\n" + notes);
      }
    }
    if (options_.format == "csv") WriteOut(csv.Csv());
  }

  Grid RangeGrid(const slo::Slo& slo, const slo::BurnRange& range) const {
    std::vector<check::result::Column> columns = {{"TIME"}};
    if (!range.steps.empty()) {
      for (const slo::WindowBurn& window : range.steps.front().windows) {
        columns.push_back({WindowName(window, slo), Align::kDecimal});
      }
    }
    columns.push_back({"LEFT", Align::kDecimal});
    Grid grid(std::move(columns));
    for (const auto& at : range.steps) {
      std::vector<Cell> row = {{ClockText(at.time, zone_)}};
      for (const slo::WindowBurn& window : at.windows) {
        row.push_back({BurnText(window.burn), ToneOf(window)});
      }
      row.push_back({slo::PercentText(at.budget.remaining)});
      grid.AddRow(std::move(row));
    }
    return grid;
  }

  static plot::Picture Draw(const SloSubject& subject, const slo::BurnRange& range,
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

  static std::size_t Width() { return OutputIsTerminal() ? TerminalWidth() : 0; }
  plot::TextStyle Style() const {
    return {.colour = options_.color.Use(),
            .utf8 = ShowsUtf8(),
            .width = OutputIsTerminal() ? TerminalWidth() : 80,
            .height = TerminalHeight(),
            .zone = zone_};
  }

  const Options& options_;
  std::string zone_;
  std::vector<std::int64_t> windows_;
  bool is_range_ = false;
  SloSubjects subjects_;
};

constexpr std::string_view kDescription =
    "Shows for windows of 5m to 3d, those of the policy and the whole period: how many events "
    "failed, the error ratio, the burn rate (1x spends the budget in just the period), how much of "
    "the period's budget the window spent, and how long what is left lasts at this rate; then each "
    "alert of the policy with its conditions and its state. Events are counted one by one, so that "
    "busy hours weigh more than idle ones; what was not quite as it should be in the data is noted "
    "below.\n\n"
    "The time is that of --at, or where the data ends. With --start, --end or --step the burn "
    "rates "
    "are shown over a time, as a table, CSV, JSON or a plot.\n\n"
    "Where plain PromQL (`rate` of errors divided by `rate` of all over the window) says something "
    "much different, its figure stands beside ours with the reason; with --compare promql it does "
    "in any case. AVERAGED is the mean of ratios of 5m, which Sloth's rule for the period is.\n\n"
    "Exit status: 0 all objectives were shown, 2 something could not be read.";

constexpr Example kExamples[] = {
    {"pronoia slo burn --objective 99.9 --data events.csv", "From numbers of events"},
    {"pronoia slo burn slos/checkout.yml --data month.om.gz --at '2026-03-05 12:00' --tz UTC",
     "At some time, from samples"},
    {"pronoia slo burn slos/ --server http://prometheus:9090 --format json",
     "Now, from a server, for a program"},
    {"pronoia slo burn slos/checkout.yml --data month.om --start -7d --format plot --over 1h",
     "Draw the burn rate of an hour over the last week"},
};

}  // namespace

extern const Command kSloBurnCommand = {
    .path = "slo burn",
    .summary = "Show how fast error budgets burn, and which alerts fire",
    .description = kDescription,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->slos.Declare(flags, true);
      flags.Option("--at", &options->at, "TIME", "When (default: where the data end, or now)");
      flags.Option("--step", &options->step, "DURATION", "From one time to the next, of a range");
      flags.Option("--over", &options->windows, "DURATION", "Windows, in place of the usual ones");
      flags.Option("--compare", &options->compare, "FORMULA",
                   "Show what plain PromQL gives besides: promql");
      flags.Option("--format", &options->format, "FIGURES", "Output format");
      options->data.Declare(flags);
      options->times.Declare(flags);
      options->color.Declare(flags);
      return [options] { return Burn(*options).Run(); };
    },
};

}  // namespace tools

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/number.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/files/file_writer.h"
#include "libcheck/plot/picture.h"
#include "libcheck/result/grid.h"
#include "libcheck/slo/budget_curve.h"
#include "libcheck/slo/burn_json.h"
#include "libcheck/slo/figure_text.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/output.h"
#include "tools/query_flags.h"
#include "tools/raw_output.h"
#include "tools/slo_data.h"
#include "tools/slo_flags.h"
#include "tools/slo_subjects.h"
#include "tools/width.h"

namespace tools {
namespace {

// A page that shows a picture and loads nothing.
std::string PageWith(std::string_view svg) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/>\n"
      "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
      "<title>Remaining error budget</title>\n<style>\n"
      "body{{margin:0 auto;max-width:70rem;padding:1rem}}\nsvg{{width:100%;height:auto}}\n"
      "</style>\n</head>\n<body>\n<main>\n{}</main>\n</body>\n</html>\n",
      svg);
}

using check::Error;
using check::Result;
using check::result::Align;
using check::result::Grid;
using check::result::Tone;
namespace slo = check::slo;
namespace plot = check::plot;

struct Options {
  SloFlags slos;
  SloDataFlags data;
  TimeFlags times;
  std::string step;
  std::string svg;
  std::string html;
  std::size_t top = 5;
  std::string format = "text";
  ColorFlag color;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

class Budget {
 public:
  explicit Budget(const Options& options) : options_(options) {}

  Exit Run() {
    zone_ = options_.times.Zone("");
    if (const auto problem = check::CheckTimeZone(zone_)) return Fail("--tz: " + problem->message);
    const auto set = options_.slos.Read(zone_);
    if (!set) return Exit::kFailed;
    const auto source = options_.data.Open();
    if (!source) return Exit::kFailed;
    const auto times = options_.data.Times(**source, zone_);
    if (!times) return Exit::kFailed;
    const auto step = StepOf(*times);
    if (!step) return Fail(step.error().message);
    subjects_ = ReadSubjects(*set, **source, *times);
    if (subjects_.all.empty()) return Exit::kFailed;
    for (const SloSubject& subject : subjects_.all) {
      results_.push_back({subject.view(), slo::BudgetOver(*subject.slo, subject.counted.events,
                                                          {.start = times->begin,
                                                           .end = times->end,
                                                           .step = *step,
                                                           .zone = zone_,
                                                           .most_spenders = options_.top})});
    }
    const Exit written = Write(*step);
    return subjects_.is_complete ? written : Exit::kFailed;
  }

 private:
  Result<std::int64_t> StepOf(check::storage::TimeRange times) const {
    const std::int64_t length = std::max<std::int64_t>(times.end - times.begin, 1);
    if (options_.step.empty()) return check::ChooseStep(length);
    const auto given = ReadDurationFlag("--step", options_.step);
    if (!given) return given.error();
    constexpr std::int64_t kMostSteps = 1'000'000;
    const std::int64_t step = std::max<std::int64_t>(*given / std::chrono::milliseconds(1), 1);
    if (length / step > kMostSteps) {
      return Error{fmt::format("--step: more than {} steps", kMostSteps)};
    }
    return step;
  }

  Exit Write(std::int64_t step) const {
    if (!options_.svg.empty() || !options_.html.empty()) {
      plot::Drawing drawing;
      drawing.lines = Draw(step, "remaining budget, %");
      const std::string svg = plot::Svg(drawing, zone_);
      for (const auto& [path, text] :
           {std::pair(options_.svg, svg), std::pair(options_.html, PageWith(svg))}) {
        if (path.empty()) continue;
        if (const auto error = check::ReplaceFile(path, text)) return Fail(error->message);
      }
    }
    if (options_.format == "json") {
      WriteData(slo::BudgetJson(results_));
    } else if (options_.format == "csv") {
      WriteData(Csv());
    } else if (options_.format == "plot") {
      WriteOut(plot::Text(Draw(step, "remaining budget, %"), Style()));
    } else {
      WriteText(step);
    }
    return Exit::kOk;
  }

  // All objectives, or one.
  plot::Picture Draw(std::int64_t step, std::string title, std::size_t only = kAll) const {
    plot::Picture picture = {.title = std::move(title), .step = step};
    for (std::size_t i = 0; i < results_.size(); ++i) {
      if (only != kAll && only != i) continue;
      const slo::BudgetCurve& curve = results_[i].curve;
      picture.start = curve.start;
      picture.end = curve.end;
      plot::Series& series = picture.series.emplace_back();
      series.name = subjects_.all[i].Title();
      for (const slo::BudgetCurve::Point& point : curve.points) {
        if (!std::isnan(point.remaining)) {
          series.points.push_back({point.time, 100 * point.remaining});
        }
      }
    }
    return picture;
  }

  std::string Csv() const {
    Grid grid({{"slo"}, {"time"}, {"budget_remaining"}});
    for (std::size_t i = 0; i < results_.size(); ++i) {
      for (const slo::BudgetCurve::Point& point : results_[i].curve.points) {
        grid.AddRow(
            {{subjects_.all[i].Title()},
             {check::FormatTime(point.time, "UTC", check::TimeStyle::kRfc3339)},
             {std::isnan(point.remaining) ? "" : check::FormatGoFloat(point.remaining, 'f', -1)}});
      }
    }
    return grid.Csv();
  }

  void WriteText(std::int64_t step) const {
    for (std::size_t i = 0; i < results_.size(); ++i) {
      const SloSubject& subject = subjects_.all[i];
      const slo::BudgetCurve& curve = results_[i].curve;
      WriteOut(fmt::format("{}{}: {} % over {}\n", i == 0 ? "" : "\n", subject.Title(),
                           subject.slo->objective.percent(), slo::PeriodText(subject.slo->period)));
      WriteOut(StateLine(curve.last) + "\n\n");
      WriteOut(plot::Text(Draw(step, "remaining budget, %", i), Style()));
      WriteSpenders("DAY", curve.days, true);
      WriteSpenders("HOUR", curve.hours, false);
      const std::string notes = RemarkLines(subject, zone_);
      if (!notes.empty()) WriteOut("\n" + notes);
    }
  }

  std::string StateLine(const slo::BudgetState& state) const {
    if (std::isnan(state.remaining)) return "no events: the budget is not known";
    return fmt::format("{} of the budget left at {}: {} since {}{}",
                       slo::PercentText(state.remaining),
                       ClockText(results_.front().curve.end, zone_), FailedText(state.sum.errors),
                       ClockText(state.period.start, zone_), AllowedText(state));
  }

  void WriteSpenders(const std::string& title, const std::vector<slo::BudgetCurve::Spender>& all,
                     bool is_day) const {
    if (all.empty()) return;
    Grid grid({{title},
               {"FAILED", Align::kRight},
               {"EVENTS", Align::kRight},
               {"ERRORS", Align::kDecimal},
               {"BUDGET", Align::kDecimal}});
    for (const slo::BudgetCurve::Spender& spender : all) {
      std::string time = check::FormatTime(spender.start, zone_, check::TimeStyle::kDate);
      if (!is_day) {
        // The hour that clocks showed, whenever in it data began.
        time += check::FormatTime(spender.start, zone_, check::TimeStyle::kMinute).insert(0, " ");
        time.replace(time.size() - 2, 2, "00");
      }
      grid.AddRow({{std::move(time), Tone::kName},
                   {slo::EventsText(spender.sum.errors)},
                   {slo::EventsText(spender.sum.total)},
                   {slo::PercentText(spender.sum.ratio())},
                   {slo::PercentText(spender.spent)}});
    }
    WriteOut("\n" + grid.Text(options_.color.Use(), TableWidth()));
  }

  plot::TextStyle Style() const {
    return {.colour = options_.color.Use(),
            .utf8 = ShowsUtf8(),
            .width = TerminalWidth(),
            .height = std::min(TerminalHeight(), 16U),
            .zone = zone_};
  }

  static constexpr std::size_t kAll = static_cast<std::size_t>(-1);

  const Options& options_;
  std::string zone_;
  SloSubjects subjects_;
  std::vector<slo::BudgetResult> results_;
};

constexpr std::string_view kDescription =
    "Draw the remaining error budget over time, and list the days and hours that spent most of it. "
    "The budget is a share of the events of the whole period: of a rolling one such as the last "
    "30d at each moment, or of a calendar month since it began. The remaining budget is below 0 if "
    "more events failed than allowed.\n\nDays and hours are those of the time zone of --tz. Where "
    "the data do not cover the whole period, its budget is estimated from the traffic in the part "
    "that is covered.\n\n--svg draws the same for web pages, in light and dark, and --html as a "
    "page of its own; `pronoia slo report` writes a page with burn rates, episodes and the policy "
    "as well.\n\nExit status: 0 all objectives were shown, 2 something could not be read or "
    "written.";

constexpr Example kExamples[] = {
    {"pronoia slo budget --objective 99.9 --data events.csv", "Show burn rates from event counts"},
    {"pronoia slo budget slos/checkout.yml --data month.om.gz --svg budget.svg",
     "Also draw a picture into a file"},
    {"pronoia slo budget --objective 99.5 --calendar month --tz Europe/Berlin --data events.csv",
     "Use calendar months in the time zone of Berlin"},
};

}  // namespace

extern const Command kSloBudgetCommand = {
    .path = "slo budget",
    .summary = "Show how error budgets were spent over time",
    .description = kDescription,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->slos.Declare(flags, true);
      flags.Option("--step", &options->step, "DURATION", "Step between points of the curve");
      flags.Option("--svg", &options->svg, "FILE", "Write an SVG picture to this file");
      flags.Option("--html", &options->html, "FILE",
                   "Write an HTML page with the picture to this file");
      flags.Option("--top", &options->top, "COUNT", "Number of days and hours to list");
      flags.Option("--format", &options->format, "FIGURES", "Output format");
      options->data.Declare(flags);
      options->times.Declare(flags);
      options->color.Declare(flags);
      return [options] { return Budget(*options).Run(); };
    },
};

}  // namespace tools

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

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
#include "tools/raw_output.h"
#include "tools/slo_burn_text.h"
#include "tools/slo_data.h"
#include "tools/slo_flags.h"
#include "tools/slo_subjects.h"
#include "tools/width.h"

namespace tools {
namespace {

using check::Error;
using check::Result;
using check::result::Grid;
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
        WriteError(length ? "--over must be greater than 0" : length.error().message);
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
      WriteData(slo::BurnJson(results));
    } else if (options_.format == "csv") {
      Grid grid = BurnCsvGrid();
      for (std::size_t i = 0; i < results.size(); ++i) {
        AddBurnCsv(subjects_.all[i], time, results[i].facts.windows, grid);
      }
      WriteData(grid.Csv());
    } else {
      for (std::size_t i = 0; i < results.size(); ++i) {
        WriteOut((i == 0 ? "" : "\n") + BurnReport(subjects_.all[i], results[i], GridLook()));
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
    const bool any = std::ranges::any_of(*figures, [](const slo::PromqlFigure& figure) {
      return figure.differs || (figure.is_period && figure.averaged_differs);
    });
    if (any || !options_.compare.empty()) result.promql = std::move(*figures);
    return true;
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
      return Fail(fmt::format("--step: more than {} steps", kMostSteps));
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
    if (options_.format == "json") return WriteData(slo::BurnRangeJson(ranges));
    Grid csv = BurnCsvGrid();
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      const SloSubject& subject = subjects_.all[i];
      if (options_.format == "csv") {
        for (const auto& at : ranges[i].steps) AddBurnCsv(subject, at.time, at.windows, csv);
      } else if (options_.format == "plot") {
        WriteOut(plot::Text(BurnPicture(subject, ranges[i], step), Style()));
      } else {
        WriteOut(fmt::format("{}{}: {} % over {}\n\n", i == 0 ? "" : "\n", subject.Title(),
                             subject.slo->objective.percent(),
                             slo::PeriodText(subject.slo->period)));
        WriteOut(BurnRangeGrid(*subject.slo, ranges[i], zone_).Text(options_.color.Use(), Width()));
        const std::string notes = RemarkLines(subject, zone_);
        if (!notes.empty()) WriteOut("\n" + notes);
      }
    }
    if (options_.format == "csv") WriteData(csv.Csv());
  }

  GridStyle GridLook() const { return {options_.color.Use(), Width(), zone_}; }
  static std::size_t Width() { return TableWidth(); }
  plot::TextStyle Style() const {
    return {.colour = options_.color.Use(),
            .utf8 = ShowsUtf8(),
            .width = TerminalWidth(),
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
    "Show for windows of 5m to 3d, those of the policy and the whole period: the number of failed "
    "events, the error ratio, the burn rate (1x spends the budget in exactly the period), the "
    "share of the period's budget that the window spent, and how long the rest lasts at this rate; "
    "then each alert of the policy with its conditions and its state. Events are counted one by "
    "one, so that busy hours weigh more than idle ones; problems of the data are noted "
    "below.\n\nThe time is that of --at, or the end of the data. With --start, --end or --step the "
    "burn rates are shown over time, as a table, CSV, JSON or a plot.\n\nIf plain PromQL (`rate` "
    "of errors divided by `rate` of all over the window) gives a clearly different result, it is "
    "shown beside ours with the reason; with --compare promql, always. AVERAGED is the mean of 5m "
    "ratios, which Sloth's rule for the period calculates.\n\nExit status: 0 all objectives were "
    "shown, 2 something could not be read.";

constexpr Example kExamples[] = {
    {"pronoia slo burn --objective 99.9 --data events.csv", "Show burn rates from event counts"},
    {"pronoia slo burn slos/checkout.yml --data month.om.gz --at '2026-03-05 12:00' --tz UTC",
     "Show them at a given time, from samples"},
    {"pronoia slo burn slos/ --server http://prometheus:9090 --format json",
     "Print them as JSON, now, from a server"},
    {"pronoia slo burn slos/checkout.yml --data month.om --start -7d --format plot --over 1h",
     "Plot the burn rate of an hour over the last week"},
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
      flags.Option("--at", &options->at, "TIME",
                   "Time to evaluate at (default: end of the data, or now)");
      flags.Option("--step", &options->step, "DURATION", "Step between times of a range");
      flags.Option("--over", &options->windows, "DURATION",
                   "Windows to show, instead of the default ones");
      flags.Option("--compare", &options->compare, "FORMULA",
                   "Also show the result of plain PromQL");
      flags.Option("--format", &options->format, "FIGURES", "Output format");
      options->data.Declare(flags);
      options->times.Declare(flags);
      options->color.Declare(flags);
      return [options] { return Burn(*options).Run(); };
    },
};

}  // namespace tools

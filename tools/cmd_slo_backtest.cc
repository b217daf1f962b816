#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/time_expression.h"
#include "libcheck/slo/episodes.h"
#include "libcheck/slo/replay.h"
#include "libcheck/slo/slices.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/input.h"
#include "tools/output.h"
#include "tools/progress.h"
#include "tools/query_flags.h"
#include "tools/raw_output.h"
#include "tools/slo_backtest_report.h"
#include "tools/slo_contenders.h"
#include "tools/slo_data.h"
#include "tools/slo_flags.h"
#include "tools/slo_incidents.h"
#include "tools/slo_subjects.h"
#include "tools/width.h"

namespace tools {
namespace {

using check::Error;
using check::Result;
using check::backtest::AlertTimeline;
namespace slo = check::slo;

struct Options {
  SloFlags slos;
  SloDataFlags data;
  TimeFlags times;
  std::vector<std::string> rules;
  std::vector<std::string> compare;
  std::string incidents;
  std::string interval = "1m";
  double significant = 100 * slo::kSignificantShare;
  std::string grace = "6h";
  bool as_rate = false;
  bool warm_up = false;
  bool details = false;
  bool intervals = false;
  std::string format = "text";
  ColorFlag color;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

class SloBacktestRun {
 public:
  explicit SloBacktestRun(const Options& options) : options_(options) {}

  Exit Run() {
    zone_ = options_.times.Zone("");
    if (const auto problem = check::CheckTimeZone(zone_)) {
      return Fail(fmt::format("--tz: {}", problem->message));
    }
    if (auto error = ReadFlags()) return Fail(error->message);
    const auto set = options_.slos.Read(zone_);
    if (!set) return Exit::kFailed;
    const auto source = options_.data.Open();
    if (!source) return Exit::kFailed;
    const auto times = options_.data.Times(**source, zone_);
    if (!times) return Exit::kFailed;
    times_ = *times;
    for (Contender& contender : contenders_) {
      if (!contender.is_rules()) continue;
      if (!contender.PrepareRules(options_.data, times_, interval_ms_)) return Exit::kFailed;
    }
    const auto is_complete = ReplayAll(*set, **source);
    if (!is_complete) return Fail(is_complete.error().message);
    if (backtests_.empty()) return Exit::kFailed;
    Write();
    return *is_complete ? Exit::kOk : Exit::kFailed;
  }

 private:
  std::optional<Error> ReadFlags() {
    const auto interval = ReadDurationFlag("--interval", options_.interval);
    if (!interval) return interval.error();
    interval_ms_ = std::max<std::int64_t>(*interval / std::chrono::milliseconds(1), 1);
    const auto grace = ReadDurationFlag("--grace", options_.grace);
    if (!grace) return grace.error();
    score_.grace_ms = *grace / std::chrono::milliseconds(1);
    if (options_.significant <= 0) return Error{"--significant must be greater than 0"};
    score_.share = options_.significant / 100;
    score_.with_warm_up = options_.warm_up;
    contenders_.push_back(Contender::Own());
    if (!options_.rules.empty()) {
      auto rules = Contender::FromRules(options_.rules);
      if (!rules) return rules.error();
      contenders_.front() = std::move(*rules);
    }
    for (const std::string& text : options_.compare) {
      auto contender = Contender::Parse(text);
      if (!contender) return Error{"--compare: " + contender.error().message};
      contenders_.push_back(std::move(*contender));
    }
    return ReadIncidents();
  }

  std::optional<Error> ReadIncidents() {
    auto incidents = ReadIncidentsFile(options_.incidents, zone_);
    if (!incidents) return incidents.error();
    incidents_ = std::move(*incidents);
    return std::nullopt;
  }

  // Whether the events of all objectives could be read; what could not be is told. They are dropped
  // again a few at a time, since those of a hundred objectives would take a gigabyte.
  Result<bool> ReplayAll(const SloSet& set, slo::EventSource& source) {
    constexpr std::size_t kTogether = 16;
    bool is_complete = true;
    ProgressLine progress;
    for (std::size_t i = 0; i < set.slos.size(); ++i) {
      progress.Show("replaying objectives", static_cast<std::int64_t>(i),
                    static_cast<std::int64_t>(set.slos.size()));
      is_complete = ReadEvents(set.slos[i], source) && is_complete;
      const bool is_last = i + 1 == set.slos.size();
      if (subjects_.size() < kTogether && !is_last) continue;
      if (auto error = Replay(set.slos.size() == 1 && subjects_.size() == 1)) return *error;
      subjects_.clear();
    }
    return is_complete;
  }

  bool ReadEvents(const slo::Slo& slo, slo::EventSource& source) {
    auto read = source.Read(slo, times_);
    if (!read) {
      WriteError(fmt::format("`{}`: {}", slo.Title(), read.error().message));
      return false;
    }
    bool is_complete = true;
    for (slo::SloEvents& events : *read) {
      if (events.events.empty()) {
        WriteError(fmt::format("`{}`: the data contain no events of it", slo.Title()));
        is_complete = false;
        continue;
      }
      events.events = slo::CountedBy(slo.method, std::move(events.events));
      subjects_.push_back({&slo, std::move(events)});
      const std::string remarks = RemarkLines(subjects_.back(), zone_);
      if (!remarks.empty()) {
        WriteErr(fmt::format("`{}`:\n{}", subjects_.back().Title(), remarks));
      }
    }
    return is_complete;
  }

  // The objectives at hand, each under each policy. `only`: there is but one.
  std::optional<Error> Replay(bool only) {
    const std::size_t before = backtests_.size();
    std::deque<slo::Policy> policies;
    std::vector<slo::ReplayJob> jobs;
    std::vector<std::vector<AlertTimeline>*> results;
    for (const SloSubject& subject : subjects_) Begin(subject);
    for (std::size_t i = 0; i < subjects_.size(); ++i) {
      const SloSubject& subject = subjects_[i];
      for (std::size_t k = 0; k < contenders_.size(); ++k) {
        PolicyBacktest& outcome = backtests_[before + i].policies[k];
        if (contenders_[k].is_evaluated()) {
          outcome.timelines = contenders_[k].TimelinesOf(*subject.slo, only);
          outcome.by_rules = true;
          continue;
        }
        auto policy = contenders_[k].PolicyFor(*subject.slo, only);
        if (!policy) {
          return Error{fmt::format("no burn-rate alert for `{}` in `{}`", subject.slo->Title(),
                                   contenders_[k].name())};
        }
        const slo::Policy& kept = policies.emplace_back(std::move(*policy));
        if (outcome.name.empty()) outcome.name = kept.name;
        jobs.push_back({&kept, subject.slo->objective.budget(), &subject.counted.events,
                        ReplayOptionsFor(subject)});
        results.push_back(&outcome.timelines);
      }
    }
    auto replayed = slo::ReplayAll(jobs);
    for (std::size_t i = 0; i < replayed.size(); ++i) *results[i] = std::move(replayed[i]);
    for (std::size_t i = 0; i < subjects_.size(); ++i) {
      ScoreAll(subjects_[i], backtests_[before + i]);
    }
    return std::nullopt;
  }

  slo::ReplayOptions ReplayOptionsFor(const SloSubject& subject) const {
    const std::int64_t begin = std::max(times_.begin, subject.counted.events.ends().front());
    return {.interval_ms = interval_ms_,
            .first = (begin + interval_ms_ - 1) / interval_ms_ * interval_ms_,
            .last = std::min(times_.end, subject.counted.events.last()),
            .least_events = subject.slo->least_events,
            .as_rate = options_.as_rate};
  }

  void Begin(const SloSubject& subject) {
    const slo::Events& events = subject.counted.events;
    const slo::ReplayOptions options = ReplayOptionsFor(subject);
    SloBacktest& backtest = backtests_.emplace_back();
    backtest.slo = subject.slo;
    backtest.group = subject.counted.group;
    backtest.begin = events.first();
    backtest.first = *options.first;
    backtest.last = *options.last;
    backtest.interval_ms = interval_ms_;
    backtest.share = score_.share;
    backtest.told = !options_.incidents.empty();
    backtest.sum =
        events.Sum(backtest.last, backtest.last - std::max(times_.begin, events.first()));
    backtest.budget_events =
        slo::BudgetEvents(events, subject.slo->objective.budget(), subject.slo->period.length_ms);
    for (const Contender& contender : contenders_) {
      backtest.policies.push_back({.name = contender.name()});
    }
  }

  void ScoreAll(const SloSubject& subject, SloBacktest& backtest) const {
    const slo::Events& events = subject.counted.events;
    std::vector<slo::Episode> episodes =
        backtest.told ? incidents_
                      : slo::FindSpends(events, subject.slo->objective.budget(),
                                        backtest.budget_events, score_.share);
    std::erase_if(episodes, [&](const slo::Episode& episode) {
      return episode.end <= backtest.first || episode.start >= backtest.last;
    });
    for (PolicyBacktest& policy : backtest.policies) {
      std::vector<const AlertTimeline*> pages;
      std::vector<const AlertTimeline*> tickets;
      for (const AlertTimeline& timeline : policy.timelines) {
        (slo::IsPage(timeline.severity) ? pages : tickets).push_back(&timeline);
      }
      policy.score =
          slo::MakeScore(episodes, pages, tickets, events, backtest.budget_events, score_);
    }
  }

  void Write() const {
    if (options_.format == "json") {
      WriteData(SloBacktestJson(backtests_));
    } else if (options_.format == "csv") {
      WriteData(SloBacktestCsv(backtests_));
    } else {
      const BacktestStyle style = {.zone = zone_,
                                   .colour = options_.color.Use(),
                                   .utf8 = ShowsUtf8(),
                                   .width = TerminalWidth(),
                                   .grid_width = TableWidth(),
                                   .intervals = options_.intervals};
      WriteOut(SloBacktestText(backtests_, style, options_.details));
    }
  }

  const Options& options_;
  std::string zone_;
  std::int64_t interval_ms_ = 0;
  slo::ScoreOptions score_;
  std::vector<Contender> contenders_;
  std::vector<slo::Episode> incidents_;
  check::storage::TimeRange times_;
  std::vector<SloSubject> subjects_;
  std::vector<SloBacktest> backtests_;
};

constexpr std::string_view kDescription =
    "Replay the alert policy of an objective over recorded data. For each episode in which budget "
    "was spent, report when the first page came, how late, how much of the period's budget was "
    "spent by then, when the page was over, and how many times it fired again (flaps). Error "
    "ratios are those of the events within each window, whatever the traffic. With --rules, the "
    "alerts of rule files are evaluated instead of the policy, including recording rules, as a "
    "server would; over event counts, alerts are replayed that have the shape of burn-rate "
    "alerts.\n\nEpisodes are the times that spent 2 % of the budget or more (--significant), or "
    "the incidents in a file (--incidents): CSV with columns `start`, `end` and `note`, or YAML. "
    "An alert belongs to an episode if it begins in it or within 6h after it (--grace), and before "
    "the next one. A page that overlaps neither an episode nor the grace time after one is false. "
    "Severities `page` and `critical` page, others open tickets.\n\nAn alert that fires only "
    "because a window is longer than the history is marked as warm-up and pages nobody (unless "
    "--warm-up is given). Windows hold all events between their ends; `rate` in Prometheus misses "
    "the first interval of each, as --as-rate does.\n\n--compare replays other policies for "
    "comparison: workbook, pyrra, tiers such as `page:14.4x:1h/5m,ticket:3x:1d/2h`, or a rule "
    "file.\n\nWith --format json, an array has an object for each objective with `policies`, each "
    "with `pages`, `false_pages`, `recall`, `precision`, `episodes` and `alerts` with their firing "
    "intervals. CSV has a line for each episode and policy.\n\nExit status: 0 everything was "
    "replayed, 2 something could not be read.";

constexpr Example kExamples[] = {
    {"pronoia slo backtest slos/checkout.yml --data month.om",
     "Show what would have paged, from samples in a file"},
    {"pronoia slo backtest --objective 99.9 --data events.csv --compare pyrra "
     "--incidents incidents.csv",
     "Compare two policies against known incidents"},
    {"pronoia slo backtest slos/checkout.yml --rules rules/checkout.yml --server http://prom:9090",
     "Replay existing rules over the data of a server"},
};

}  // namespace

extern const Command kSloBacktestCommand = {
    .path = "slo backtest",
    .summary = "Show when alerts of objectives would have fired, and how late",
    .description = kDescription,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->slos.Declare(flags, true);
      options->data.Declare(flags);
      flags.Option("--rules", &options->rules, "PATH",
                   "Evaluate the alerts of these rule files instead of the policy");
      flags.Option("--compare", &options->compare, "WHAT",
                   "Compare with another policy: a name, tiers, or a rule file");
      flags.Option("--incidents", &options->incidents, "FILE",
                   "File with known incidents, instead of times that spent much budget");
      flags.Option("--significant", &options->significant, "PERCENT",
                   "Minimum share of the budget that an episode spends");
      flags.Option("--grace", &options->grace, "DURATION",
                   "How long after an episode alerts still belong to it");
      flags.Option("--interval", &options->interval, "DURATION",
                   "Evaluation interval of the alerts");
      flags.Switch("--as-rate", &options->as_rate,
                   "Ignore the first interval of each window, as `rate` does");
      flags.Switch("--warm-up", &options->warm_up,
                   "Count alerts whose windows are longer than the history");
      flags.Switch("--details", &options->details,
                   "Show the details of each objective, even if there are several");
      flags.Switch("--intervals", &options->intervals, "List all times at which alerts fired");
      flags.Option("--format", &options->format, "OUTCOME", "Output format");
      options->color.Declare(flags);
      options->times.Declare(flags);
      return [options] { return SloBacktestRun(*options).Run(); };
    },
};

}  // namespace tools

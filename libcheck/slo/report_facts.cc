#include <algorithm>
#include <limits>
#include <map>
#include <optional>

#include "libcheck/base/time_expression.h"
#include "libcheck/slo/replay.h"
#include "libcheck/slo/report.h"

namespace check::slo {
namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::size_t kWorst = 10;
constexpr double kLittle = 0.2;  // Of the budget.

// Offsets of a zone are looked up under a lock: once for each quarter of an hour, which is where
// clocks are put forward and back.
class LocalTime {
 public:
  explicit LocalTime(std::string_view zone) : zone_(zone) {}

  std::int64_t operator()(std::int64_t ms) {
    constexpr std::int64_t kQuarter = 15 * 60'000;
    if (const std::int64_t quarter = ms / kQuarter; quarter != quarter_) {
      quarter_ = quarter;
      offset_ = UtcOffset(ms, zone_);
    }
    return ms + offset_;
  }

 private:
  std::string_view zone_;
  std::int64_t quarter_ = std::numeric_limits<std::int64_t>::min();
  std::int64_t offset_ = 0;
};

std::int64_t FloorTo(std::int64_t value, std::int64_t step) {
  return value - ((value % step) + step) % step;
}

// What each stretch of local time of that length spent; an interval belongs to where it begins.
std::vector<SpentIn> WorstOf(const Events& events, std::size_t from, std::size_t to,
                             std::int64_t length, const ReportFacts& facts, std::string_view zone) {
  LocalTime local(zone);
  std::vector<SpentIn> all;
  std::optional<std::int64_t> current;
  std::size_t first = from;
  const auto close = [&](std::size_t end) {
    if (first >= end) return;
    const EventSum sum = events.SumOf(first, end);
    if (sum.errors > 0) {
      all.push_back({events.begins()[first], events.ends()[end - 1], sum,
                     facts.budget_events > 0 ? sum.errors / facts.budget_events : 0});
    }
    first = end;
  };
  for (std::size_t i = from; i < to; ++i) {
    const std::int64_t now = FloorTo(local(events.begins()[i]), length);
    if (current != now) close(i);
    current = now;
  }
  close(to);
  std::ranges::stable_sort(all, std::greater{}, [](const SpentIn& s) { return s.sum.errors; });
  if (all.size() > kWorst) all.resize(kWorst);
  return all;
}

// What fires at some time of what is shown.
std::vector<backtest::AlertTimeline> Within(std::vector<backtest::AlertTimeline> alerts,
                                            const ReportFacts& facts) {
  const auto is_outside = [&](const backtest::FiringInterval& interval) {
    return interval.start >= facts.end || (interval.end && *interval.end <= facts.start);
  };
  for (backtest::AlertTimeline& alert : alerts) {
    std::erase_if(alert.firing, is_outside);
    std::erase_if(alert.pending, is_outside);
  }
  return alerts;
}

void AddAlerts(const ReportSubject& subject, const ReportOptions& options, ReportFacts& facts) {
  const Slo& slo = *subject.slo;
  const double budget = slo.objective.budget();
  const ReplayOptions replay = {
      .interval_ms = options.interval_ms, .last = facts.end, .least_events = slo.least_events};
  if (slo.alerts) {
    facts.alerts = Within(Replay(slo.policy, budget, *subject.events, replay), facts);
  }
  std::vector<Episode> episodes = options.incidents.empty()
                                      ? FindSpends(*subject.events, budget, facts.budget_events)
                                      : options.incidents;
  std::erase_if(episodes, [&](const Episode& episode) {
    return episode.start >= facts.end || episode.end <= facts.start;
  });
  std::vector<const backtest::AlertTimeline*> pages;
  std::vector<const backtest::AlertTimeline*> tickets;
  for (const backtest::AlertTimeline& alert : facts.alerts) {
    (IsPage(alert.severity) ? pages : tickets).push_back(&alert);
  }
  facts.score =
      MakeScore(episodes, pages, tickets, *subject.events, facts.budget_events, ScoreOptions{});
}

ReportStatus StatusOf(const ReportFacts& facts) {
  if (!facts.sum.any()) return ReportStatus::kNoEvents;
  if (facts.remaining < 0) return ReportStatus::kOverspent;
  return facts.remaining < kLittle ? ReportStatus::kLow : ReportStatus::kMet;
}

}  // namespace

bool ReportFacts::is_complete() const {
  constexpr double kNearly = 0.99;
  return static_cast<double>(sum.covered_ms) >= kNearly * static_cast<double>(period_ms);
}

ReportFacts MakeReportFacts(const ReportSubject& subject, const ReportOptions& options) {
  const Slo& slo = *subject.slo;
  const Events& events = *subject.events;
  ReportFacts facts;
  facts.end = options.end;
  facts.period_ms = slo.period.length_ms;
  facts.period_start = options.end - slo.period.length_ms;
  facts.start = options.start.value_or(facts.period_start);
  const std::size_t from = events.CountBefore(facts.period_start);
  const std::size_t to = events.CountUpTo(facts.end);
  if (from >= to) return facts;
  facts.start = std::max(facts.start, events.first());
  facts.sum = events.SumOf(from, to);
  // As many events in all of the period as there were in the part that is known.
  const std::int64_t known = facts.end - std::max(facts.period_start, events.first());
  facts.budget_events = slo.objective.budget() * facts.sum.total *
                        (static_cast<double>(facts.period_ms) / static_cast<double>(known));
  if (facts.budget_events > 0) facts.remaining = 1 - facts.sum.errors / facts.budget_events;
  facts.burn_last_day = events.Sum(facts.end, kDay).ratio() / slo.objective.budget();
  facts.status = StatusOf(facts);
  const std::size_t shown = events.CountBefore(facts.start);
  facts.days = WorstOf(events, shown, to, kDay, facts, options.zone);
  facts.hours = WorstOf(events, shown, to, kHour, facts, options.zone);
  AddAlerts(subject, options, facts);
  return facts;
}

}  // namespace check::slo

#include <algorithm>
#include <cmath>
#include <utility>

#include "libcheck/slo/replay.h"
#include "libcheck/slo/report.h"

namespace check::slo {
namespace {

constexpr std::int64_t kDay = 24LL * 3'600'000;
constexpr std::size_t kWorst = 10;
constexpr double kLittle = 0.2;  // Of the budget.

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
                                      ? FindSpends(*subject.events, budget, facts.budget.events)
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
      MakeScore(episodes, pages, tickets, *subject.events, facts.budget.events, ScoreOptions{});
}

ReportStatus StatusOf(const BudgetState& budget) {
  if (std::isnan(budget.remaining)) return ReportStatus::kNoEvents;
  if (budget.remaining < 0) return ReportStatus::kOverspent;
  return budget.remaining < kLittle ? ReportStatus::kLow : ReportStatus::kMet;
}

}  // namespace

ReportFacts MakeReportFacts(const ReportSubject& subject, const ReportOptions& options) {
  const Slo& slo = *subject.slo;
  const Events& events = *subject.events;
  const std::int64_t period_start = PeriodAt(slo.period, options.end).start;
  ReportFacts facts;
  facts.end = options.end;
  facts.start = std::max(options.start.value_or(period_start), events.first());
  facts.budget = BudgetAt(slo, events, facts.end);
  facts.status = StatusOf(facts.budget);
  if (facts.status == ReportStatus::kNoEvents || facts.start >= facts.end) return facts;
  BudgetCurve curve = BudgetOver(slo, events,
                                 {.start = facts.start,
                                  .end = facts.end,
                                  .step = facts.end - facts.start,
                                  .zone = options.zone,
                                  .most_spenders = kWorst});
  facts.days = std::move(curve.days);
  facts.hours = std::move(curve.hours);
  facts.burn_last_day = events.Sum(facts.end, kDay).ratio() / slo.objective.budget();
  AddAlerts(subject, options, facts);
  return facts;
}

}  // namespace check::slo

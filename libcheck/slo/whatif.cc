#include "libcheck/slo/whatif.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "libcheck/base/parallel.h"
#include "libcheck/slo/arithmetic.h"
#include "libcheck/slo/replay.h"

namespace check::slo {
namespace {

constexpr double kMonthMs = 30.0 * 24 * 60 * 60 * 1000;

// Policies that are made for a period are made again for another one.
Policy PolicyFor(const Slo& slo, const NamedPolicy* named, std::int64_t period_ms) {
  if (named != nullptr) return named->make(period_ms);
  if (period_ms == slo.period.length_ms) return slo.policy;
  const auto found = std::ranges::find(NamedPolicies(), slo.policy.name, &NamedPolicy::name);
  return found == NamedPolicies().end() ? slo.policy : found->make(period_ms);
}

std::int64_t Scaled(std::int64_t ms, double by) {
  return std::llround(static_cast<double>(ms) * by);
}

void Change(Variant& variant) {
  for (BurnAlert& alert : variant.policy.alerts) {
    for (Tier& tier : alert.tiers) {
      tier.factor *= variant.factor;
      tier.long_ms = Scaled(tier.long_ms, variant.window);
      tier.short_ms = Scaled(tier.short_ms, variant.window);
    }
    if (variant.for_ms) alert.for_ms = *variant.for_ms;
  }
}

template <typename T>
std::vector<T> OrElse(const std::vector<T>& list, T own) {
  return list.empty() ? std::vector<T>{std::move(own)} : list;
}

// What variants of the same objective and period share.
struct Yardstick {
  double budget_events = 0;
  std::vector<Episode> episodes;
};

struct Mean {
  double sum = 0;
  double worst = 0;
  std::size_t count = 0;

  void Add(double value) {
    sum += value;
    worst = count == 0 ? value : std::max(worst, value);
    ++count;
  }
  std::optional<double> mean() const {
    if (count == 0) return std::nullopt;
    return sum / static_cast<double>(count);
  }
  std::optional<double> most() const { return count == 0 ? std::nullopt : std::optional(worst); }
};

void Fill(WhatIfRow& row, const Score& score) {
  row.pages = score.pages;
  row.false_pages = score.false_pages;
  row.tickets = score.tickets;
  row.significant = score.significant;
  row.missed = score.significant - score.hit;
  Mean delay;
  Mean spent;
  for (const EpisodeOutcome& outcome : score.episodes) {
    if (!outcome.page.first || outcome.page.firing_at_start) continue;
    delay.Add(static_cast<double>(outcome.page.delay_ms) / 1000);
    spent.Add(outcome.page.spent_at_first);
  }
  row.mean_delay_s = delay.mean();
  row.worst_delay_s = delay.most();
  row.mean_spent = spent.mean();
  row.worst_spent = spent.most();
}

Score ScoreOf(const std::vector<backtest::AlertTimeline>& alerts, const Yardstick& yardstick,
              const Events& events, const WhatIfOptions& options) {
  std::vector<const backtest::AlertTimeline*> pages;
  std::vector<const backtest::AlertTimeline*> tickets;
  for (const backtest::AlertTimeline& alert : alerts) {
    (IsPage(alert.severity) ? pages : tickets).push_back(&alert);
  }
  return MakeScore(yardstick.episodes, pages, tickets, events, yardstick.budget_events,
                   {.share = options.incidents.empty() ? options.share : 0});
}

// What all of a made-up outage spends of the budget.
double SpentBy(const Simulator& simulator, const Variant& variant) {
  const Signal::Sums before = simulator.signal().SumsAt(simulator.start_ms());
  const Signal::Sums after = simulator.signal().SumsAt(simulator.end_ms());
  const double failed = static_cast<double>(after.errors - before.errors) /
                        static_cast<double>(kWhole) / Signal::kRequest;
  const double total =
      simulator.scenario().traffic.MeanPerSecond() * static_cast<double>(variant.period_ms) / 1000;
  return SpentByEvents(failed, variant.objective.budget(), total);
}

void Simulate(WhatIfRow& row, std::span<const Scenario> scenarios, std::int64_t interval_ms) {
  Mean delay;
  Mean spent;
  for (const Scenario& scenario : scenarios) {
    const Simulator simulator(scenario, row.variant.objective, row.variant.period_ms,
                              row.variant.policy);
    std::vector<AlertRun> paging;
    std::vector<AlertRun> ticketing;
    for (const BurnAlert& alert : row.variant.policy.alerts) {
      (IsPage(alert.severity) ? paging : ticketing).push_back(simulator.Run(alert, interval_ms));
    }
    const AlertRun page = simulator.Together(paging);
    row.pages += page.firing.size();
    row.tickets += simulator.Together(ticketing).firing.size();
    const bool is_significant = SpentBy(simulator, row.variant) >= kSignificantShare;
    if (is_significant) ++row.significant;
    if (is_significant && page.firing.empty()) ++row.missed;
    if (!page.detection_ms) continue;
    delay.Add(static_cast<double>(*page.detection_ms) / 1000);
    spent.Add(page.spent_events.value_or(0));
  }
  row.mean_delay_s = delay.mean();
  row.worst_delay_s = delay.most();
  row.mean_spent = spent.mean();
  row.worst_spent = spent.most();
}

// Never having paged is the slowest there is, unless there was nothing to page for.
double DelayOf(const WhatIfRow& row) {
  if (row.mean_delay_s) return *row.mean_delay_s;
  return row.missed == 0 ? 0 : std::numeric_limits<double>::infinity();
}

bool IsBetter(const WhatIfRow& a, const WhatIfRow& b) {
  const auto values = [](const WhatIfRow& row) {
    return std::array{row.page_rate(), DelayOf(row), static_cast<double>(row.missed)};
  };
  const auto of_a = values(a);
  const auto of_b = values(b);
  for (std::size_t i = 0; i < of_a.size(); ++i) {
    if (of_a[i] > of_b[i]) return false;
  }
  return of_a != of_b;
}

auto GroupOf(const Variant& variant) {
  return std::pair(variant.objective.budget_text(), variant.period_ms);
}

}  // namespace

double WhatIfRow::page_rate() const {
  return months > 0 ? static_cast<double>(pages) / months : static_cast<double>(pages);
}

Result<std::vector<Variant>> MakeVariants(const Slo& slo, const WhatIfGrid& grid) {
  const auto objectives = OrElse(grid.objectives, slo.objective);
  const auto periods = OrElse(grid.periods_ms, slo.period.length_ms);
  const auto policies = OrElse<const NamedPolicy*>(grid.policies, nullptr);
  const auto factors = OrElse(grid.factors, 1.0);
  const auto windows = OrElse(grid.windows, 1.0);
  std::vector<std::optional<std::int64_t>> fors(grid.fors_ms.begin(), grid.fors_ms.end());
  if (fors.empty()) fors.emplace_back();
  // No list is so long that this overflows: it is a command line.
  const std::size_t count = objectives.size() * periods.size() * policies.size() * factors.size() *
                            windows.size() * fors.size();
  if (count > kMostVariants) {
    return Error{fmt::format("there are {} combinations, more than {}", count, kMostVariants)};
  }
  std::vector<Variant> variants;
  for (const Objective& objective : objectives) {
    for (const std::int64_t period : periods) {
      for (const NamedPolicy* const named : policies) {
        const Policy policy = PolicyFor(slo, named, period);
        for (const double factor : factors) {
          for (const double window : windows) {
            for (const auto& for_ms : fors) {
              Variant variant = {objective, period, policy.name, factor, window, for_ms, policy};
              Change(variant);
              variant.is_own = objective.budget_text() == slo.objective.budget_text() &&
                               period == slo.period.length_ms && variant.policy == slo.policy;
              variants.push_back(std::move(variant));
            }
          }
        }
      }
    }
  }
  return variants;
}

std::vector<WhatIfRow> WhatIf(std::vector<Variant> variants, const Slo& slo, const Events& events,
                              const WhatIfOptions& options) {
  const ReplayOptions replay = {.interval_ms = options.interval_ms,
                                .first = options.first,
                                .last = options.last,
                                .least_events = slo.least_events};
  std::vector<ReplayJob> jobs;
  std::map<std::pair<std::string, std::int64_t>, Yardstick> yardsticks;
  for (const Variant& variant : variants) {
    const double budget = variant.objective.budget();
    jobs.push_back({&variant.policy, budget, &events, replay});
    const auto [at, is_new] = yardsticks.try_emplace(GroupOf(variant));
    if (!is_new) continue;
    Yardstick& yardstick = at->second;
    yardstick.budget_events = BudgetEvents(events, budget, variant.period_ms);
    yardstick.episodes = options.incidents.empty()
                             ? FindSpends(events, budget, yardstick.budget_events, options.share)
                             : options.incidents;
  }
  const auto timelines = ReplayAll(jobs, options.done);
  const double months = static_cast<double>(StepsOf(events, replay)) *
                        static_cast<double>(options.interval_ms) / kMonthMs;
  std::vector<WhatIfRow> rows;
  for (std::size_t i = 0; i < variants.size(); ++i) {
    const Yardstick& yardstick = yardsticks.at(GroupOf(variants[i]));
    WhatIfRow& row = rows.emplace_back();
    row.months = months;
    Fill(row, ScoreOf(timelines[i], yardstick, events, options));
    row.variant = std::move(variants[i]);
  }
  MarkFront(rows, !options.incidents.empty());
  return rows;
}

std::vector<WhatIfRow> WhatIfOutages(std::vector<Variant> variants,
                                     std::span<const Scenario> scenarios,
                                     std::int64_t interval_ms) {
  std::vector<WhatIfRow> rows(variants.size());
  ParallelFor(variants.size(), [&](std::size_t i, std::size_t) {
    rows[i].variant = std::move(variants[i]);
    Simulate(rows[i], scenarios, interval_ms);
  });
  // Every row has the same outages, but what they spend is not the same of each budget.
  MarkFront(rows, false);
  return rows;
}

void MarkFront(std::span<WhatIfRow> rows, bool same_episodes) {
  for (WhatIfRow& row : rows) {
    row.on_front = std::ranges::none_of(rows, [&](const WhatIfRow& other) {
      return (same_episodes || GroupOf(other.variant) == GroupOf(row.variant)) &&
             IsBetter(other, row);
    });
  }
}

void SortRows(std::vector<WhatIfRow>& rows) {
  std::vector<std::pair<std::string, std::int64_t>> groups;
  const auto group = [&](const WhatIfRow& row) {
    const auto key = GroupOf(row.variant);
    const auto found = std::ranges::find(groups, key);
    if (found != groups.end()) return found - groups.begin();
    groups.push_back(key);
    return static_cast<std::ptrdiff_t>(groups.size()) - 1;
  };
  for (const WhatIfRow& row : rows) group(row);
  std::ranges::stable_sort(rows, {}, [&](const WhatIfRow& row) {
    return std::tuple(group(row), row.missed, row.pages, DelayOf(row));
  });
}

}  // namespace check::slo

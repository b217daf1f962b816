#include "libcheck/slo/episodes.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "libcheck/backtest/summary.h"

namespace check::slo {
namespace {

using backtest::AlertTimeline;
using backtest::FiringInterval;

constexpr std::int64_t kHour = 60LL * 60 * 1000;
constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

std::int64_t EndOf(const FiringInterval& interval) { return interval.end.value_or(kNever); }

// Finds stretches that spend more than their share, from one interval to the next.
class SpendFinder {
 public:
  SpendFinder(const Events& events, double budget) : events_(events), budget_(budget) {}

  // The stretch that begins at interval `from` or after it: indexes [begin, end).
  struct Stretch {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  std::optional<Stretch> Next(std::size_t from) const {
    while (from < events_.size() && ExcessOf(from) <= 0) ++from;
    if (from == events_.size()) return std::nullopt;
    Stretch stretch = {from, from};
    double sum = 0;
    double most = 0;
    for (std::size_t i = from; i < events_.size(); ++i) {
      sum += ExcessOf(i);
      if (sum <= 0) break;
      if (sum > most) {
        most = sum;
        stretch.end = i + 1;
      } else if (events_.ends()[i] - events_.ends()[stretch.end - 1] > kHour) {
        break;
      }
    }
    return stretch;
  }

 private:
  double ExcessOf(std::size_t interval) const {
    return events_.errors(interval) - budget_ * events_.total(interval);
  }

  const Events& events_;
  double budget_;
};

// Whether any of `intervals` overlaps [start, end).
bool Overlaps(std::span<const FiringInterval> intervals, std::int64_t start, std::int64_t end) {
  return std::any_of(intervals.begin(), intervals.end(), [&](const FiringInterval& interval) {
    return interval.start < end && EndOf(interval) > start;
  });
}

// The events after `start`, up to `end`.
EventSum Between(const Events& events, std::int64_t start, std::int64_t end) {
  return end <= start ? EventSum() : events.Sum(end, end - start);
}

// `next`: when the next episode begins.
Response RespondTo(const Episode& episode, std::int64_t next,
                   std::span<const FiringInterval> alerts, const Events& events,
                   double budget_events, std::int64_t grace_ms) {
  Response response;
  const std::int64_t until = std::min(episode.end + grace_ms, next);
  for (const FiringInterval& alert : alerts) {
    if (alert.start < episode.start && EndOf(alert) > episode.start) {
      response.firing_at_start = true;
    }
    if (alert.start < episode.start || alert.start >= until) continue;
    if (++response.intervals == 1) response.first = alert.start;
    response.last_end = alert.end;
  }
  if (!response.first) return response;
  response.delay_ms = *response.first - episode.start;
  response.after_end = *response.first >= episode.end;
  response.errors_at_first = Between(events, episode.start, *response.first).errors;
  if (budget_events > 0) response.spent_at_first = response.errors_at_first / budget_events;
  if (response.last_end) response.reset_ms = *response.last_end - episode.end;
  return response;
}

}  // namespace

double BudgetEvents(const Events& events, double budget, std::int64_t period_ms) {
  const EventSum all = events.SumOf(0, events.size());
  if (all.covered_ms <= 0) return 0;
  return budget * all.total * static_cast<double>(period_ms) / static_cast<double>(all.covered_ms);
}

std::vector<Episode> FindSpends(const Events& events, double budget, double budget_events,
                                double share) {
  std::vector<Episode> found;
  if (budget_events <= 0) return found;
  const SpendFinder finder(events, budget);
  std::size_t from = 0;
  while (const auto stretch = finder.Next(from)) {
    from = stretch->end;
    if (events.SumOf(stretch->begin, stretch->end).errors < share * budget_events) continue;
    found.push_back({events.begins()[stretch->begin], events.ends()[stretch->end - 1], {}});
  }
  return found;
}

std::optional<double> Score::recall() const {
  if (significant == 0) return std::nullopt;
  return static_cast<double>(hit) / static_cast<double>(significant);
}

std::optional<double> Score::precision() const {
  if (pages == 0) return std::nullopt;
  return static_cast<double>(pages - false_pages) / static_cast<double>(pages);
}

std::vector<FiringInterval> Union(std::span<const AlertTimeline* const> timelines,
                                  bool with_warm_up) {
  std::vector<FiringInterval> all;
  for (const AlertTimeline* const timeline : timelines) {
    for (const FiringInterval& interval : timeline->firing) {
      if (with_warm_up || !interval.warm_up) all.push_back(interval);
    }
  }
  return backtest::Joined(std::move(all));
}

Score MakeScore(std::span<const Episode> episodes, std::span<const AlertTimeline* const> pages,
                std::span<const AlertTimeline* const> tickets, const Events& events,
                double budget_events, const ScoreOptions& options) {
  Score score;
  const std::vector<FiringInterval> paging = Union(pages, options.with_warm_up);
  const std::vector<FiringInterval> ticketing = Union(tickets, options.with_warm_up);
  for (std::size_t i = 0; i < episodes.size(); ++i) {
    const Episode& episode = episodes[i];
    const std::int64_t next = i + 1 < episodes.size() ? episodes[i + 1].start : kNever;
    EpisodeOutcome& outcome = score.episodes.emplace_back();
    outcome.episode = episode;
    outcome.sum = Between(events, episode.start, episode.end);
    if (budget_events > 0) outcome.spent = outcome.sum.errors / budget_events;
    const auto respond = [&](const std::vector<FiringInterval>& alerts) {
      return RespondTo(episode, next, alerts, events, budget_events, options.grace_ms);
    };
    outcome.page = respond(paging);
    outcome.ticket = respond(ticketing);
    if (!outcome.is_significant(options.share)) continue;
    ++score.significant;
    if (outcome.page.intervals > 0 || outcome.page.firing_at_start) ++score.hit;
  }
  score.pages = paging.size();
  score.tickets = ticketing.size();
  for (const FiringInterval& page : paging) {
    score.paging_ms += std::min(EndOf(page), events.last()) - page.start;
    const bool is_true = std::any_of(episodes.begin(), episodes.end(), [&](const Episode& episode) {
      return Overlaps({&page, 1}, episode.start, episode.end + options.grace_ms);
    });
    if (!is_true) ++score.false_pages;
  }
  if (!options.with_warm_up) {
    const std::vector<FiringInterval> all = Union(pages, /*with_warm_up=*/true);
    score.warm_up_pages =
        static_cast<std::size_t>(std::ranges::count(all, true, &FiringInterval::warm_up));
  }
  return score;
}

}  // namespace check::slo

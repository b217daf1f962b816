#ifndef LIBCHECK_SLO_EPISODES_H_
#define LIBCHECK_SLO_EPISODES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/backtest/timeline.h"
#include "libcheck/slo/events.h"

/// Times in which a budget was spent, and what alerts did about it. Times in milliseconds.
namespace check::slo {

inline constexpr double kSignificantShare = 0.02;
inline constexpr std::int64_t kEpisodeGrace = 6LL * 60 * 60 * 1000;

/// From `start` to `end` something was wrong.
struct Episode {
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::string note;  ///< What a person wrote about it; empty: it was found in the events.

  friend bool operator==(const Episode&, const Episode&) = default;
};

/// The budget of a period, in events: `budget` of all events, of which there are as many in
/// `period_ms` as there were in as much time with data.
double BudgetEvents(const Events& events, double budget, std::int64_t period_ms);

/// The stretches of time that spent `share` of a budget of `budget_events` or more, in their order.
///
/// A stretch begins with an interval that has more errors than `budget` of its events, and lasts as
/// long as all of it, taken together, has. It ends where what is over the budget was the most, if
/// that has not grown for an hour.
std::vector<Episode> FindSpends(const Events& events, double budget, double budget_events,
                                double share = kSignificantShare);

/// What alerts of a severity did about an episode. The alerts that count are those that begin in it
/// or within the grace after it, and before the next episode.
struct Response {
  bool firing_at_start = false;  ///< An alert was firing already when the episode began.
  std::size_t intervals = 0;     ///< How many times alerts began to fire.
  std::optional<std::int64_t> first;
  std::int64_t delay_ms = 0;             ///< From the start of the episode to `first`.
  bool after_end = false;                ///< `first` is when the episode was over, or later.
  double errors_at_first = 0;            ///< Since the start of the episode.
  double spent_at_first = 0;             ///< As a share of the period's budget.
  std::optional<std::int64_t> last_end;  ///< Nothing: it fires still, or never did.
  std::int64_t reset_ms = 0;             ///< From the end of the episode to `last_end`.

  std::size_t flaps() const { return intervals > 1 ? intervals - 1 : 0; }
  friend bool operator==(const Response&, const Response&) = default;
};

/// An episode with what it cost, and what alerts did.
struct EpisodeOutcome {
  Episode episode;
  EventSum sum;      ///< Its events.
  double spent = 0;  ///< As a share of the period's budget.
  Response page;
  Response ticket;

  bool is_significant(double share) const { return spent >= share; }
};

struct ScoreOptions {
  std::int64_t grace_ms = kEpisodeGrace;
  double share = kSignificantShare;  ///< An episode that spent as much ought to page.
  bool with_warm_up = false;         ///< Whether alerts count that only the warm-up made fire.
};

/// How well alerts told of episodes.
struct Score {
  std::vector<EpisodeOutcome> episodes;
  std::size_t pages = 0;          ///< How many times somebody was paged.
  std::size_t false_pages = 0;    ///< Of these, outside all episodes and the grace after each.
  std::int64_t paging_ms = 0;     ///< How long pages were firing.
  std::size_t warm_up_pages = 0;  ///< Left out.
  std::size_t tickets = 0;
  std::size_t significant = 0;  ///< Episodes that ought to page,
  std::size_t hit = 0;          ///< and that did.

  /// Nothing: there was nothing to tell of, or nothing was told.
  std::optional<double> recall() const;
  std::optional<double> precision() const;
};

/// When any of some alerts fired; overlapping ones joined.
std::vector<backtest::FiringInterval> Union(
    std::span<const backtest::AlertTimeline* const> timelines, bool with_warm_up);

/// Compares alerts with `episodes`, which are in the order of their starts.
Score MakeScore(std::span<const Episode> episodes,
                std::span<const backtest::AlertTimeline* const> pages,
                std::span<const backtest::AlertTimeline* const> tickets, const Events& events,
                double budget_events, const ScoreOptions& options);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_EPISODES_H_

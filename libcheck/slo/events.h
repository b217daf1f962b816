#ifndef LIBCHECK_SLO_EVENTS_H_
#define LIBCHECK_SLO_EVENTS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace check::slo {

/// What was counted between two moments.
struct EventSum {
  double errors = 0;
  double total = 0;
  std::int64_t covered_ms = 0;  ///< How much of the time there is data for.

  bool any() const { return total > 0; }
  /// The share of events that failed; NaN without events.
  double ratio() const;

  friend bool operator==(const EventSum&, const EventSum&) = default;
};

/// What happened, in intervals that follow each other: columns of their ends, of the events that
/// failed and of all events. Sums over any window take the time of two searches.
///
/// An interval is open at its beginning and closed at its end, as the windows of Prometheus are.
/// Times are in milliseconds since the epoch.
class Events {
 public:
  /// The interval (begin, end] with its events. `begin` is at or after the last one's end: where it
  /// is after it, nothing is known of the time between. Counts are not negative.
  void Append(std::int64_t begin, std::int64_t end, double errors, double total);

  std::size_t size() const { return ends_.size(); }
  bool empty() const { return ends_.empty(); }
  /// When the first interval begins and the last one ends.
  std::int64_t first() const { return begins_.empty() ? 0 : begins_.front(); }
  std::int64_t last() const { return ends_.empty() ? 0 : ends_.back(); }

  std::span<const std::int64_t> begins() const { return begins_; }
  std::span<const std::int64_t> ends() const { return ends_; }
  double errors(std::size_t interval) const { return errors_[interval + 1] - errors_[interval]; }
  double total(std::size_t interval) const { return total_[interval + 1] - total_[interval]; }

  /// Of the intervals that lie wholly within [end - length, end].
  EventSum Sum(std::int64_t end, std::int64_t length) const;
  /// Of all intervals from index `from` to before `to`.
  EventSum SumOf(std::size_t from, std::size_t to) const;
  /// How many intervals end at or before `time`.
  std::size_t CountUpTo(std::int64_t time) const;
  /// How many intervals begin before `time`: the index of the first that begins at it or later.
  std::size_t CountBefore(std::int64_t time) const;

  /// Something about the data that a person should know, since figures depend on it.
  struct Remark {
    enum class Kind : std::uint8_t {
      kGap,        ///< No sample for longer than usual.
      kReset,      ///< A counter began again.
      kStale,      ///< A series ended, and another went on in its place.
      kNewSeries,  ///< A series began: its first value may hold events from before.
      kNotNumber,  ///< A sample was NaN, infinite or negative, and is omitted.
      kIdle,       ///< Time without any event: 0/0.
      kInexact,    ///< The expression could not be counted event by event.
    };
    Kind kind;
    std::string text;        ///< One sentence.
    std::int64_t start = 0;  ///< Of the first such place.
    std::int64_t end = 0;    ///< Of the last.
    std::size_t count = 1;   ///< How many there were.
  };
  std::vector<Remark> remarks;

 private:
  std::vector<std::int64_t> begins_;
  std::vector<std::int64_t> ends_;
  // Sums of all that came before, one more than there are intervals. Counts are whole numbers most
  // often, for which this is exact.
  std::vector<double> errors_ = {0};
  std::vector<double> total_ = {0};
  std::vector<std::int64_t> covered_ = {0};
};

}  // namespace check::slo

#endif  // LIBCHECK_SLO_EVENTS_H_

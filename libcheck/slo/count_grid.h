#ifndef LIBCHECK_SLO_COUNT_GRID_H_
#define LIBCHECK_SLO_COUNT_GRID_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "libcheck/slo/events.h"
#include "libcheck/storage/series.h"

namespace check::slo {

/// Numbers of one series.
struct CountColumn {
  const storage::TimeColumn* times = nullptr;
  std::span<const double> values;
  bool is_counter = true;  ///< False: events of the interval that ends then.
};

/// One grid of intervals for series whose samples may lie at different times, and what happened in
/// each. An increment belongs to the interval in which its later sample lies, so that nothing is
/// known before it was seen, and nothing is averaged.
class CountGrid {
 public:
  struct Options {
    /// Only ends that are a step apart, for expressions that are evaluated at each of them. Else
    /// the series' own times are kept where they agree well enough.
    bool regular = false;
    /// Whether the first value of a counter that begins after the others is one of events since it
    /// began, rather than one of all time.
    bool from_zero = true;
  };

  /// The columns must outlive the grid.
  CountGrid(std::span<const CountColumn> columns, const Options& options);

  /// Possible ends of intervals.
  std::size_t size() const { return ends_.size(); }
  std::int64_t end(std::size_t i) const { return ends_[i]; }
  /// The interval that `time` lies in; `hint` is an earlier answer.
  std::size_t IndexOf(std::int64_t time, std::size_t hint = 0) const;
  /// What samples of a series are usually apart.
  std::int64_t step() const { return step_; }

  /// Adds what `column` counted, times `factor`, to `sums`, of as many numbers as there are ends.
  /// `sums` must live until Finish().
  void Add(const CountColumn& column, std::vector<double>& sums, double factor = 1);
  /// Adds the first values of series that began late. To be called after Add(), again after more of
  /// it.
  void Finish();
  /// Says that there is a number for the interval that ends at `i`, where it is not from Add().
  void Mark(std::size_t i) { seen_[i] |= kSample | kCounted; }
  /// Says that a counter began again, where it is not Add() that can tell.
  void NoteReset(std::int64_t time) { resets_.See(time, time); }

  /// The intervals, with remarks on what was found on the way.
  Events Make(const std::vector<double>& errors, const std::vector<double>& total);
  /// The same where good events were counted. Where there are more of them than there are events,
  /// since counters are not read at the same moment, the next interval makes up for it.
  Events MakeOfGood(const std::vector<double>& good, const std::vector<double>& total);

 private:
  static constexpr std::uint8_t kSample = 1;   // A sample lies in it.
  static constexpr std::uint8_t kSpanned = 2;  // A series goes on from before it to its end.
  static constexpr std::uint8_t kCounted = 4;  // A number is known of it alone.

  struct FirstValue {
    std::vector<double>* sums = nullptr;
    std::size_t at = 0;
    double value = 0;
    double factor = 1;
    std::int64_t time = 0;
    bool is_tallied = false;
  };
  struct Tally {
    std::size_t count = 0;
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::int64_t longest = 0;
    void See(std::int64_t from, std::int64_t to);
  };
  bool KeepTimes(std::span<const CountColumn> columns);
  void See(std::size_t from, std::size_t to);
  std::vector<Events::Remark> Remarks() const;

  Options options_;
  std::vector<std::int64_t> ends_;
  std::vector<std::uint8_t> seen_;
  std::int64_t step_ = 0;
  std::int64_t first_ = 0;
  std::int64_t last_ = 0;
  bool is_regular_ = false;
  double largest_ = 0;  // Increment.
  std::vector<FirstValue> first_values_;
  std::unordered_set<const void*> tallied_;
  Tally resets_, stale_, new_, skipped_, not_numbers_;
};

/// The usual distance of neighbours: their median; 0 with fewer than two.
std::int64_t UsualStep(const storage::TimeColumn& times);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_COUNT_GRID_H_

#ifndef LIBCHECK_SLO_SIGNAL_H_
#define LIBCHECK_SLO_SIGNAL_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "libcheck/slo/outage.h"

namespace check::slo {

/// Whole numbers of 128 bits: sums of made-up events are exact.
__extension__ using Wide = unsigned __int128;

/// Requests and errors over time, both constant in pieces. Times are in milliseconds since the
/// midnight at which the day of the outage begins; those before are negative.
class Signal {
 public:
  /// What is known from `from` to `to`, both whole seconds: an outage that begins at `start` on a
  /// background of errors. Ramps are made of steps of a second or more, a thousand at most.
  Signal(const Traffic& traffic, const Outage& outage, Ppb background, std::int64_t start,
         std::int64_t from, std::int64_t to);

  std::int64_t from() const { return times_.front(); }
  std::int64_t to() const { return to_; }
  /// Where pieces begin; the first is from().
  const std::vector<std::int64_t>& times() const { return times_; }

  /// Sums from from() up to `time`, in units of their own: kRequest of them are a request, and
  /// kRequest * kWhole an error.
  struct Sums {
    Wide requests = 0;
    Wide errors = 0;
    /// Of the error ratio over time, in billionths and milliseconds.
    Wide ratio = 0;
  };
  static constexpr double kRequest = 3.6e9;
  /// `time` is within what is known; `piece` is a hint that makes calls in order of time quick.
  Sums SumsAt(std::int64_t time, std::size_t& piece) const;
  Sums SumsAt(std::int64_t time) const;

  /// The error ratio at a time.
  double ErrorRatioAt(std::int64_t time) const;

 private:
  struct Piece {
    std::int64_t rate = 0;  // Units in a millisecond.
    Ppb ratio = 0;
    Sums before;
  };

  void Append(std::int64_t time, std::int64_t rate, Ppb ratio);

  std::int64_t to_;
  std::vector<std::int64_t> times_;
  std::vector<Piece> pieces_;
};

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SIGNAL_H_

#ifndef LIBCHECK_SLO_OUTAGE_TRIALS_H_
#define LIBCHECK_SLO_OUTAGE_TRIALS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/slo/policy.h"

/// Parts of MakeUnitTests: which outages are tried, and when the alert is looked at. All times in
/// milliseconds.
namespace check::slo {

/// A test begins without errors, for as long as the longest window is; then errors come at a
/// constant ratio for a while, and none after that.
struct OutageTrial {
  std::string name;           ///< "14.4x over 1h and 5m: just above".
  std::int64_t interval = 0;  ///< Between samples.
  std::int64_t quiet = 0;     ///< Before the outage.
  std::int64_t outage = 0;
  std::int64_t end = 0;  ///< Of the test.
  double error_ratio = 0;
  struct Look {
    std::int64_t time = 0;
    bool fires = false;
  };
  std::vector<Look> looks;
};

/// How long the interval between evaluations may be for an alert: its shortest window.
std::int64_t ShortestWindow(const BurnAlert& alert);
std::int64_t LongestWindow(const BurnAlert& alert);

/// The tests of an alert whose rules are evaluated every `step`. What cannot be tested is told in
/// `untested`, a sentence each.
std::vector<OutageTrial> OutageTrialsOf(const BurnAlert& alert, double budget, std::int64_t step,
                                        std::vector<std::string>& untested);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_OUTAGE_TRIALS_H_

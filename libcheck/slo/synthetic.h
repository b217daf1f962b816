#ifndef LIBCHECK_SLO_SYNTHETIC_H_
#define LIBCHECK_SLO_SYNTHETIC_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/slo/signal.h"
#include "libcheck/slo/slo.h"
#include "libcheck/storage/memory.h"

/// Counters that are made up, so that the queries of an objective see a signal.
namespace check::slo {

/// A counter that one of the queries selects.
struct SyntheticSeries {
  enum class Role : std::uint8_t { kErrors, kGood, kTotal };
  std::vector<std::pair<std::string, std::string>> labels;
  Role role = Role::kTotal;

  friend bool operator==(const SyntheticSeries&, const SyntheticSeries&) = default;
};

/// Which series the queries of `slo` select, and what each of them has to count for the error ratio
/// to be right. That is tried out: its expression is evaluated over counters of every role, until
/// it gives the error ratio that they were made with. So it is found for any expression that counts
/// events by the rates of a few counters, however it is written. The error is one sentence on why
/// there are none.
Result<std::vector<SyntheticSeries>> FindSeries(const Slo& slo);

/// How counters are scraped. Times in milliseconds.
struct Scrapes {
  std::int64_t interval_ms = 30'000;
  std::int64_t offset_ms = 0;  ///< Of the first scrape, from the signal's beginning.
  std::int64_t epoch_ms = 0;   ///< When the signal's time is 0.
};

/// The counters as a server has scraped them while `signal` lasts, until `last`.
std::unique_ptr<storage::MemoryStore> ScrapedSeries(const std::vector<SyntheticSeries>& series,
                                                    const Signal& signal, std::int64_t last,
                                                    const Scrapes& scrapes);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SYNTHETIC_H_

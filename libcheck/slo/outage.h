#ifndef LIBCHECK_SLO_OUTAGE_H_
#define LIBCHECK_SLO_OUTAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"

/// Outages and traffic that are made up, as people write them.
namespace check::slo {

/// A share in billionths, so that 14.4 % is exact: seven decimals of a per cent.
using Ppb = std::int64_t;
inline constexpr Ppb kWhole = 1'000'000'000;

/// "5%" or "0.01%", from 0 to 100. The error is one sentence.
Result<Ppb> ParseShare(std::string_view text);

/// What part of the requests fails, for a while.
struct OutagePhase {
  std::int64_t duration_ms = 0;
  /// At its begin and at its end; nothing: the background, as before and after the outage.
  std::optional<Ppb> from;
  std::optional<Ppb> to;

  friend bool operator==(const OutagePhase&, const OutagePhase&) = default;
};

struct Outage {
  std::string text;                   ///< As it was written.
  std::vector<OutagePhase> phases;    ///< At least one.
  std::optional<std::int64_t> at_ms;  ///< After midnight.

  std::int64_t DurationMs() const;
  /// The error ratio, if it is the same all the time.
  std::optional<Ppb> Constant() const;
};

/// Phases behind commas, each "5% for 2h", "1% to 20% over 1h" or "100% for 5m every 10m for 2h";
/// behind the first may be a time of day: "100% for 10m at 03:00". The error is one sentence.
Result<Outage> ParseOutage(std::string_view text);

/// How many requests there are, at each time of day.
struct Traffic {
  /// From some time of day on, until the next part's.
  struct Part {
    std::int64_t from_ms = 0;
    double per_second = 0;

    friend bool operator==(const Part&, const Part&) = default;
  };
  std::vector<Part> parts = {{0, 100}};  ///< By time; the first begins at midnight.

  bool is_constant() const { return parts.size() == 1; }
  /// Of a day.
  double MeanPerSecond() const;
};

/// "100/s", or with times of day "1000/s day 08:00-20:00, 50/s night": one rate may be without
/// times, and is that of all others. /m and /h as well. The error is one sentence.
Result<Traffic> ParseTraffic(std::string_view text);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_OUTAGE_H_

#ifndef LIBCHECK_SLO_FIGURE_TEXT_H_
#define LIBCHECK_SLO_FIGURE_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "libcheck/slo/objective.h"
#include "libcheck/slo/slo.h"

/// Figures of objectives as people read them.
namespace check::slo {

/// A share in per cent, with three significant digits: "43.6 %", "0.0952 %", "-12 %". NaN is "–".
std::string PercentText(double share);
/// The share of good events, with two digits more than the objective has: "99.9563 %".
std::string AvailabilityText(double ratio, const Objective& objective);
/// How long something is, in its two largest units: "51.8s", "8m38s", "3h36m", "4d2h". NaN is "–",
/// what is infinite "never".
std::string SpanText(double seconds);
/// A window or another time that somebody chose, as it is written: "1h", "3d", "5m".
std::string WindowText(std::int64_t ms);
/// A number of events: "9,304"; from ten millions on "16.51M".
std::string EventsText(double count);
/// "14.4x"
std::string FactorText(double factor);
/// "30d", "a month"
std::string PeriodText(const Period& period);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_FIGURE_TEXT_H_

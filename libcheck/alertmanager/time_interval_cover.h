#ifndef LIBCHECK_ALERTMANAGER_TIME_INTERVAL_COVER_H_
#define LIBCHECK_ALERTMANAGER_TIME_INTERVAL_COVER_H_

#include <span>

#include "libcheck/alertmanager/time_interval.h"

/// Which times intervals leave, without asking what time it is. True is certain.
namespace check::alertmanager {

/// Whether there is no time, past or to come, in the interval.
bool IsNeverTrue(const TimeInterval& interval);

/// Whether there is no time outside of it.
bool IsAlwaysTrue(const NamedInterval& interval);

/// Whether each time that is in one of `active` is in one of `mute` as well, so that a route with
/// these never notifies. Without `active`, every time counts.
bool IsCovered(std::span<const NamedInterval* const> active,
               std::span<const NamedInterval* const> mute);

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_TIME_INTERVAL_COVER_H_

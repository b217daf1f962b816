#ifndef LIBCHECK_SLO_SLICES_H_
#define LIBCHECK_SLO_SLICES_H_

#include "libcheck/slo/events.h"
#include "libcheck/slo/slo.h"

namespace check::slo {

/// What counts by the method of an objective. Occurrences are the events as they are. Of time
/// slices, which begin at multiples of their length, each is an event: one that fails if fewer of
/// its events are good than the method asks for; without an event it is good. Of ratio time slices
/// each is an event of which a share fails; one without an event counts nothing. A slice of which
/// less than half is known is not counted. Remarks go along. What has been counted so stays
/// the same if it is counted again.
Events CountedBy(const Method& method, Events events);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SLICES_H_

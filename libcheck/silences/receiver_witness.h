#ifndef LIBCHECK_SILENCES_RECEIVER_WITNESS_H_
#define LIBCHECK_SILENCES_RECEIVER_WITNESS_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "libcheck/alertmanager/route.h"
#include "libcheck/api/alertmanager.h"
#include "libcheck/base/result.h"

namespace check::silences {

/// An alert that reaches a receiver, and the route where it does.
struct ReceiverWitness {
  api::v2::Pairs labels;  ///< Sorted.
  std::uint32_t route = 0;
};

/// Labels of an alert that reaches `receiver` by one of the routes, with `wanted` among them. The
/// error: no route has the receiver, or no such alert gets there, or that cannot be decided.
Result<ReceiverWitness> FindReceiverWitness(const alertmanager::RouteTree& tree,
                                            std::string_view receiver,
                                            const api::v2::Pairs& wanted);

}  // namespace check::silences

#endif  // LIBCHECK_SILENCES_RECEIVER_WITNESS_H_

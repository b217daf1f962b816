#ifndef LIBCHECK_DISCOVERY_FETCH_ALL_H_
#define LIBCHECK_DISCOVERY_FETCH_ALL_H_

#include <span>
#include <vector>

#include "libcheck/discovery/json.h"

namespace check::discovery {

/// The answers to many requests in their order, of which a few are sent at a time.
std::vector<Result<Json>> FetchAll(const Context& context,
                                   std::span<const http::HttpRequest> requests);

}  // namespace check::discovery

#endif  // LIBCHECK_DISCOVERY_FETCH_ALL_H_

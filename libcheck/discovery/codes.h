#ifndef LIBCHECK_DISCOVERY_CODES_H_
#define LIBCHECK_DISCOVERY_CODES_H_

#include "libcheck/diagnostic/diagnostic.h"

namespace check::discovery {

extern const CodeInfo kDiscoveryFailed;
extern const CodeInfo kDiscoveryImpossible;
extern const CodeInfo kDiscoveryIncomplete;

}  // namespace check::discovery

#endif  // LIBCHECK_DISCOVERY_CODES_H_

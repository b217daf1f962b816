#ifndef LIBCHECK_DISCOVERY_MECHANISMS_H_
#define LIBCHECK_DISCOVERY_MECHANISMS_H_

#include "libcheck/discovery/discovery.h"

/// The mechanisms, one file each or one file for a family.
namespace check::discovery {

extern const Mechanism kStatic;

}  // namespace check::discovery

#endif  // LIBCHECK_DISCOVERY_MECHANISMS_H_

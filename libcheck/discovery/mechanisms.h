#ifndef LIBCHECK_DISCOVERY_MECHANISMS_H_
#define LIBCHECK_DISCOVERY_MECHANISMS_H_

#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/discovery/discovery.h"

/// The mechanisms, one file each or one file for a family.
namespace check::discovery {

#define LIBCHECK_DECLARE_MECHANISM(Name, field, go_type, doc, since) extern const Mechanism k##Name;
LIBCHECK_DISCOVERY_MECHANISMS(LIBCHECK_DECLARE_MECHANISM)
#undef LIBCHECK_DECLARE_MECHANISM

}  // namespace check::discovery

#endif  // LIBCHECK_DISCOVERY_MECHANISMS_H_

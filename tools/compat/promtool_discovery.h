#ifndef TOOLS_COMPAT_PROMTOOL_DISCOVERY_H_
#define TOOLS_COMPAT_PROMTOOL_DISCOVERY_H_

#include "tools/compat/kingpin.h"

namespace tools::compat {

/// `promtool check service-discovery`.
int CheckServiceDiscovery(const Parsed& parsed);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_PROMTOOL_DISCOVERY_H_

#ifndef TOOLS_COMPAT_PROMTOOL_HEALTH_H_
#define TOOLS_COMPAT_PROMTOOL_HEALTH_H_

#include "tools/compat/kingpin.h"

namespace tools::compat {

/// `promtool check healthy` and `promtool check ready`.
int CheckHealthy(const Parsed& parsed);
int CheckReady(const Parsed& parsed);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_PROMTOOL_HEALTH_H_

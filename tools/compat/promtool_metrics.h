#ifndef TOOLS_COMPAT_PROMTOOL_METRICS_H_
#define TOOLS_COMPAT_PROMTOOL_METRICS_H_

#include "tools/compat/kingpin.h"

namespace tools::compat {

/// `promtool check metrics`.
int CheckMetrics(const Parsed& parsed);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_PROMTOOL_METRICS_H_

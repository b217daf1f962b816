#ifndef TOOLS_COMPAT_PROMTOOL_DEBUG_H_
#define TOOLS_COMPAT_PROMTOOL_DEBUG_H_

#include "tools/compat/kingpin.h"

namespace tools::compat {

/// `promtool debug pprof` and so on.
int DebugPprof(const Parsed& parsed);
int DebugMetrics(const Parsed& parsed);
int DebugAll(const Parsed& parsed);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_PROMTOOL_DEBUG_H_

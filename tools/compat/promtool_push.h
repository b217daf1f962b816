#ifndef TOOLS_COMPAT_PROMTOOL_PUSH_H_
#define TOOLS_COMPAT_PROMTOOL_PUSH_H_

#include "tools/compat/kingpin.h"

namespace tools::compat {

/// `promtool push metrics`
int PushMetrics(const Parsed& parsed);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_PROMTOOL_PUSH_H_

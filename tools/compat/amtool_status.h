#ifndef TOOLS_COMPAT_AMTOOL_STATUS_H_
#define TOOLS_COMPAT_AMTOOL_STATUS_H_

#include "tools/compat/kingpin.h"

namespace tools::compat {

/// `amtool cluster show` and `amtool config show`.
int AmtoolShowCluster(const Parsed& parsed);
int AmtoolShowConfig(const Parsed& parsed);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_AMTOOL_STATUS_H_

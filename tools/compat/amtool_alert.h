#ifndef TOOLS_COMPAT_AMTOOL_ALERT_H_
#define TOOLS_COMPAT_AMTOOL_ALERT_H_

#include "tools/compat/kingpin.h"

namespace tools::compat {

/// `amtool alert query` and `amtool alert add`.
int AmtoolQueryAlerts(const Parsed& parsed);
int AmtoolAddAlert(const Parsed& parsed);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_AMTOOL_ALERT_H_

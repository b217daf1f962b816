#ifndef TOOLS_COMPAT_AMTOOL_SETTINGS_H_
#define TOOLS_COMPAT_AMTOOL_SETTINGS_H_

#include <string>

#include "libcheck/base/result.h"
#include "tools/compat/kingpin.h"

namespace tools::compat {

/// What stands in amtool's configuration files, the first one first: defaults for flags, by their
/// names. The error is amtool's.
check::Result<FlagValues> ReadAmtoolSettings();

/// The name of the user who runs the program; empty if there is none.
std::string UserName();

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_AMTOOL_SETTINGS_H_

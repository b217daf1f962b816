#ifndef TOOLS_COMPAT_AMTOOL_CONFIG_H_
#define TOOLS_COMPAT_AMTOOL_CONFIG_H_

#include "tools/compat/kingpin.h"

namespace tools::compat {

/// `amtool check-config`, `config routes show` and `config routes test`. Each gives the exit
/// status.
int AmtoolCheckConfig(const Parsed& parsed);
int AmtoolShowRoutes(const Parsed& parsed);
int AmtoolTestRoutes(const Parsed& parsed);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_AMTOOL_CONFIG_H_

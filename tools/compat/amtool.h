#ifndef TOOLS_COMPAT_AMTOOL_H_
#define TOOLS_COMPAT_AMTOOL_H_

#include <string>
#include <vector>

#include "tools/compat/kingpin.h"

namespace tools::compat {

/// All commands and flags of amtool.
extern const Program kAmtool;

/// Does what amtool 0.34 would with `arguments` (without its own name): same flags, same text, same
/// exit status. man/pronoia-compat.7 lists what differs, and why.
int RunAmtool(std::vector<std::string> arguments);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_AMTOOL_H_

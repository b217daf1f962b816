#ifndef TOOLS_COMPAT_AMTOOL_H_
#define TOOLS_COMPAT_AMTOOL_H_

#include <string>
#include <vector>

#include "tools/compat/kingpin.h"

namespace tools::compat {

/// All commands and flags of amtool. Those that talk to an Alertmanager about alerts, silences and
/// its cluster say that they are not there.
extern const Program kAmtool;

/// What commands run that are not there yet: says so, and gives a status that amtool never has.
int NotThere(const Parsed& parsed);

/// Does what amtool 0.34 would with `arguments` (without its own name): same flags, same text, same
/// exit status. man/pronoia-compat.7 lists what differs, and why.
int RunAmtool(std::vector<std::string> arguments);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_AMTOOL_H_

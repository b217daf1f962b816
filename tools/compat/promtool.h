#ifndef TOOLS_COMPAT_PROMTOOL_H_
#define TOOLS_COMPAT_PROMTOOL_H_

#include <string>
#include <vector>

#include "tools/compat/kingpin.h"

namespace tools::compat {

/// promtool's commands and flags, as far as they are here.
extern const Program kPromtool;

/// Does what promtool 3.14 would with `arguments` (without its own name): same flags, same text,
/// same exit status. man/pronoia-compat.7 lists what differs, and why.
int RunPromtool(std::vector<std::string> arguments);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_PROMTOOL_H_

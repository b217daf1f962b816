#ifndef TOOLS_CMD_CHECK_H_
#define TOOLS_CMD_CHECK_H_

#include <vector>

#include "tools/command.h"

namespace tools {

/// The commands that check files of one kind, made from the table of kinds.
std::vector<Command> KindCommands();

}  // namespace tools

#endif  // TOOLS_CMD_CHECK_H_

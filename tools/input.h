#ifndef TOOLS_INPUT_H_
#define TOOLS_INPUT_H_

#include <string>

#include "libcheck/base/result.h"

namespace tools {

/// The text of the file `path`; for "-", of standard input, which must not be empty: usually the
/// command before the pipe has failed. On a terminal, says that input is waited for.
check::Result<std::string> ReadInput(const std::string& path);

/// The same, but standard input may be empty.
check::Result<std::string> ReadInputOrNothing(const std::string& path);

/// Says that standard input is waited for, if it is a terminal.
void SayThatInputIsAwaited();

}  // namespace tools

#endif  // TOOLS_INPUT_H_

#ifndef TOOLS_UNCAUGHT_H_
#define TOOLS_UNCAUGHT_H_

#include <string_view>

namespace tools {

/// From now on, an exception that no thread catches ends the process with status 2 and one message:
/// "out of memory", or that no thread can be started. Other exceptions are mistakes of ours and
/// abort it, as usual. `program`, which has to live on, begins the message.
void ReportUncaughtExceptions(std::string_view program);

}  // namespace tools

#endif  // TOOLS_UNCAUGHT_H_

#ifndef TOOLS_COMPAT_GO_LOG_H_
#define TOOLS_COMPAT_GO_LOG_H_

#include <string>
#include <string_view>

namespace tools::compat {

/// "time=2025-01-31T12:00:00.123Z ", as Go's slog begins a line.
std::string LogPrefix();

/// A value of such a line: in quotes if it needs them.
std::string LogValue(std::string_view text);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_GO_LOG_H_

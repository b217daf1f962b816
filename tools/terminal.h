#ifndef TOOLS_TERMINAL_H_
#define TOOLS_TERMINAL_H_

namespace tools {

/// Whether standard output is a terminal.
bool OutputIsTerminal();

/// Whether the locale says that the terminal shows more than ASCII.
bool ShowsUtf8();

}  // namespace tools

#endif  // TOOLS_TERMINAL_H_

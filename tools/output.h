#ifndef TOOLS_OUTPUT_H_
#define TOOLS_OUTPUT_H_

#include <string_view>

/// Data goes to standard output, everything else to standard error.
namespace tools {

/// Writes all of `text` to standard output. If that cannot be done the process ends: quietly, as
/// others do, when nobody reads any more (`| head`); else with a message and status 2.
void WriteOut(std::string_view text);

/// Writes `text` to standard error, ignoring failures: there is nobody left to tell.
void WriteErr(std::string_view text);

/// "pronoia: error: MESSAGE" and a newline, on standard error.
void WriteError(std::string_view message);

enum class ColorWhen : unsigned char { kAuto, kAlways, kNever };

/// Whether to colour what goes to standard output: with kAuto if it is a terminal that can, and
/// the environment does not say NO_COLOR.
bool UseColor(ColorWhen when);

/// Whether standard input is a terminal, so that waiting for it would look like hanging.
bool InputIsTerminal();

/// Whether standard output is a terminal.
bool OutputIsTerminal();

/// Whether the locale says that a terminal shows more than ASCII.
bool ShowsUtf8();

/// Columns of the terminal on standard output, or 80.
unsigned TerminalWidth();
/// Its rows, or 24.
unsigned TerminalHeight();

}  // namespace tools

#endif  // TOOLS_OUTPUT_H_

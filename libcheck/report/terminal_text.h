#ifndef LIBCHECK_REPORT_TERMINAL_TEXT_H_
#define LIBCHECK_REPORT_TERMINAL_TEXT_H_

#include <string>
#include <string_view>

namespace check::report {

/// Many lines as they can be shown on a terminal: what Printable() makes of them, but line breaks
/// and tabs stay. With `colour`, so do sequences that choose colours and weights.
std::string TerminalText(std::string_view text, bool colour);

}  // namespace check::report

#endif  // LIBCHECK_REPORT_TERMINAL_TEXT_H_

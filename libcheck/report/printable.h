#ifndef LIBCHECK_REPORT_PRINTABLE_H_
#define LIBCHECK_REPORT_PRINTABLE_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace check::report {

/// `text` as it can be shown on one line of a terminal: tabs become four spaces, other control
/// characters their pictures (so that nothing in a file can move the cursor or change colours),
/// characters that reorder text and bytes that are not UTF-8 become U+FFFD.
std::string Printable(std::string_view text);

/// Columns of a terminal that it takes.
std::size_t PrintableWidth(std::string_view text);

/// `text` as one line: white space with a line break in it becomes a single space. Then as
/// Printable().
std::string PrintableLine(std::string_view text);

/// How a path is shown: "-" as `<stdin>`.
std::string PrintablePath(std::string_view path);

/// `path` without the `./` that some shells and people put in front: servers compare the text.
std::string_view WithoutDot(std::string_view path);

/// `text` with bytes that are not UTF-8 replaced by U+FFFD.
std::string ValidUtf8(std::string_view text);

/// "1 error", "2 errors".
std::string Count(std::size_t count, std::string_view noun);

}  // namespace check::report

#endif  // LIBCHECK_REPORT_PRINTABLE_H_

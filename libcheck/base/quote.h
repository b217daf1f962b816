#ifndef LIBCHECK_BASE_QUOTE_H_
#define LIBCHECK_BASE_QUOTE_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace check {

/// strconv.Quote: text in double quotes with Go's escapes. Printable Unicode stays as it is.
std::string GoQuote(std::string_view text);

/// Appends GoQuote(text) to `out`.
void AppendGoQuote(std::string& out, std::string_view text);

/// strconv.CanBackquote: whether text can stand between backquotes, unchanged, on one line.
bool CanBackquote(std::string_view text);

/// strconv.IsPrint for a code point.
bool IsGoPrintable(std::uint32_t code_point);

}  // namespace check

#endif  // LIBCHECK_BASE_QUOTE_H_

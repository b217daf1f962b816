#ifndef LIBCHECK_TEMPLATE_GO_FORMAT_H_
#define LIBCHECK_TEMPLATE_GO_FORMAT_H_

#include <span>
#include <string>
#include <string_view>

namespace check::gotemplate {

/// fmt.Sprintf for arguments that are strings.
///
/// text/template makes the name of a template part of a format string, so the percent sign of an
/// alert called "disk 90% full" takes the first argument of the message that names it.
std::string FormatGo(std::string_view format, std::span<const std::string_view> arguments);

/// fmt.Sprintf("%.10q...", text).
std::string QuoteStart(std::string_view text);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_GO_FORMAT_H_

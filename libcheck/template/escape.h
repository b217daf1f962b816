#ifndef LIBCHECK_TEMPLATE_ESCAPE_H_
#define LIBCHECK_TEMPLATE_ESCAPE_H_

#include <string>
#include <string_view>

/// Text made safe to stand in other languages, as Go's text/template does it.
namespace check::gotemplate {

std::string EscapeHtml(std::string_view text);
std::string EscapeJavaScript(std::string_view text);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_ESCAPE_H_

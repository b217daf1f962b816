#ifndef LIBCHECK_REPORT_XML_TEXT_H_
#define LIBCHECK_REPORT_XML_TEXT_H_

#include <string>
#include <string_view>

namespace check::report {

/// `text` for use between tags. Characters that XML 1.0 has no way to write are omitted; bytes
/// that are not UTF-8 become U+FFFD.
std::string XmlText(std::string_view text);

/// ` name="value"`, escaped.
std::string XmlAttribute(std::string_view name, std::string_view value);
std::string XmlAttribute(std::string_view name, std::size_t value);

}  // namespace check::report

#endif  // LIBCHECK_REPORT_XML_TEXT_H_

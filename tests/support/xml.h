#ifndef TESTS_SUPPORT_XML_H_
#define TESTS_SUPPORT_XML_H_

#include <string>
#include <string_view>

namespace check::test {

/// Why `text` is not a well-formed XML 1.0 document in UTF-8, or nothing if it is. Knows elements,
/// attributes, text and references, which is all that we write.
std::string XmlProblem(std::string_view text);

}  // namespace check::test

#endif  // TESTS_SUPPORT_XML_H_

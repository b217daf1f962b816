#ifndef LIBCHECK_BASE_GO_JSON_STRING_H_
#define LIBCHECK_BASE_GO_JSON_STRING_H_

#include <string>
#include <string_view>

namespace check {

/// Appends `text` to `out` as a JSON string as Go's package encoding/json writes it: with escapes
/// for all that HTML gives a meaning to. Bytes that are not UTF-8 become U+FFFD.
void AppendGoJsonString(std::string& out, std::string_view text);

}  // namespace check

#endif  // LIBCHECK_BASE_GO_JSON_STRING_H_

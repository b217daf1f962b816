#ifndef LIBCHECK_TEMPLATE_GO_JSON_H_
#define LIBCHECK_TEMPLATE_GO_JSON_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "libcheck/template/value.h"

namespace check::gotemplate {

/// json.Marshal: appends to `out`, and stops when that has grown past `limit` bytes. False: `error`
/// says in Go's words why there is no JSON for the value.
bool AppendGoJson(std::string& out, const GoValue& value, std::size_t limit, Arena& memory,
                  std::string& error);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_GO_JSON_H_

#ifndef LIBCHECK_CONFIG_BLACKBOX_PROBES_H_
#define LIBCHECK_CONFIG_BLACKBOX_PROBES_H_

#include <optional>
#include <string>
#include <string_view>

#include "libcheck/schema/validate.h"

namespace check::config::blackbox {

void CheckHttpProbe(schema::Section& section);
void CheckIcmpProbe(schema::Section& section);

/// Whether an answer compressed by `encoding` is one that `accept` (an Accept-Encoding header)
/// asks for.
bool AcceptsEncoding(std::string_view encoding, std::string_view accept);

/// What is plainly wrong with an expression in CEL: quotes and brackets that do not match, and
/// names that are not there, of which there is only `body`. Its types are not checked.
std::optional<std::string> CelProblem(std::string_view expression);

}  // namespace check::config::blackbox

#endif  // LIBCHECK_CONFIG_BLACKBOX_PROBES_H_

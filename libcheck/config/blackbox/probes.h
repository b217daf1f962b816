#ifndef LIBCHECK_CONFIG_BLACKBOX_PROBES_H_
#define LIBCHECK_CONFIG_BLACKBOX_PROBES_H_

#include <string_view>

#include "libcheck/schema/validate.h"

namespace check::config::blackbox {

void CheckHttpProbe(schema::Section& section);
void CheckIcmpProbe(schema::Section& section);

/// Whether an answer compressed by `encoding` is one that `accept` (an Accept-Encoding header)
/// asks for.
bool AcceptsEncoding(std::string_view encoding, std::string_view accept);

}  // namespace check::config::blackbox

#endif  // LIBCHECK_CONFIG_BLACKBOX_PROBES_H_

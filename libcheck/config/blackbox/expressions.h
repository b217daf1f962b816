#ifndef LIBCHECK_CONFIG_BLACKBOX_EXPRESSIONS_H_
#define LIBCHECK_CONFIG_BLACKBOX_EXPRESSIONS_H_

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/schema/reader.h"

namespace check::config::blackbox {

/// Checks the CEL expressions of every module of a blackbox.yml.
void CheckExpressions(const schema::Values& config, Diagnostics& diagnostics);

}  // namespace check::config::blackbox

#endif  // LIBCHECK_CONFIG_BLACKBOX_EXPRESSIONS_H_

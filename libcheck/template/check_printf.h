#ifndef LIBCHECK_TEMPLATE_CHECK_PRINTF_H_
#define LIBCHECK_TEMPLATE_CHECK_PRINTF_H_

#include <span>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/template/walk.h"

namespace check::gotemplate {

/// Warns about verbs in the format of a printf() that do not fit their arguments: Go prints
/// `%!d(float64=0.5)` in their place. `arguments` are those of the call; formats that are not
/// literals, or that number their arguments, are not changed.
void CheckPrintf(const SourceFile& source, std::span<const Value> arguments,
                 Diagnostics& diagnostics);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_CHECK_PRINTF_H_

#ifndef LIBCHECK_DIAGNOSTIC_EMPTY_INPUT_H_
#define LIBCHECK_DIAGNOSTIC_EMPTY_INPUT_H_

#include <span>

#include "libcheck/diagnostic/finding.h"

namespace check {

/// Standard input that holds not a single byte, where promtool accepts that.
extern const CodeInfo kEmptyInput;

Finding EmptyInputFinding();

/// Every CodeInfo about input as a whole.
std::span<const CodeInfo* const> InputCodes();

}  // namespace check

#endif  // LIBCHECK_DIAGNOSTIC_EMPTY_INPUT_H_

#ifndef LIBCHECK_UNITTEST_CODES_H_
#define LIBCHECK_UNITTEST_CODES_H_

#include <span>

#include "libcheck/diagnostic/diagnostic.h"

namespace check::unittest {

extern const CodeInfo kBadPattern;
extern const CodeInfo kNoRuleFile;
extern const CodeInfo kRepeatedOrder;

/// Every CodeInfo that tests can report, sorted.
std::span<const CodeInfo* const> Codes();

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_CODES_H_

#ifndef LIBCHECK_UNITTEST_INPUT_ADVICE_H_
#define LIBCHECK_UNITTEST_INPUT_ADVICE_H_

#include <string>
#include <vector>

#include "libcheck/unittest/advice.h"

namespace check::unittest {

/// What the input lacks that `expr` reads at `since_ns` after the start: series that have ended,
/// are stale or have a gap there. Follows recorded metrics to what their rules read. No more than
/// three notes.
std::vector<std::string> AdviceOnInput(const promql::Expr& expr, std::int64_t since_ns,
                                       const FailureContext& context);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_INPUT_ADVICE_H_

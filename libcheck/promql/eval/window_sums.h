#ifndef LIBCHECK_PROMQL_EVAL_WINDOW_SUMS_H_
#define LIBCHECK_PROMQL_EVAL_WINDOW_SUMS_H_

#include <span>

#include "libcheck/base/kahan.h"
#include "libcheck/promql/eval/range_call.h"

namespace check::promql {

/// The sum of each window, its values added up one after the other, bit for bit as KahanSum does it
/// when it starts with the first value. Several windows are gone through side by side, since each
/// addition has to wait for the one before. A sum that is not finite is left for the caller to do
/// again, in its own way. Empty windows have none.
void SumWindows(std::span<const double> floats, std::span<const Window> windows,
                std::span<KahanSum> sums);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_EVAL_WINDOW_SUMS_H_

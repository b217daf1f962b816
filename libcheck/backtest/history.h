#ifndef LIBCHECK_BACKTEST_HISTORY_H_
#define LIBCHECK_BACKTEST_HISTORY_H_

#include <cstdint>
#include <map>
#include <span>

#include "libcheck/rules/eval/rule_library.h"

namespace check::backtest {

/// How far alerting rules look back, in milliseconds: windows and offsets, and on top of them those
/// of recording rules that make what is selected.
std::map<const rules::PreparedRule*, std::int64_t> FindHistory(
    std::span<const rules::PreparedGroup* const> groups);

}  // namespace check::backtest

#endif  // LIBCHECK_BACKTEST_HISTORY_H_

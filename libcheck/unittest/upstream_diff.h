#ifndef LIBCHECK_UNITTEST_UPSTREAM_DIFF_H_
#define LIBCHECK_UNITTEST_UPSTREAM_DIFF_H_

#include <string>
#include <vector>

#include "libcheck/unittest/outcome.h"

namespace check::unittest {

/// How `promtool test rules --diff` shows two lists of alerts: as one JSON text in which what is
/// only expected is red, what was not expected green, and what differs yellow. Always coloured.
std::string UpstreamDiff(const std::vector<AlertView>& expected, const std::vector<AlertView>& got);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_UPSTREAM_DIFF_H_

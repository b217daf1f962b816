#ifndef LIBCHECK_UNITTEST_FOOTGUNS_H_
#define LIBCHECK_UNITTEST_FOOTGUNS_H_

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/unittest/suite.h"

namespace check::unittest {

/// Reports what promtool takes without a word, and what makes a test say less than its author
/// thinks: series that are dropped, alerts that do not exist, tests of nothing.
void FindFootguns(const FileOutcome& file, Diagnostics& diagnostics);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_FOOTGUNS_H_

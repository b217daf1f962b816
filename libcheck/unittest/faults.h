#ifndef LIBCHECK_UNITTEST_FAULTS_H_
#define LIBCHECK_UNITTEST_FAULTS_H_

#include <optional>
#include <string>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/promql/parse.h"
#include "libcheck/unittest/outcome.h"
#include "libcheck/unittest/test_file.h"

/// What is wrong with a test, whatever the rules do.
namespace check::unittest {

/// All that can be seen without running the group: series, expressions and expected samples that
/// cannot be read, alerts without a name. Embedded texts that places refer to are put into `arena`.
std::vector<Failure> FindFaults(const SourceFile& file, const TestGroup& group,
                                const promql::ParseOptions& parser, Arena& arena);

/// The failure of a test of alerts that names none.
Failure UnnamedAlert(const SourceFile& file, const TestGroup& group, const AlertTest& test);

/// Reads what is expected of a sample. Returns what is wrong with it, in promtool's words.
std::optional<std::string> ReadExpected(const ExpectedSample& sample, SampleView& view);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_FAULTS_H_

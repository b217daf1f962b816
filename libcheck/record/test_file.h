#ifndef LIBCHECK_RECORD_TEST_FILE_H_
#define LIBCHECK_RECORD_TEST_FILE_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "libcheck/promql/parse.h"
#include "libcheck/record/fetch.h"
#include "libcheck/record/needs.h"
#include "libcheck/rules/eval/rule_library.h"
#include "libcheck/series/sample_set.h"

namespace check::record {

/// What a unit test is made of.
struct TestSource {
  std::span<const rules::PreparedGroup* const> groups;
  std::vector<std::string> rule_files;  ///< As the test is to name them.
  Period period;                        ///< The test begins at its start and is over at its end.
  std::int64_t from = 0;                ///< What alerts do is of interest from here on.
  std::int64_t interval = 0;            ///< Between samples, and between evaluations.
  Needs needs;                          ///< Of the rules.
  promql::ParseOptions parser;
};

struct RecordedTest {
  std::string text;                ///< The test file.
  std::size_t series = 0;          ///< Of its input.
  std::vector<std::string> fired;  ///< Alerts, by name.
};

/// Writes a unit test with `samples` as its input, moved to the grid of the interval, and with the
/// alerts that its rules then give: when they begin to fire, are the most, and are over. `present`
/// has a sample where the server knew a series at a time of the grid, so that series can be ended
/// where it knew that they had; empty if that was not asked.
///
/// The error is why the rules cannot be evaluated.
Result<RecordedTest> WriteTest(series::SampleSet& samples, series::SampleSet& present,
                               const TestSource& source);

}  // namespace check::record

#endif  // LIBCHECK_RECORD_TEST_FILE_H_

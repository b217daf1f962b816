#ifndef LIBCHECK_UNITTEST_INPUT_TEXT_H_
#define LIBCHECK_UNITTEST_INPUT_TEXT_H_

#include <functional>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/promql/start_sequence.h"
#include "libcheck/unittest/outcome.h"
#include "libcheck/unittest/test_file.h"

namespace check::unittest {

/// A line of input: the samples of a series.
struct InputLine {
  promql::SeriesDescription series;
  promql::SequenceValues starts;  ///< Start timestamps, if given: offsets in milliseconds.
};

/// Reads the input series of `group` line by line, up to an empty line, as promtool does. Returns
/// what is wrong: the first fault only, or with `all` whatever there is. Embedded texts that places
/// refer to are put into `arena`.
std::vector<Failure> ReadInputText(const SourceFile& file, const TestGroup& group, Arena& arena,
                                   bool all, const std::function<void(InputLine)>& take);

/// Whether nothing behind `input` is read.
bool EndsInput(const InputSeries& input);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_INPUT_TEXT_H_

#ifndef LIBCHECK_UNITTEST_INPUT_H_
#define LIBCHECK_UNITTEST_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/promql/series_description.h"
#include "libcheck/storage/memory.h"
#include "libcheck/unittest/ahead.h"
#include "libcheck/unittest/outcome.h"
#include "libcheck/unittest/test_file.h"

namespace check::unittest {

/// The input series of a test group, handed to the store as time goes on.
class Input {
 public:
  /// Reads what `group` says. Returns what is wrong with it.
  std::optional<Failure> Read(const SourceFile& file, const TestGroup& group, Arena& arena,
                              storage::MemoryStore& store);

  /// Puts what need not wait for its time into the store: samples up to `last`, in milliseconds, of
  /// series that `plan` allows. To be called once, before AppendTill.
  void LoadAhead(const AheadPlan& plan, std::int64_t last, storage::MemoryStore& store);

  /// Puts the samples up to `time` into the store. Returns why that is impossible, in Prometheus's
  /// words; the next call will try again.
  std::optional<std::string> AppendTill(std::int64_t time, storage::MemoryStore& store);

 private:
  struct Column {
    std::size_t series = 0;
    std::string refused;  // Why the store would not take such labels.
    promql::SequenceValues values;
    promql::SequenceValues::Cursor next;
    promql::SequenceValues starts;  // Start timestamps, if any: offsets in milliseconds.
    promql::SequenceValues::Cursor next_start;
  };

  // The start timestamp of the next value, which is at `time`.
  static std::int64_t StartAt(const Column& column, std::int64_t time);

  std::int64_t start_ns_ = 0;
  std::int64_t step_ns_ = 0;
  std::vector<Column> columns_;
};

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_INPUT_H_

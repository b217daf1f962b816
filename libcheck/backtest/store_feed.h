#ifndef LIBCHECK_BACKTEST_STORE_FEED_H_
#define LIBCHECK_BACKTEST_STORE_FEED_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/rules/eval/rule_library.h"
#include "libcheck/storage/memory.h"

namespace check::backtest {

/// Puts the samples of one store into another one as time goes on.
class StoreFeed {
 public:
  /// Both must outlive it.
  StoreFeed(const storage::MemoryStore& from, storage::MemoryStore& to);

  /// The same with one series.
  StoreFeed(const storage::Series& series, storage::MemoryStore& to);

  /// Copies all samples up to `time` that have not come yet. Times rise.
  void AppendTill(std::int64_t time);

 private:
  struct Cursor {
    const storage::Series* series = nullptr;
    std::optional<std::size_t> target;  // Once a sample has come.
    std::size_t floats = 0;
    std::size_t histograms = 0;
    std::size_t stale = 0;
  };

  bool AppendNext(Cursor& cursor, std::int64_t time);

  storage::MemoryStore& to_;
  std::vector<Cursor> cursors_;
};

/// The series of `store` but those of `metrics`, in a store of their own.
std::unique_ptr<storage::MemoryStore> CopyWithout(const storage::MemoryStore& store,
                                                  const std::set<std::string_view>& metrics);

/// The series of `store` that `groups` select, in a store of their own; all, where that cannot be
/// told. The error is one of a matcher.
Result<std::unique_ptr<storage::MemoryStore>> CopyNeeded(
    storage::MemoryStore& store, std::span<const rules::PreparedGroup* const> groups);

}  // namespace check::backtest

#endif  // LIBCHECK_BACKTEST_STORE_FEED_H_

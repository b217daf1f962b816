#ifndef TOOLS_BACKTEST_DATA_H_
#define TOOLS_BACKTEST_DATA_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "libcheck/base/result.h"
#include "libcheck/rules/eval/rule_library.h"
#include "libcheck/storage/memory.h"
#include "tools/flag_set.h"
#include "tools/query_flags.h"
#include "tools/query_source.h"

namespace tools {

/// Series over which rules are evaluated, and when.
struct BacktestData {
  std::unique_ptr<check::storage::MemoryStore> store;
  check::storage::TimeRange times;  ///< Of its samples.
  std::int64_t start = 0;           ///< What comes before is there for windows to be full.
  std::int64_t end = 0;             ///< Of what is asked about, included.
  std::string zone;
};

/// Where the series for rules come from: files, or a server.
struct BacktestDataFlags {
  SourceFlags source;
  std::string server;
  std::string start;
  std::string end;
  TimeFlags times;

  void Declare(FlagSet& flags);
  bool is_server() const { return source.data.empty(); }

  /// All series of the files, or what `groups` need of the server's, from as long before the start
  /// as they look back. The error stands for all that was written to standard error.
  check::Result<BacktestData> Load(
      std::span<const check::rules::PreparedGroup* const> groups) const;
  /// How old a sample may be that a selector finds, in ms.
  check::Result<std::int64_t> Lookback() const;

 private:
  check::Result<BacktestData> LoadFiles() const;
  check::Result<BacktestData> Fetch(
      std::span<const check::rules::PreparedGroup* const> groups) const;
};

}  // namespace tools

#endif  // TOOLS_BACKTEST_DATA_H_

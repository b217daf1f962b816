#ifndef TOOLS_QUERY_SOURCE_H_
#define TOOLS_QUERY_SOURCE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/api/prometheus.h"
#include "libcheck/api/reply.h"
#include "libcheck/base/result.h"
#include "libcheck/diagnostic/finding.h"
#include "libcheck/files/file_system.h"
#include "libcheck/model/labels.h"
#include "libcheck/promql/value.h"
#include "libcheck/series/load.h"
#include "tools/flag_set.h"
#include "tools/server_flags.h"

namespace tools {

/// Whom queries are put to: a server, or files. Values are good as long as it lives.
class QuerySource {
 public:
  virtual ~QuerySource() = default;

  virtual check::api::Reply<check::promql::Value> Instant(
      const check::api::InstantQuery& query) = 0;
  virtual check::api::Reply<check::promql::Value> Range(const check::api::RangeQuery& query) = 0;
  virtual check::api::Reply<std::vector<check::model::Labels>> Series(
      const check::api::Selection& selection) = 0;
  virtual check::api::Reply<std::vector<std::string>> LabelNames(
      const check::api::Selection& selection) = 0;
  virtual check::api::Reply<std::vector<std::string>> LabelValues(
      std::string_view name, const check::api::Selection& selection) = 0;

  /// When the samples begin and end, in ms, where that is known.
  struct Extent {
    std::int64_t first = 0;
    std::int64_t last = 0;
  };
  virtual std::optional<Extent> extent() const { return std::nullopt; }

  /// Null unless it is a server.
  virtual const check::api::Server* server() const { return nullptr; }
  /// What the server's context says; empty: nothing.
  virtual std::string_view format() const { return {}; }
  virtual std::string_view time_zone() const { return {}; }
};

/// The flags that choose a source: those of servers, and --data.
struct SourceFlags {
  ServerFlags server;
  std::vector<std::string> data;
  std::string lookback;

  void Declare(FlagSet& flags);
  /// `word` names a server; see ServerFlags::Choose. The error stands for all that was written to
  /// standard error.
  check::Result<std::unique_ptr<QuerySource>> Open(std::string_view word) const;
};

/// Says on standard error why files of data cannot be used: findings, how many more of them there
/// are, and what could not be read.
void WriteDataFaults(std::vector<check::Finding> findings,
                     const std::map<const check::CodeInfo*, std::uint64_t>& hidden,
                     const std::vector<check::Error>& errors);

/// The series in files. The error stands for all that was written to standard error.
check::Result<check::series::LoadedSeries> LoadSampleFiles(const std::vector<std::string>& paths,
                                                           const check::FileSystem& files);

/// The value of --query.lookback-delta in ms, if there is one.
check::Result<std::optional<std::int64_t>> ReadLookback(const std::string& text);

}  // namespace tools

#endif  // TOOLS_QUERY_SOURCE_H_

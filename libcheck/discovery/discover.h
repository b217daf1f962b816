#ifndef LIBCHECK_DISCOVERY_DISCOVER_H_
#define LIBCHECK_DISCOVERY_DISCOVER_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/config/prometheus/prometheus_config.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/discovery/discovery.h"
#include "libcheck/http/http.h"

namespace check::discovery {

enum class Outcome : std::uint8_t {
  kAnswered,
  kFailed,      ///< An answer was wanted and did not come.
  kImpossible,  ///< The mechanism cannot be asked.
};

/// One item of a list such as `consul_sd_configs`, and what came of asking it.
struct Asked {
  std::string_view field;
  Location where;  ///< The first word of the item.
  Outcome outcome = Outcome::kAnswered;
  std::string why;  ///< If there is no answer: a sentence.
  /// What was found, sorted by source.
  Found found;
};

struct DiscoverOptions {
  /// Where files are that mechanisms read.
  const FileSystem* files = &NoFiles();
  std::chrono::milliseconds timeout = std::chrono::seconds(30);
  /// Called now and then with the mechanisms that have not answered yet.
  std::function<void(std::span<const std::string_view> waiting)> progress = {};
};

/// Asks all mechanisms of a job at once, in the order in which they are written. Comes back when
/// all have answered or failed, or the time is over.
std::vector<Asked> Discover(const config::prometheus::ScrapeJob& job, http::HttpTransport& http,
                            const DiscoverOptions& options);

/// The labels of a target before relabelling: its own, those of its group, and the job's.
config::RelabelLabels LabelsOf(const config::JobSettings& job, const TargetGroup& group,
                               const Labels& target);

/// Mechanisms that gave no answer, and what was missing in answers, as problems of the
/// configuration.
void ReportFailures(std::span<const Asked> asked, Diagnostics& diagnostics);

/// What ReportFailures may report, sorted.
std::span<const CodeInfo* const> Codes();

}  // namespace check::discovery

#endif  // LIBCHECK_DISCOVERY_DISCOVER_H_

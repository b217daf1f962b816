#ifndef LIBCHECK_CONFIG_PROMETHEUS_CHECK_H_
#define LIBCHECK_CONFIG_PROMETHEUS_CHECK_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/duration.h"
#include "libcheck/config/prometheus/prometheus_config.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/diagnostic/finding.h"

/// A configuration with all that it leads to.
namespace check::config::prometheus {

/// What to say of files that are named but not there.
enum class MissingFiles : std::uint8_t {
  kError,   ///< Those that promtool asks for are errors, the others warnings.
  kWarn,    ///< All are warnings.
  kIgnore,  ///< They are not reported.
};

struct CheckOptions {
  ReadOptions load;
  bool syntax_only = false;  ///< Look at no other file.
  MissingFiles missing_files = MissingFiles::kError;
  /// How far back queries look for samples: scrape intervals that are as long are reported, if
  /// there is a value.
  std::optional<Duration> lookback_delta;
};

/// What promtool prints of a file.
struct UpstreamReport {
  std::vector<std::string> warnings;         ///< Lines, in order.
  std::vector<std::string> empty_variables;  ///< Those of the environment that labels refer to.
  std::string error;                         ///< Why it refuses the file; empty if it does not.
  std::string lint;  ///< What it says of a scrape interval that is too long.
};

/// What was found out.
struct ConfigCheck {
  std::unique_ptr<PrometheusConfig> config;  ///< Holds what diagnostics point at.
  Diagnostics diagnostics;
  UpstreamReport upstream;
  std::vector<std::string> rule_files;  ///< Those that are there, for others to check.
  std::size_t job_count = 0;

  /// The diagnostics with the places they need.
  std::vector<Finding> Findings() const;
};

/// Checks the prometheus.yml `text`, which was read from `path`: other files are looked for beside
/// that.
std::unique_ptr<ConfigCheck> CheckConfigText(const std::string& path, std::string text,
                                             const CheckOptions& options);

/// Checks a file of targets, of which jobs are not known. `upstream` as in ReadOptions.
std::unique_ptr<ConfigCheck> CheckTargetText(const std::string& path, std::string text,
                                             UpstreamTexts* upstream = nullptr);

}  // namespace check::config::prometheus

#endif  // LIBCHECK_CONFIG_PROMETHEUS_CHECK_H_

#ifndef LIBCHECK_CONFIG_PROMETHEUS_JOBS_H_
#define LIBCHECK_CONFIG_PROMETHEUS_JOBS_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/config/prometheus/load.h"
#include "libcheck/config/prometheus/relabelling.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/diagnostic/finding.h"
#include "libcheck/schema/reader.h"

/// Jobs with all that was written of them, for who wants to do what the server does with one.
namespace check::config::prometheus {

/// A job of `scrape_configs`, or of a file that `scrape_config_files` names.
struct WrittenJob {
  schema::Values section;  ///< Has been validated.
  std::string path;        ///< Of the file: paths are seen from there.
  ScrapeJob job;           ///< With its relabelling rules.
};

/// A configuration as far as its jobs go. Holds the text of all files, at which jobs and
/// diagnostics point.
struct ConfigJobs {
  std::vector<WrittenJob> jobs;  ///< Those of the configuration itself come first.
  Diagnostics diagnostics;
  /// Why promtool refuses the configuration; empty if it does not.
  std::string config_error;
  /// Why it refuses one of the files with further jobs.
  std::string jobs_error;

  const WrittenJob* Find(std::string_view name) const;
  /// Diagnostics of this configuration with the places they need.
  std::vector<Finding> ToFindings(const Diagnostics& found) const;

  struct Source {
    std::unique_ptr<SourceBuffer> text;
    std::unique_ptr<LoadedFile> loaded;
    std::unique_ptr<schema::Input> input;
  };
  std::vector<Source> sources;  ///< The configuration comes first.
  Arena arena;
};

/// Reads `text`, the configuration at `path`.
std::unique_ptr<ConfigJobs> ReadConfigJobs(const std::string& path, std::string text);

}  // namespace check::config::prometheus

#endif  // LIBCHECK_CONFIG_PROMETHEUS_JOBS_H_

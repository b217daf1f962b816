#ifndef LIBCHECK_UNITTEST_ROUTE_SUITE_H_
#define LIBCHECK_UNITTEST_ROUTE_SUITE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/files/file_system.h"
#include "libcheck/model/alert_matcher_parse.h"
#include "libcheck/report/test_run.h"
#include "libcheck/source/source_file.h"

/// Tests of the routes of an Alertmanager: files with alerts, and where each is expected to go.
namespace check::unittest {

struct RouteSuiteOptions {
  const FileSystem* files = &NoFiles();
  /// The alertmanager.yml under test, instead of those that test files name.
  std::string config;
  /// When alerts of tests without a `time` fire: Unix time in milliseconds.
  std::optional<std::int64_t> time;
  model::MatcherMode matchers = model::MatcherMode::kFallback;
  /// Only read the files: no test is run.
  bool only_check = false;
};

struct RouteFileOutcome {
  /// Null if it cannot be read; then `error` says why.
  std::unique_ptr<SourceBuffer> source;
  std::string error;
  std::size_t test_count = 0;
  std::string config;  ///< The path of the configuration; empty if there is none.
  /// What is wrong with the file and its configuration, and what came of its tests.
  report::TestSuite suite;
};

/// Runs the tests of each file, in order. Configurations are read once.
std::vector<RouteFileOutcome> RunRouteTests(std::span<const std::string> paths,
                                            const RouteSuiteOptions& options);

/// Whether the text of a YAML file seems to be a file of such tests: for files that are found in
/// folders.
bool LooksLikeRouteTests(std::string_view text);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_ROUTE_SUITE_H_

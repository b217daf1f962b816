#ifndef LIBCHECK_UNITTEST_RELABEL_RUN_H_
#define LIBCHECK_UNITTEST_RELABEL_RUN_H_

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/config/prometheus/prometheus_config.h"
#include "libcheck/config/prometheus/relabel_trace.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/files/file_system.h"
#include "libcheck/unittest/outcome.h"
#include "libcheck/unittest/test_file.h"

namespace check::unittest {

/// The rules that the relabelling tests of a file are about.
class RelabelRules {
 public:
  /// Reads the rules in `tests`, and those in configurations among `files` that it names from the
  /// folder of `path`. `files` and `arena` have to live as long.
  void Read(const FileSystem& files, const TestFile& tests, const std::string& path, Arena& arena,
            Diagnostics& diagnostics);

  /// What the rules make of the labels of the group's tests, where it is not as expected. Tests
  /// whose rules cannot be read are omitted.
  std::vector<Failure> Run(const SourceFile& file, const TestGroup& group) const;

  /// The configurations that are named.
  std::vector<std::string> paths() const;

 private:
  struct Config {
    std::unique_ptr<config::prometheus::PrometheusConfig> read;
    bool good = false;
  };
  // What a test needs.
  struct Setup {
    config::JobSettings own_job;  // For rules in the test itself.
    const config::JobSettings* job = nullptr;
    std::vector<config::WrittenRelabelRule> own_rules;
    const std::vector<config::WrittenRelabelRule>* rules = nullptr;
    config::LabelPairs external_labels;
    std::string origin;  // Where rules are from, for people.
  };

  static config::RelabelLabels LabelsBefore(const RelabelTest& test, const Setup& setup);
  const Config& ConfigOf(const std::string& path, const Location& where, Diagnostics& diagnostics);
  bool TakeFromConfig(const RelabelTest& test, const std::string& path, const SourceFile& file,
                      Diagnostics& diagnostics, Setup& setup);

  const FileSystem* files_ = nullptr;
  std::map<std::string, Config> configs_;
  std::unordered_map<const RelabelTest*, std::unique_ptr<Setup>> setups_;
};

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_RELABEL_RUN_H_

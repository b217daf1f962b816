#ifndef LIBCHECK_UNITTEST_SUITE_H_
#define LIBCHECK_UNITTEST_SUITE_H_

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/base/regex.h"
#include "libcheck/base/result.h"
#include "libcheck/files/file_system.h"
#include "libcheck/unittest/group_run.h"
#include "libcheck/unittest/load.h"
#include "libcheck/unittest/relabel_run.h"

namespace check::unittest {

struct SuiteOptions {
  /// Where test files are, and what they name.
  const FileSystem* files = &NoFiles();
  LoadOptions load;
  rules::RuleLibraryOptions rule_files;
  RunOptions run;
  /// Only groups whose names match are run. Null: all.
  std::shared_ptr<const Regex> only;
  /// Makes the observer of a group; it is kept with the outcome. Null: nobody looks on.
  std::function<std::unique_ptr<rules::EvaluationObserver>(const TestFile&, const TestGroup&)>
      observe;
};

/// What promtool does, with what can be switched on there.
SuiteOptions AsPromtool(const promql::ParseOptions& features, bool delayed_name_removal,
                        bool ignore_unknown_fields);

/// Whether a file that was found in a folder holds tests, rather than rules or anything else.
bool LooksLikeTests(const FileSystem& files, const std::string& path);

/// The pattern that any of `patterns` matches, anywhere in a name. The error has Go's words.
Result<std::shared_ptr<const Regex>> AnyOf(std::span<const std::string> patterns);

/// What came of a test file.
struct FileOutcome {
  std::string path;
  std::unique_ptr<SourceBuffer> source;  ///< Null if the file cannot be read.
  Arena arena;
  UpstreamTexts upstream_texts;        ///< Of the diagnostics, if promtool's verdict is wanted.
  Diagnostics diagnostics;             ///< What is wrong with the file itself.
  std::string upstream_error;          ///< What promtool says of the file as a whole.
  std::vector<std::string> unmatched;  ///< Patterns of rule files that match no file.
  std::optional<TestFile> tests;
  bool runnable = false;  ///< Whether the tests can be run, or only be looked at for faults.
  std::vector<const rules::PreparedFile*> rule_files;
  RulesUnderTest under_test;
  RelabelRules relabelling;
  /// Of the groups that were run, in their order; if they could not be run, of those with faults.
  std::vector<GroupOutcome> groups;
  std::vector<std::unique_ptr<rules::EvaluationObserver>>
      observers;  ///< One for each, if there are any.
  std::vector<Arena> arenas;

  bool passed() const;
};

/// All tests. Outcomes view the rule files.
struct SuiteOutcome {
  std::unique_ptr<rules::RuleLibrary> library;
  std::vector<std::unique_ptr<FileOutcome>> files;  ///< In the order of the paths.

  bool passed() const;
};

/// Runs the test files `paths`, on all cores.
SuiteOutcome RunSuite(std::span<const std::string> paths, const SuiteOptions& options);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_SUITE_H_

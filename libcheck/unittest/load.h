#ifndef LIBCHECK_UNITTEST_LOAD_H_
#define LIBCHECK_UNITTEST_LOAD_H_

#include <optional>
#include <string>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/unittest/test_file.h"

namespace check::unittest {

struct LoadOptions {
  bool ignore_unknown_fields = false;
  /// Know only what promtool knows.
  bool as_upstream = false;
};

/// What a test file holds, or why it cannot be used.
struct LoadedTests {
  /// Nothing if the file cannot be read; what is wrong with it has been reported.
  std::optional<TestFile> tests;
  /// Whether the tests can be run. If not, something in the file is wrong, and the rest can be
  /// looked at for more; as upstream there are none, then.
  bool runnable = false;
  /// What promtool says of the whole file; empty if it reads it.
  std::string upstream_error;
};

/// Reads `file`, reporting all that is wrong with it. What is returned lives in `arena`.
LoadedTests Load(const SourceFile& file, const LoadOptions& options, Arena& arena,
                 Diagnostics& diagnostics);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_LOAD_H_

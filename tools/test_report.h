#ifndef TOOLS_TEST_REPORT_H_
#define TOOLS_TEST_REPORT_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "libcheck/report/test_run.h"
#include "libcheck/workspace/run.h"

/// What commands that run tests of files do with what came of them.
namespace tools {

/// A file whose tests were run: one for each suite of a run, in order.
struct TestedFile {
  std::string path;
  const check::SourceFile* source = nullptr;  ///< Null if it could not be read.
};

/// Takes findings about files, which are of `kind`, through what every finding goes through. The
/// error is that the baseline cannot be used.
std::optional<check::Error> JudgeTests(std::span<const TestedFile> files,
                                       const check::workspace::FileKind& kind,
                                       const check::workspace::BaselineFiles& baseline,
                                       const check::workspace::Options& options,
                                       check::report::TestRun& run);

/// Whether a test failed or something is wrong with a file.
bool HasErrors(const check::report::TestRun& run);
bool HasWarnings(const check::report::TestRun& run);

/// Writes results to the file of --junit, if it was given. The error is that this is not possible.
std::optional<check::Error> WriteJunit(const std::string& path, const check::report::TestRun& run);

/// How results are printed.
check::report::Style TestStyle(bool colour);

/// A last line for people at a terminal: how to have the gravest code of the run explained. Nothing
/// if nothing was found.
std::string ExplainTests(const check::report::TestRun& run, const check::report::Style& style);

}  // namespace tools

#endif  // TOOLS_TEST_REPORT_H_

#ifndef TOOLS_REPOSITORY_H_
#define TOOLS_REPOSITORY_H_

#include <string>
#include <string_view>

#include "libcheck/report/report.h"
#include "libcheck/report/test_run.h"

namespace tools {

/// Writes what was found in a format of check::report::AllFormats(). Of formats for services, paths
/// start at the root of the repository, which GITHUB_WORKSPACE, CI_PROJECT_DIR or the working
/// directory tells.
void WriteRun(const check::report::Run& run, std::string_view format,
              const check::report::Style& style, const check::report::Writer& write);

/// The same for results of tests.
std::string RenderTests(const check::report::TestRun& run, std::string_view format,
                        const check::report::Style& style);

}  // namespace tools

#endif  // TOOLS_REPOSITORY_H_

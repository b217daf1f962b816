#include "libcheck/report/test_run.h"

#include <algorithm>

namespace check::report {

std::span<const TestFormat> AllTestFormats() {
  static constexpr TestFormat kFormats[] = {
      {"text", "For people: what failed and why, and a summary.", TestsAsText},
      {"json", "For programs: every test, in a stable schema.", TestsAsJson},
      {"junit", "JUnit XML: a suite for each file, a test case for each group.", TestsAsJunit},
      {"github",
       "Workflow commands, which GitHub Actions shows beside the lines of a pull request.",
       TestsAsGithub, true},
      {"tap", "The Test Anything Protocol, version 14.", TestsAsTap},
  };
  return kFormats;
}

const TestFormat* FindTestFormat(std::string_view name) {
  const std::span<const TestFormat> formats = AllTestFormats();
  const auto at = std::find_if(formats.begin(), formats.end(),
                               [&](const TestFormat& format) { return format.name == name; });
  return at == formats.end() ? nullptr : &*at;
}

}  // namespace check::report

#ifndef TESTS_SUPPORT_CHECKED_H_
#define TESTS_SUPPORT_CHECKED_H_

#include <string>
#include <string_view>
#include <vector>

#include "libcheck/diagnostic/finding.h"
#include "libcheck/workspace/run.h"

namespace check::test {

/// What was found in a text that was checked by itself.
struct Checked {
  std::vector<Finding> findings;
  std::string upstream_error;
};

Checked CheckedWebConfig(const std::string& path, std::string text, const FileSystem* files);
Checked CheckedBlackbox(const std::string& path, std::string text);

/// Checks `text` as a file of `kind`, beside which there are no others.
workspace::Outcome CheckText(const std::string& path, std::string_view text,
                             workspace::Options options, const workspace::FileKind& kind);

/// Options by which every check runs, also those that are off by default.
workspace::Options WithAllChecks();

}  // namespace check::test

#endif  // TESTS_SUPPORT_CHECKED_H_

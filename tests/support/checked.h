#ifndef TESTS_SUPPORT_CHECKED_H_
#define TESTS_SUPPORT_CHECKED_H_

#include <string>
#include <string_view>
#include <utility>
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

using TextFiles = std::vector<std::pair<std::string, std::string>>;

/// Files in memory, each with its path, checked as what they are, or all as `kind`. A text
/// `unreadable` stands for a file that cannot be read.
workspace::Outcome CheckTexts(const TextFiles& files, workspace::Options options = {},
                              const workspace::FileKind* kind = nullptr);

/// Options by which every check runs, also those that are off by default.
workspace::Options WithAllChecks();

}  // namespace check::test

#endif  // TESTS_SUPPORT_CHECKED_H_

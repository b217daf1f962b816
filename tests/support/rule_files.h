#ifndef TESTS_SUPPORT_RULE_FILES_H_
#define TESTS_SUPPORT_RULE_FILES_H_

#include <filesystem>
#include <string_view>
#include <vector>

namespace check::test {

/// Files below `folder` whose names end in `extension`, sorted. None if there is no such folder.
std::vector<std::filesystem::path> FilesBelow(const std::filesystem::path& folder,
                                              std::string_view extension);

/// YAML files to try things on, most of them rule files: our own, and what SharedDir() has.
const std::vector<std::filesystem::path>& RuleFiles();

}  // namespace check::test

#endif  // TESTS_SUPPORT_RULE_FILES_H_

#ifndef TESTS_SUPPORT_GOLDEN_H_
#define TESTS_SUPPORT_GOLDEN_H_

#include <filesystem>
#include <string>
#include <string_view>

namespace check::test {

/// The project's own test data.
std::filesystem::path Testdata(std::string_view below);

/// The bytes of a file. A file that cannot be read fails the test and counts as empty.
std::string ReadText(const std::filesystem::path& path);

/// Compares `actual` with the whole of the file `expected`, and shows the first line that differs.
/// With UPDATE_GOLDEN=1 in the environment the file is written instead; look at what changed.
void CheckGolden(const std::filesystem::path& expected, std::string_view actual);

}  // namespace check::test

#endif  // TESTS_SUPPORT_GOLDEN_H_

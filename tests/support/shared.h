#ifndef TESTS_SUPPORT_SHARED_H_
#define TESTS_SUPPORT_SHARED_H_

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace check::test {

/// Where other projects' test data lies: $PRONOIA_SHARED, or `shared` beside the source tree. The
/// project's tests pass without it, so a test that finds none says so and is done.
std::optional<std::filesystem::path> SharedDir();

/// A file or folder in SharedDir(). If there is none, the test that asks counts as one without
/// data.
std::optional<std::filesystem::path> Shared(std::string_view below, std::string_view what);

/// The tests that found no data, each with what it wanted.
const std::set<std::string>& TestsWithoutData();

/// The lines of a file that are not empty.
std::vector<std::string> Lines(const std::filesystem::path& path);

/// Prints "conformance: WHAT agreed of total".
void PrintConformance(std::string_view what, std::size_t agreed, std::size_t total);

}  // namespace check::test

#endif  // TESTS_SUPPORT_SHARED_H_

#include "tests/support/shared.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace check::test {
namespace {

std::set<std::string>& Skipped() {
  static std::set<std::string> skipped;
  return skipped;
}

}  // namespace

std::optional<std::filesystem::path> SharedDir() {
  std::error_code ignored;
  if (const char* given = std::getenv("PRONOIA_SHARED"); given != nullptr && *given != '\0') {
    if (std::filesystem::is_directory(given, ignored)) return given;
    return std::nullopt;
  }
  const auto beside = std::filesystem::path(PRONOIA_SOURCE_DIR).parent_path() / "shared";
  if (std::filesystem::is_directory(beside, ignored)) return beside;
  return std::nullopt;
}

std::optional<std::filesystem::path> Shared(std::string_view below, std::string_view what) {
  std::error_code ignored;
  if (const auto shared = SharedDir()) {
    const auto path = *shared / below;
    if (std::filesystem::exists(path, ignored)) return path;
  }
  const auto* test = doctest::getContextOptions()->currentTest;
  Skipped().insert((test != nullptr ? std::string(test->m_name) : "?") + ": " + std::string(what));
  return std::nullopt;
}

const std::set<std::string>& TestsWithoutData() { return Skipped(); }

std::vector<std::string> Lines(const std::filesystem::path& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

void PrintConformance(std::string_view what, std::size_t agreed, std::size_t total) {
  std::printf("conformance: %s %zu of %zu\n", std::string(what).c_str(), agreed, total);
}

}  // namespace check::test

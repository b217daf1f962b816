#include "tests/support/golden.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/support/difference.h"

namespace check::test {
std::filesystem::path Testdata(std::string_view below) {
  return std::filesystem::path(PRONOIA_SOURCE_DIR) / "testdata" / below;
}

std::string ReadText(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  CHECK_MESSAGE(file.good(), "cannot read ", path.string());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void CheckGolden(const std::filesystem::path& expected, std::string_view actual) {
  const char* update = std::getenv("UPDATE_GOLDEN");  // NOLINT(concurrency-mt-unsafe)
  if (update != nullptr && std::string_view(update) == "1") {
    std::ofstream(expected, std::ios::binary) << actual;
    return;
  }
  const std::string wanted = ReadText(expected);
  const bool same = wanted == actual;
  CHECK_MESSAGE(same, expected.string(), ":\n", same ? std::string() : Difference(wanted, actual));
}

}  // namespace check::test

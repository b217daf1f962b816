#include "tests/support/golden.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace check::test {
namespace {

std::string_view TakeLine(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + 1);
  return line;
}

// What a reader wants to know when two texts differ.
std::string Difference(std::string_view expected, std::string_view actual) {
  int number = 0;
  while (!expected.empty() || !actual.empty()) {
    ++number;
    const std::string_view wanted = TakeLine(expected);
    const std::string_view got = TakeLine(actual);
    if (wanted == got) continue;
    return "line " + std::to_string(number) + "\n  expected: " + std::string(wanted) +
           "\n  actual:   " + std::string(got);
  }
  return "they differ in their last line break";
}

}  // namespace

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
  CHECK_MESSAGE(wanted == actual, expected.string(), ": ", Difference(wanted, actual));
}

}  // namespace check::test

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/fuzz/targets.h"
#include "tests/support/golden.h"

namespace check {
namespace {

TEST_CASE("inputs that once reached far or failed are read without harm") {
  for (const fuzz::Target& target : fuzz::kTargets) {
    std::vector<std::filesystem::path> inputs;
    const auto folder = test::Testdata("fuzz") / target.name;
    const std::string name(target.name);
    CAPTURE(name);
    REQUIRE(std::filesystem::is_directory(folder));
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      inputs.push_back(entry.path());
    }
    CHECK_FALSE(inputs.empty());
    std::sort(inputs.begin(), inputs.end());
    for (const auto& input : inputs) {
      const std::string text = test::ReadText(input);
      const std::string file = input.filename().string();
      CAPTURE(file);
      target.run(text);
      // Whatever reads a text must also read it cut short.
      target.run(std::string_view(text).substr(0, text.size() / 2));
    }
  }
}

}  // namespace
}  // namespace check

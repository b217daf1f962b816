#include "tests/support/expressions.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/support/golden.h"
#include "tests/support/rule_files.h"
#include "tests/support/shared.h"

namespace check::test {
namespace {

std::vector<std::string> Collect() {
  std::vector<std::string> found = Lines(Testdata("fmt/expressions.txt"));
  if (const auto shared = SharedDir()) {
    for (const char* name : {"parse", "pretty", "print"}) {
      const auto path = *shared / "conformance/promql" / (std::string(name) + ".jsonl");
      if (!std::filesystem::exists(path)) continue;
      for (const std::string& line : Lines(path)) {
        const auto input = nlohmann::json::parse(line).at("input");
        if (input.is_string()) found.push_back(input.get<std::string>());
      }
    }
    for (const auto& path : FilesBelow(*shared / "seeds", ".promql")) {
      found.push_back(ReadText(path));
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace

const std::vector<std::string>& Expressions() {
  static const std::vector<std::string> found = Collect();
  return found;
}

}  // namespace check::test

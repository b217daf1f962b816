#include "tests/support/expressions.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "libcheck/base/arena.h"
#include "libcheck/rules/format.h"
#include "libcheck/rules/load.h"
#include "tests/support/golden.h"
#include "tests/support/rule_files.h"
#include "tests/support/shared.h"

namespace check::test {
namespace {

void AddRules(const std::filesystem::path& path, std::vector<std::string>& out) {
  const SourceBuffer source(path.string(), ReadText(path));
  Arena arena;
  Diagnostics diagnostics;
  const auto loaded = rules::Load(source, {.promql = promql::kWholeLanguage}, arena, diagnostics);
  for (const rules::RuleSet& set : loaded.sets) {
    for (const rules::Group& group : set.groups) {
      for (const rules::Rule& rule : group.rules) {
        if (rule.expr_source != nullptr) out.emplace_back(rule.expr_source->text());
      }
    }
  }
}

std::vector<std::string> Collect() {
  std::vector<std::string> found = Lines(Testdata("fmt/expressions.txt"));
  for (const std::filesystem::path& path : RuleFiles()) AddRules(path, found);
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
  // The tests then run, on fewer expressions.
  (void)Shared("conformance/promql", "more expressions");
  static const std::vector<std::string> found = Collect();
  return found;
}

}  // namespace check::test

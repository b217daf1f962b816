#include "libcheck/rules/format.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <random>
#include <string>
#include <string_view>

#include "libcheck/base/arena.h"
#include "tests/support/golden.h"
#include "tests/support/rule_files.h"

namespace check::rules {
namespace {

std::string Formatted(const std::string& text) {
  const SourceBuffer source("rules.yml", text);
  Arena arena;
  Diagnostics diagnostics;
  const auto formatted = Format(source, arena, diagnostics);
  if (!formatted) return "error: " + formatted.error().message;
  return *formatted;
}

TEST_CASE("rule files are formatted as recorded, and then stay as they are") {
  std::size_t count = 0;
  for (const auto& in : test::FilesBelow(test::Testdata("fmt"), ".in.yml")) {
    const std::string name = in.string();
    CAPTURE(name);
    const std::string stem = name.substr(0, name.size() - std::string_view(".in.yml").size());
    const std::string formatted = Formatted(test::ReadText(in));
    test::CheckGolden(stem + ".out.yml", formatted);
    CHECK(Formatted(formatted) == formatted);
    ++count;
  }
  CHECK(count >= 8);
}

TEST_CASE("a file that Prometheus would refuse is left alone, and the reason given") {
  const std::string text =
      "groups:\n  - name: a\n    rules:\n      - record: x\n        expr: 'sum('   \n";
  const SourceBuffer source("rules.yml", text);
  Arena arena;
  Diagnostics diagnostics;
  const auto formatted = Format(source, arena, diagnostics);
  REQUIRE(formatted.ok());
  CHECK(*formatted == text);
  REQUIRE_FALSE(diagnostics.found().empty());
  CHECK(diagnostics.found()[0].message == "unclosed left parenthesis");
}

TEST_CASE("files without rules are left alone") {
  for (const char* text : {"", "\n\n", "# only a comment  ",
                           "kind: Deployment\napiVersion: v1\nmetadata:\n    name: x  \n",
                           "scrape_configs:\n- job_name: a  \n"}) {
    CAPTURE(text);
    CHECK(Formatted(text) == text);
  }
}

TEST_CASE("every rule file at hand keeps its meaning and is formatted in one go") {
  std::size_t rule_files = 0;
  std::size_t changed = 0;
  for (const auto& path : test::RuleFiles()) {
    const std::string name = path.string();
    CAPTURE(name);
    const std::string text = test::ReadText(path);
    const SourceBuffer source(name, text);
    Arena arena;
    Diagnostics diagnostics;
    const auto formatted = Format(source, arena, diagnostics);
    REQUIRE_MESSAGE(formatted.ok(), formatted.error().message);
    if (diagnostics.HasErrors()) {
      CHECK(*formatted == text);
      continue;
    }
    ++rule_files;
    changed += *formatted == text ? 0 : 1;
    CHECK(Formatted(*formatted) == *formatted);
  }
  MESSAGE(rule_files, " rule files formatted, ", changed, " of them changed");
  CHECK(rule_files >= 8);
}

// Indents lines the way someone in a hurry might.
std::string Reindented(const std::string& text, std::mt19937& random) {
  std::string out;
  const std::size_t factor = 1 + random() % 3;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string line = text.substr(at, end - at);
    const std::size_t spaces = line.find_first_not_of(' ');
    if (spaces != std::string::npos) out.append(spaces * (factor - 1), ' ');
    out += line;
    if (random() % 10 == 0) out.insert(out.size() - 1, "  ");
    at = end;
  }
  return out;
}

TEST_CASE("files indented in other ways keep their meaning too") {
  std::mt19937 random(2);
  std::size_t formatted_count = 0;
  for (const auto& path : test::RuleFiles()) {
    const std::string text = Reindented(test::ReadText(path), random);
    const SourceBuffer source(path.string(), text);
    Arena arena;
    Diagnostics diagnostics;
    const auto formatted = Format(source, arena, diagnostics);
    CAPTURE(text);
    REQUIRE_MESSAGE(formatted.ok(), formatted.error().message);
    if (diagnostics.HasErrors()) continue;
    ++formatted_count;
    CHECK(Formatted(*formatted) == *formatted);
  }
  CHECK(formatted_count >= 4);
}

}  // namespace
}  // namespace check::rules

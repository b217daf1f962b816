#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/slo/layouts.h"
#include "libcheck/slo/read.h"
#include "libcheck/slo/write_rules.h"
#include "tests/slo/rule_differences.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check::slo {
namespace {

const std::map<std::string, LayoutOptions> kVariants = {
    {"plain", {}},
    {"generic", {.generic = true}},
    {"operator", {}},
    {"prom3off", {.exact_buckets = true}},
    {"external-url", {.external_url = "http://pyrra.example"}},
};

Result<std::vector<MadeGroup>> Make(const Slo& slo, const LayoutOptions& options = {}) {
  return FindLayout("pyrra")->make(slo, options);
}

// The files of the groups, by the ending of their names.
std::map<std::string, std::vector<MadeGroup>> ByPart(const std::vector<MadeGroup>& groups) {
  std::map<std::string, std::vector<MadeGroup>> parts;
  for (const MadeGroup& group : groups) parts[group.part].push_back(group);
  return parts;
}

// Which of a case's files holds the groups of `part`.
std::string FileOf(const nlohmann::json& files, const std::string& part) {
  for (const auto& file : files) {
    const auto path = file.get<std::string>();
    if (part.empty() || path.ends_with("-" + part + ".yaml")) return path;
  }
  return {};
}

TEST_CASE("conformance: rules as Pyrra makes them") {
  const auto folder = test::Shared("conformance/slo/specs", "rules of Pyrra");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*folder / "cases.jsonl")) {
    const auto row = nlohmann::json::parse(line);
    if (row.at("tool") != "pyrra") continue;
    const auto path = row.at("file").get<std::string>();
    const SourceBuffer file{SharedText(path), test::ReadText(*folder / path)};
    Arena arena;
    Diagnostics diagnostics;
    const std::vector<Slo> slos = ReadSlos(file, arena, diagnostics);
    if (slos.empty()) continue;  // Refused: specs of which Pyrra makes rules are another test's.
    for (const auto& generated : row.at("generate")) {
      const auto variant = generated.at("variant").get<std::string>();
      CAPTURE(path);
      CAPTURE(variant);
      const auto groups = Make(slos.front(), kVariants.at(variant));
      REQUIRE(groups.ok());
      const auto parts = ByPart(*groups);
      CHECK(parts.size() == generated.at("rules").size());
      for (const auto& [part, of_part] : parts) {
        const std::string theirs = test::ReadText(*folder / FileOf(generated.at("rules"), part));
        const std::string ours = variant == "operator"
                                     ? PrometheusRuleYaml(of_part, *slos.front().resource)
                                     : RulesYaml(of_part);
        const auto differences = test::RuleDifferences(ours, theirs);
        for (const std::string& difference : differences) CHECK_MESSAGE(false, difference);
        ++total;
        agreed += differences.empty() ? 1 : 0;
      }
    }
  }
  test::PrintConformance("slo/specs, rules of Pyrra", agreed, total);
}

}  // namespace
}  // namespace check::slo

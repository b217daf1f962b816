// Specifications that other projects publish, or that were made from those, and whether their own
// tools accept them: conformance/slo/specs in the shared data.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "libcheck/diagnostic/finding.h"
#include "libcheck/slo/read.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check::slo {
namespace {

/// A specification of which we think otherwise than its tool.
struct Difference {
  std::string_view file;  ///< Part of its path.
  std::string_view why;   ///< A phrase.
};

constexpr std::string_view kOpInRatio =
    "`op` in an objective for a ratio, as in OpenSLO's own examples, is a warning";
constexpr std::string_view kSlothAccepts = "Sloth accepts it, and makes rules of it";

constexpr Difference kOslo[] = {
    {"openslo/internal__files__testdata__discover__", "an empty file says nothing"},
    {"openslo/examples__budgeting-method__ratio-timeslices.yaml", kOpInRatio},
    {"openslo/examples__budgeting-method__timeslices-slo.yaml", kOpInRatio},
    {"openslo/examples__treat-low-traffic-as-equally-important__timeslices-slo.yaml", kOpInRatio},
    {"openslo/pkg__openslo__v1__examples__slos.yaml", kOpInRatio},
    {"openslo/pkg__openslo__v2alpha__examples__slos.yaml", kOpInRatio},
    {"inputs__v1_slo_invalid_policy.yaml", "a threshold metric is compared with no value"},
    {"openslo-mutants/o06.yaml", "an objective of 0 promises nothing"},
    {"openslo-mutants/o29.yaml", kSlothAccepts},
    {"openslo-mutants/o30.yaml", kSlothAccepts},
};

/// A tool whose verdicts are compared. A new one is a row of kTools.
struct Tool {
  std::string_view name;
  std::size_t least;  ///< How many specifications there are at least.
  std::span<const Difference> differences;
  std::string_view mentions = {};  ///< Only specifications that mention this.
};
constexpr Tool kTools[] = {
    {"oslo", 144, kOslo},
    // For its own formats see sloth_conformance_test.cc, for those of Pyrra pyrra_spec_test.cc.
    {"sloth", 6, {}, "openslo/"},
};

struct Verdict {
  bool accepted = true;
  std::string report;
};

Verdict Judge(const std::filesystem::path& path) {
  const SourceBuffer file(path.filename().string(), test::ReadText(path));
  Arena arena;
  Diagnostics diagnostics;
  ReadSlos(file, arena, diagnostics);
  Verdict verdict;
  for (const Diagnostic& diagnostic : diagnostics.found()) {
    if (diagnostic.severity != Severity::kError) continue;
    verdict.accepted = false;
    const LineColumn at = ToFinding(diagnostic).where.begin;
    verdict.report += std::to_string(at.line) + ": " + diagnostic.message + "\n";
  }
  return verdict;
}

TEST_CASE("specifications are accepted and refused as by their own tools, but for listed reasons") {
  const auto folder = test::Shared("conformance/slo/specs", "specifications of objectives");
  if (!folder) return;
  for (const Tool& tool : kTools) {
    std::size_t total = 0;
    std::size_t agreed = 0;
    std::map<std::string_view, bool> used;
    for (const std::string& line : test::Lines(*folder / "cases.jsonl")) {
      const auto one = nlohmann::json::parse(line);
      if (one.at("tool") != tool.name) continue;
      const auto name = one.at("file").get<std::string>();
      CAPTURE(name);
      if (test::ReadText(*folder / name).find(tool.mentions) == std::string::npos) continue;
      const Verdict ours = Judge(*folder / name);
      CAPTURE(ours.report);
      const bool agrees = ours.accepted == one.at("validate").at("ok").get<bool>();
      ++total;
      agreed += agrees ? 1 : 0;
      const auto listed = std::ranges::find_if(tool.differences, [&](const Difference& each) {
        return name.find(each.file) != std::string::npos;
      });
      if (listed != tool.differences.end()) {
        used[listed->file] = true;
        // What agrees is not to be listed any more.
        CHECK_FALSE(agrees);
      } else {
        const std::string theirs = one.at("validate").value("error", "");
        CAPTURE(theirs);
        CHECK(agrees);
      }
    }
    CHECK(total >= tool.least);
    CHECK(used.size() == tool.differences.size());
    test::PrintConformance(fmt::format("specifications of OpenSLO by {}", tool.name), agreed,
                           total);
  }
}

}  // namespace
}  // namespace check::slo

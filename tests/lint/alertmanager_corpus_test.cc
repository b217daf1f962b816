// Real configurations, and what a reader has found in them.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/lint/check.h"
#include "libcheck/workspace/kinds/kinds.h"
#include "tests/support/checked.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check::lint {
namespace {

using nlohmann::json;

// Our codes for the words by which the reader names faults.
struct Kind {
  std::string_view kind;
  std::set<std::string_view> codes;
};
const std::vector<Kind>& Kinds() {
  static const std::vector<Kind> kinds = {
      {"bad-url", {"bad-value"}},
      {"deprecated-key", {"deprecated-field"}},
      {"empty-name", {"missing-field"}},
      {"exclusive", {"exclusive-fields"}},
      {"group-by-mixed", {"exclusive-fields"}},
      {"inhibit-inverted", {"inhibit-rule-inverted"}},
      {"missing-authorization", {"missing-field"}},
      {"missing-receiver", {"missing-field"}},
      {"missing-route", {"missing-field"}},
      {"placeholder", {"placeholder-left"}},
      {"receiver-unreachable", {"unreachable-receiver"}},
      {"receiver-without-integration", {"receiver-without-integration"}},
      {"redundant-continue", {"redundant-continue"}},
      {"redundant-route", {"redundant-route"}},
      {"repeat-equals-group-interval", {"repeat-equals-group-interval"}},
      {"root-continue", {"bad-value"}},
      {"root-intervals", {"bad-value"}},
      {"root-matchers", {"bad-value"}},
      {"root-receiver-unreachable", {"unreachable-receiver"}},
      {"undefined-receiver", {"undefined-name"}},
      {"unknown-field", {"unknown-field"}},
      {"unused-receiver", {"unused-receiver"}},
      {"yaml-syntax", {"yaml-syntax"}},
  };
  return kinds;
}

// What is behind the first fault of syntax cannot be read.
bool IsHidden(const std::vector<Finding>& findings, int line) {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.info->code == "yaml-syntax" &&
           static_cast<int>(finding.where.begin.line) != line;
  });
}

// Whether a finding has its place there, or one of the places beside it.
bool IsAt(const Finding& finding, int line) {
  const auto is_there = [line](const Place& place) {
    return static_cast<int>(place.begin.line) == line;
  };
  return is_there(finding.where) ||
         std::any_of(finding.labels.begin(), finding.labels.end(),
                     [&](const PlaceLabel& label) { return is_there(label.where); });
}

std::vector<Finding> FindingsIn(const std::filesystem::path& path) {
  return test::CheckText(path.filename().string(), test::ReadText(path), workspace::Options(),
                         workspace::kAlertmanagerKind)
      .report.findings;
}

TEST_CASE(
    "faults that a reader found in real configurations are reported, and nothing else there") {
  const auto folder = test::Shared("corpus/alertmanager", "real configurations");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*folder / "corpus.jsonl")) {
    const json row = json::parse(line);
    const auto file = row.at("file").get<std::string>();
    if (!file.ends_with(".yml")) continue;
    CAPTURE(file);
    const std::vector<Finding> findings = FindingsIn(*folder / file);
    for (const json& expected : row.at("expected_findings")) {
      const auto kind = expected.at("kind").get<std::string>();
      const int at = expected.at("line").get<int>();
      CAPTURE(kind);
      CAPTURE(at);
      // Templates have a test of their own.
      if (kind.starts_with("template-") || IsHidden(findings, at)) continue;
      const auto known = std::find_if(Kinds().begin(), Kinds().end(),
                                      [&](const Kind& each) { return each.kind == kind; });
      REQUIRE(known != Kinds().end());
      // Without a receiver, the reader points at the section or at what it begins with.
      const int last = at + (kind == "missing-receiver" ? 1 : 0);
      const bool found = std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
        return (IsAt(finding, at) || IsAt(finding, last)) &&
               known->codes.contains(finding.info->code);
      });
      CHECK(found);
      ++total;
      agreed += found ? 1 : 0;
    }
    for (const json& right : row.at("no_findings")) {
      const int at = right.at("line").get<int>();
      CAPTURE(at);
      const bool quiet =
          std::none_of(findings.begin(), findings.end(), [at](const Finding& finding) {
            return finding.severity != Severity::kInfo &&  // Hints are set apart.
                   static_cast<int>(finding.where.begin.line) == at;
          });
      CHECK(quiet);
      ++total;
      agreed += quiet ? 1 : 0;
    }
  }
  test::PrintConformance("corpus/alertmanager: findings", agreed, total);
}

}  // namespace
}  // namespace check::lint

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "libcheck/lint/check.h"
#include "libcheck/rules/load.h"
#include "libcheck/slo/read_policy.h"
#include "libcheck/workspace/kinds/kinds.h"
#include "tests/support/checked.h"
#include "tests/support/golden.h"

namespace check::lint {
namespace {

constexpr std::chrono::seconds kScrapeInterval(30);
constexpr std::chrono::seconds kSloScrapeInterval(35);  // A minute does not hold two.
constexpr std::chrono::hours kRetention(90 * 24);

constexpr double kRequestsPerSecond = 10;

// Rules of an objective of which one window is not recorded.
constexpr std::string_view kBurnAlerts = R"(groups:
  - name: checkout
    rules:
      - record: slo:sli_error:ratio_rate1h
        expr: sum(rate(errors_total[1h])) / sum(rate(requests_total[1h]))
        labels: {sloth_id: shop-checkout}
      - alert: CheckoutErrors
        expr: |
          slo:sli_error:ratio_rate1h{sloth_id="shop-checkout"} > 14.4 * 0.001
          and
          slo:sli_error:ratio_rate5m{sloth_id="shop-checkout"} > 14.4 * 0.001
)";
const SloSurroundings& Surroundings() {
  static const SourceBuffer source("rules.yml", std::string(kBurnAlerts));
  static Arena arena;
  static Diagnostics diagnostics;
  static const rules::LoadedFile file = rules::Load(source, {}, arena, diagnostics);
  static const SloSurroundings surroundings = {slo::ReadPolicies(file.sets), kRequestsPerSecond};
  return surroundings;
}

const workspace::FileKind& KindOf(CheckedFile file) {
  switch (file) {
    case CheckedFile::kPrometheusConfig:
      return workspace::kPrometheusKind;
    case CheckedFile::kAlertmanagerConfig:
      return workspace::kAlertmanagerKind;
    case CheckedFile::kSlo:
      return workspace::kSloKind;
    case CheckedFile::kRules:
      break;
  }
  return workspace::kRulesKind;
}

// What checking one file of the kind that `check` looks at gives. Checks that are off by default
// are on if it is.
std::vector<Finding> FindingsIn(const Check& check, const std::string& path,
                                std::string_view text) {
  workspace::Options options =
      check.info.on_by_default ? workspace::Options() : test::WithAllChecks();
  options.environment.scrape_interval = kScrapeInterval;
  options.slo = {.scrape_interval = kSloScrapeInterval,
                 .evaluation_interval = kScrapeInterval,
                 .retention = kRetention,
                 .surroundings = &Surroundings()};
  options.rules.promql.experimental_functions = true;
  return test::CheckText(path, text, std::move(options), KindOf(FileOf(check))).report.findings;
}

std::string Print(const Place& place) {
  return std::to_string(place.begin.line) + ":" + std::to_string(place.begin.column) + "-" +
         std::to_string(place.end.line) + ":" + std::to_string(place.end.column);
}

std::string Print(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text += Print(finding.where) + " " + std::string(ToString(finding.severity)) + ": " +
            finding.message + " [" + std::string(finding.info->code) + "]\n";
    for (const PlaceLabel& label : finding.labels) {
      text += "    " + Print(label.where) + " " + label.message + "\n";
    }
    for (const std::string& note : finding.notes) text += "    note: " + note + "\n";
  }
  return text;
}

TEST_CASE("every check reports its bad example, and no check its good one") {
  for (const Check* check : AllChecks()) {
    const CodeInfo& info = check->info;
    CAPTURE(info.code);
    const std::vector<Finding> bad = FindingsIn(*check, "bad.yml", info.bad);
    const std::string bad_findings = Print(bad);
    CAPTURE(bad_findings);
    CHECK(std::any_of(bad.begin(), bad.end(),
                      [&](const Finding& finding) { return finding.info == &info; }));
    // The example shows one thing.
    CHECK(std::all_of(bad.begin(), bad.end(),
                      [&](const Finding& finding) { return finding.info == &info; }));
    CHECK(Print(FindingsIn(*check, "good.yml", info.good)) == "");
  }
}

TEST_CASE("checks are described as the catalogue needs it") {
  std::string_view last;
  for (const Check* check : AllChecks()) {
    const CodeInfo& info = check->info;
    CAPTURE(info.code);
    CHECK(last < info.code);  // Sorted, and each once.
    last = info.code;
    CHECK(FindCheck(info.code) == check);
    CHECK(std::all_of(info.code.begin(), info.code.end(),
                      [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; }));
    CHECK_FALSE(info.summary.empty());
    CHECK_FALSE(info.summary.ends_with('.'));
    CHECK(info.explanation.starts_with('\n'));
    CHECK(info.explanation.ends_with(".\n"));
    CHECK(info.bad != info.good);
    // Nothing that a check finds keeps Prometheus from starting.
    CHECK(info.severity != Severity::kError);
    CHECK_FALSE(std::holds_alternative<std::monostate>(check->run));
    for (std::size_t begin = 0; begin < info.explanation.size();) {
      const std::size_t end = info.explanation.find('\n', begin);
      CHECK(end - begin <= 104);
      begin = end + 1;
    }
  }
  CHECK(FindCheck("no-such-check") == nullptr);
}

TEST_CASE("the checks find in testdata/lint what is expected, and nothing else") {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(test::Testdata("lint"))) {
    if (entry.path().extension() == ".yml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  CHECK_FALSE(files.empty());
  for (const std::filesystem::path& file : files) {
    const std::string name = file.filename().string();
    CAPTURE(name);
    const std::string folder = file.parent_path().filename().string();
    const Check* check = FindCheck(folder);
    REQUIRE_MESSAGE(check != nullptr, folder, " is no check");
    std::vector<Finding> findings = FindingsIn(*check, name, test::ReadText(file));
    std::filesystem::path expected = file;
    test::CheckGolden(expected.replace_extension(".txt"), Print(findings));
  }
}

}  // namespace
}  // namespace check::lint

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "libcheck/config/prometheus/check.h"
#include "tests/support/golden.h"

namespace check::config::prometheus {
namespace {

std::string Report(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  const auto check = CheckConfigText(name, test::ReadText(path), {.syntax_only = true});
  std::string report;
  for (const Finding& finding : check->Findings()) {
    report += std::to_string(finding.where.begin.line) + ":" +
              std::to_string(finding.where.begin.column) + " " + std::string(finding.info->code) +
              ": " + finding.message + "\n";
    for (const std::string& note : finding.notes) report += "  " + note + "\n";
    CHECK(finding.message.find("hush") == std::string::npos);
    CHECK(finding.where.excerpt.find("hush") == std::string::npos);
  }
  return report;
}

std::vector<std::filesystem::path> FilesIn(std::string_view folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(test::Testdata(folder))) {
    if (entry.path().extension() == ".yml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  REQUIRE_FALSE(files.empty());
  return files;
}

TEST_CASE("good configurations are not spoken of") {
  for (const auto& path : FilesIn("config/prometheus/good")) CHECK(Report(path).empty());
}

TEST_CASE("bad configurations are reported as they should be") {
  for (const auto& path : FilesIn("config/prometheus/bad")) {
    std::filesystem::path expected = path;
    test::CheckGolden(expected.replace_extension(".expected"), Report(path));
  }
}

}  // namespace
}  // namespace check::config::prometheus

#include "libcheck/config/blackbox/blackbox.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "libcheck/cel/check.h"
#include "libcheck/config/blackbox/probes.h"
#include "tests/support/checked.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check::config::blackbox {
namespace {

TEST_CASE("the tables of blackbox.yml are sound") {
  for (const std::string& problem : schema::CheckTable(kBlackboxConfig)) FAIL_CHECK(problem);
}

TEST_CASE("configurations of the blackbox exporter's own tests get its verdict") {
  const auto folder = test::Shared("conformance/blackbox_config", "blackbox.yml");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*folder / "cases.jsonl")) {
    const auto row = nlohmann::json::parse(line);
    const std::string name = row.value("file", "text");
    CAPTURE(name);
    const std::string text =
        row.contains("text") ? row["text"].get<std::string>() : test::ReadText(*folder / name);
    const test::Checked check = test::CheckedBlackbox(name, text);
    CAPTURE(check.upstream_error);
    bool good = check.findings.empty() == row.at("ok").get<bool>();
    if (row.contains("error")) {
      good = good && "error parsing config file: " + check.upstream_error ==
                         row["error"].get<std::string>();
    }
    CHECK(good);
    ++total;
    agreed += good ? 1 : 0;
  }
  test::PrintConformance("blackbox_config/cases.jsonl", agreed, total);
  agreed = total = 0;
  for (const std::string& line : test::Lines(*folder / "cel.jsonl")) {
    const auto row = nlohmann::json::parse(line);
    const bool ok =
        cel::CheckExpression(row.at("expression").get<std::string>(), {"body"}).faults.empty();
    CHECK(ok == row.at("ok").get<bool>());
    ++total;
    agreed += ok == row.at("ok").get<bool>() ? 1 : 0;
  }
  test::PrintConformance("blackbox_config/cel.jsonl", agreed, total);
  agreed = total = 0;
  for (const std::string& line : test::Lines(*folder / "accept_encoding.jsonl")) {
    const auto row = nlohmann::json::parse(line);
    const bool ok = AcceptsEncoding(row.at("compression").get<std::string>(),
                                    row.at("accept_encoding").get<std::string>());
    CHECK(ok == row.at("acceptable").get<bool>());
    ++total;
    agreed += ok == row.at("acceptable").get<bool>() ? 1 : 0;
  }
  test::PrintConformance("blackbox_config/accept_encoding.jsonl", agreed, total);
}

TEST_CASE("the good configurations of the exporter's tests are accepted") {
  const auto folder = test::Shared("conformance/blackbox_config/testdata", "good blackbox.yml");
  if (!folder) return;
  std::size_t total = 0;
  std::size_t agreed = 0;
  for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("invalid") || name.find("bad") != std::string::npos) continue;
    CAPTURE(name);
    const test::Checked check = test::CheckedBlackbox(name, test::ReadText(entry.path()));
    CAPTURE(check.upstream_error);
    CHECK(check.upstream_error.empty());
    ++total;
    agreed += check.upstream_error.empty() ? 1 : 0;
  }
  test::PrintConformance("blackbox_config/testdata (good)", agreed, total);
}

}  // namespace
}  // namespace check::config::blackbox

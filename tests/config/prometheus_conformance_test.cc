#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/config/prometheus/check.h"
#include "libcheck/config/prometheus/prometheus_config.h"
#include "libcheck/config/prometheus/schema.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check::config::prometheus {
namespace {

TEST_CASE("configurations of Prometheus's own tests are accepted and refused for its reasons") {
  const auto folder = test::Shared("conformance/prometheus_config", "prometheus.yml");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*folder / "cases.jsonl")) {
    const auto row = nlohmann::json::parse(line);
    const std::string id = row.at("id");
    const std::string name = row.value("file", "text");
    CAPTURE(id);
    CAPTURE(name);
    const std::string text =
        row.contains("text") ? row["text"].get<std::string>() : test::ReadText(*folder / name);
    UpstreamTexts texts;
    const auto config = ReadPrometheusConfig(
        name, text,
        {.agent = row.at("agent_mode").get<bool>(), .follow_files = false, .upstream = &texts});
    const std::string& error = config->upstream_error;
    CAPTURE(error);
    const bool ok = row.at("ok").get<bool>();
    bool good = config->diagnostics.HasErrors() != ok && error.empty() == ok;
    if (row.contains("error")) good = good && error == row["error"].get<std::string>();
    for (const std::string& wanted : row.value("error_contains", std::vector<std::string>())) {
      good = good && error.find(wanted) != std::string::npos;
    }
    CHECK(good);
    ++total;
    agreed += good ? 1 : 0;
  }
  test::PrintConformance("prometheus_config/cases.jsonl", agreed, total);
}

TEST_CASE("files of targets of promtool's own tests are accepted and refused for its reasons") {
  const auto folder = test::Shared("conformance/promtool", "files of targets");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*folder / "cases.jsonl")) {
    const auto row = nlohmann::json::parse(line);
    if (row.at("command") != "check sd file") continue;
    const std::string name = row.at("files").at(0);
    CAPTURE(name);
    UpstreamTexts texts;
    const auto check = CheckTargetText(name, test::ReadText(*folder / name), &texts);
    const bool good = check->upstream.error == row.value("error", "") &&
                      check->diagnostics.HasErrors() != row.at("ok").get<bool>();
    CHECK(good);
    ++total;
    agreed += good ? 1 : 0;
  }
  test::PrintConformance("promtool/cases.jsonl (files of targets)", agreed, total);
}

}  // namespace
}  // namespace check::config::prometheus

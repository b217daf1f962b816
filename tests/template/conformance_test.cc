#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "libcheck/template/parse.h"
#include "tests/support/shared.h"

namespace check::gotemplate {
namespace {

// Prometheus's own template tests run without the variables of an alert, and with any data.
TemplateEnvironment Bare() {
  TemplateEnvironment bare = PrometheusEnvironment();
  bare.variables = {};
  bare.dot = &kAnyType;
  bare.prefix = {};
  return bare;
}

TEST_CASE("Prometheus's template tests parse, or fail to parse, as they do there") {
  const auto path = test::Shared("conformance/prometheus_template/expand.jsonl", "templates");
  if (!path) return;
  const TemplateEnvironment environment = Bare();
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*path)) {
    const auto row = nlohmann::json::parse(line);
    const std::string text = row.at("template");
    CAPTURE(text);
    const std::string error = row.value("error", "");
    // Consoles have a function of their own and escape for HTML.
    if (text.find("tmpl") != std::string::npos) continue;
    ++total;

    const SourceBuffer source("test", text);
    Arena arena;
    UpstreamTexts diagnostics_texts;
    Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
    const Tree* tree = ParseTemplate(source, environment, "test", arena, diagnostics);
    constexpr std::string_view kRefused = "error parsing template test: ";
    if (!error.starts_with(kRefused)) {
      CHECK(tree != nullptr);
      agreed += tree != nullptr ? 1 : 0;
      continue;
    }
    REQUIRE_FALSE(diagnostics.found().empty());
    CHECK(diagnostics.found()[0].upstream.str() == error.substr(kRefused.size()));
    agreed += diagnostics.found()[0].upstream.str() == error.substr(kRefused.size()) ? 1 : 0;
  }
  test::PrintConformance("prometheus_template/expand.jsonl", agreed, total);
}

}  // namespace
}  // namespace check::gotemplate

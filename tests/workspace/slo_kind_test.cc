#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/files/memory_files.h"
#include "libcheck/reference/json_schema.h"
#include "libcheck/workspace/kinds/kinds.h"
#include "libcheck/workspace/run.h"
#include "tests/support/checked.h"

namespace check::workspace {
namespace {

std::string_view KindOf(std::string_view path, std::string_view text) {
  const FileKind* kind = DetectKind(Outline(path, text));
  return kind == nullptr ? "nothing" : kind->name;
}

TEST_CASE("specifications of objectives are told from other files") {
  CHECK(KindOf("a.yml", "version: \"prometheus/v1\"\nservice: shop\n") == "slo");
  CHECK(KindOf("a.yml", "apiVersion: sloth.slok.dev/v1\nkind: PrometheusServiceLevel\n") == "slo");
  CHECK(KindOf("a.yml", "apiVersion: openslo/v1\nkind: Service\n") == "slo");
  CHECK(KindOf("a.yml", "apiVersion: openslo/v7\nkind: SLOs\n") == "slo");
  CHECK(KindOf("a.yml", "kind: ServiceLevelObjective\napiVersion: pyrra.dev/v1alpha1\n") == "slo");
  CHECK(KindOf("a.json", R"({"apiVersion": "openslo/v1", "kind": "SLO"})") == "slo");
  // Beside others, and in lists of two kinds.
  CHECK(KindOf("a.yml",
               "apiVersion: apps/v1\nkind: Deployment\n---\napiVersion: openslo/v1\nkind: SLO\n") ==
        "slo");
  CHECK(KindOf("a.yml",
               "apiVersion: v1\nkind: List\nitems:\n- apiVersion: openslo/v1\n  kind: SLO\n") ==
        "slo");
  CHECK(KindOf("a.yml", "- apiVersion: openslo/v1\n  kind: SLO\n") == "slo");

  CHECK(KindOf("a.yml", "apiVersion: apps/v1\nkind: Deployment\n") == "kubernetes");
  CHECK(KindOf("a.yml", "- targets: [a:80]\n") == "targets");
  CHECK(KindOf("a.yml", "version: '3'\nservices: {}\n") == "nothing");
  // A chart may make both, and the rules of its objectives too.
  CHECK(KindOf("a.yml",
               "apiVersion: openslo/v1\nkind: SLO\n---\n"
               "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\n") == "rules");
}

TEST_CASE("each format has its schemas, which can be had in one") {
  const std::vector<NamedSchema> all = FindSchemas("slo");
  for (const std::string_view name :
       {"slo-openslo", "slo-openslo-sli", "slo-openslo-v1alpha", "slo-pyrra", "slo-sloth"}) {
    CAPTURE(name);
    CHECK(std::any_of(all.begin(), all.end(), [&](const auto& form) { return form.name == name; }));
    CHECK(FindSchemas(name).size() == 1);
  }
  const auto json = nlohmann::json::parse(reference::JsonSchema("slo", all));
  CHECK(json.at("title") == "slo");
  REQUIRE(json.at("anyOf").size() == all.size());
  for (const auto& form : json.at("anyOf")) {
    const std::string reference = form.at("allOf")[0].at("$ref");
    CHECK(json.contains(nlohmann::json::json_pointer(reference.substr(1))));
  }
}

TEST_CASE("specifications of a run are checked together, each finding in its file") {
  const MemoryFiles files = {
      {"a.yml",
       "version: prometheus/v1\nservice: shop\nslos:\n  - {name: aa, objective: 99, sli: "
       "{events: {error_query: 'rate(e[{{.window}}])', total_query: "
       "'rate(t[{{.window}}])'}}, alerting: {name: A}}\n"},
      {"b.yml",
       "version: prometheus/v1\nservice: shop\nslos:\n  - {name: aa, objective: 100, sli: "
       "{events: {error_query: 'rate(e[{{.window}}])', total_query: "
       "'rate(t[{{.window}}])'}}, alerting: {name: A}}\n"},
      {"c.yml", ""}};
  Options options;
  options.files = &files;
  options.policy.run_checks = false;
  const Outcome outcome = CheckFiles(
      {{"a.yml", false, &kSloKind}, {"b.yml", false, &kSloKind}, {"c.yml", false, &kSloKind}},
      options);
  CHECK(outcome.errors.empty());
  CHECK(outcome.report.files.size() == 3);
  CHECK(outcome.report.files[0].count == 1);
  REQUIRE(outcome.report.findings.size() == 2);
  CHECK(outcome.report.findings[0].where.path == "b.yml");
  CHECK(outcome.report.findings[1].where.path == "c.yml");
  CHECK(outcome.report.findings[1].message == "the file has no SLO specification");
  CHECK(CheckFiles({{"missing.yml", false, &kSloKind}}, options).errors.size() == 1);
}

}  // namespace
}  // namespace check::workspace

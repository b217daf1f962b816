#include "libcheck/rules/schema.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "libcheck/schema/validate.h"
#include "tests/support/shared.h"
#include "tests/yaml/print_tree.h"

namespace check::rules {
namespace {

std::string Problems(const SourceFile& file, const schema::Object& object) {
  Arena arena;
  UpstreamTexts texts;
  Diagnostics diagnostics(&texts);
  const yaml::Stream stream =
      yaml::Parse(file, arena, diagnostics, {.report_duplicate_keys = false});
  const schema::Options options = {.dialect = yaml::Dialect::kGoYamlV3,
                                   .promql = {.experimental_functions = true},
                                   .templates = &gotemplate::PrometheusEnvironment()};
  for (const yaml::Document& document : stream.documents) {
    if (document.root != nullptr) {
      schema::Validate(*document.root, object, {file, stream, arena}, options, diagnostics);
    }
  }
  std::string out;
  for (const Diagnostic& problem : diagnostics.found()) {
    if (problem.severity != Severity::kError) continue;
    Diagnostic outer = problem;
    outer.where = problem.where.Outermost();
    out += (out.empty() ? "" : "\n") + yaml::PrintProblem(file, outer);
  }
  return out;
}

std::string Problems(std::string text, const schema::Object& object) {
  return Problems(SourceBuffer("f", std::move(text)), object);
}

TEST_CASE("the tables of rule files are without mistakes") {
  for (const schema::Object* object :
       {&kRuleFile, &kMimirRuleFile, &kPrometheusRuleResource, &kAlertingRuleSpec}) {
    CHECK(schema::CheckTable(*object) == std::vector<std::string>{});
  }
}

TEST_CASE("a rule file with many mistakes is told of each") {
  CHECK(
      Problems(R"(
groups:
  - name: a
    for: 5m
    rules:
      - record: x
        alert: Y
        exp: up
      - expr: up
        for: 5 minutes
      - record: z
        expr: up
        annotations: {a: b}
  - name: a
    intervall: 1m
)",
               kRuleFile) ==
      R"(4:5+3 unknown-field: unknown field `for` in `group` [line 4: field for not found in type rulefmt.RuleGroup] (it belongs to `rule`, not to `group`: look at the indentation)
8:9+3 unknown-field: unknown field `exp` in `rule` [line 8: field exp not found in type rulefmt.Rule] (did you mean `expr`?)
6:9+6 missing-field: `rule` needs `expr`
7:9+5 exclusive-fields: only one of `record`, `alert` can be set {6:9+6 already set here}
10:14+9 bad-value: invalid duration `5 minutes` [unknown unit " minutes" in duration "5 minutes"] (did you mean `5m`?)
9:9+4 missing-field: one of `record`, `alert` must be set
10:9+3 dependent-field: `for` needs `alert`
13:9+11 dependent-field: `annotations` needs `alert`
15:5+9 unknown-field: unknown field `intervall` in `group` [line 15: field intervall not found in type rulefmt.RuleGroup] (did you mean `interval`?)
14:11+1 duplicate-value: duplicate `name`: `a` {3:11+1 first defined here})");
}

TEST_CASE("Mimir and the operator know more fields, and others do not") {
  const std::string group = "- name: a\n  source_tenants: [t]\n";
  CHECK(Problems("namespace: n\ngroups:\n" + group, kMimirRuleFile).empty());
  CHECK(Problems("groups:\n" + group, kRuleFile).starts_with("3:3+14 unknown-field"));
  CHECK(Problems("apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: x}\n"
                 "spec: {groups: [{name: a, partial_response_strategy: warn}]}\n",
                 kPrometheusRuleResource)
            .empty());
}

TEST_CASE("rule files of the field are what the tables say") {
  struct Folder {
    const char* path;
    const schema::Object& object;
  };
  std::size_t files = 0;
  std::size_t silent = 0;
  for (const Folder& folder : {Folder{"corpus/rules/awesome", kRuleFile},
                               Folder{"corpus/rules/kube-prometheus", kPrometheusRuleResource}}) {
    const auto below = test::Shared(folder.path, "rule files and their tables");
    if (!below) continue;
    for (const auto& entry : std::filesystem::directory_iterator(*below)) {
      const auto extension = entry.path().extension();
      if (extension != ".yml" && extension != ".yaml") continue;
      std::ifstream stream(entry.path(), std::ios::binary);
      const SourceBuffer file(entry.path().string(), {std::istreambuf_iterator<char>(stream), {}});
      const std::string problems = Problems(file, folder.object);
      const std::string name(file.name());
      CAPTURE(name);
      CHECK(problems == "");
      ++files;
      silent += problems.empty() ? 1 : 0;
    }
  }
  if (files > 0) test::PrintConformance("rule files and their tables", silent, files);
}

}  // namespace
}  // namespace check::rules

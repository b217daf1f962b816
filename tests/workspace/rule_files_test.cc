#include "libcheck/workspace/rule_files.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/xxhash.h"
#include "libcheck/diagnostic/suppress.h"
#include "libcheck/files/memory_files.h"
#include "libcheck/schema/codes.h"

namespace check::workspace {
namespace {

// Files in memory, in the order in which they are checked.
struct Files {
  std::vector<std::pair<std::string, std::string>> files;
  std::vector<std::string> found;  // Those that were come across in a folder.

  std::vector<RuleFileResult> Check(Options options = {}) const {
    std::vector<RuleInput> inputs;
    MemoryFiles in_memory;
    for (const auto& [path, text] : files) {
      inputs.push_back({path, std::find(found.begin(), found.end(), path) != found.end()});
      if (text != "missing") in_memory.Write(path, text);
    }
    options.files = &in_memory;
    return CheckRuleFiles(inputs, options);
  }
};

// One line for each finding: "a.yml:4:7 error promql-syntax".
std::string Summary(const std::vector<RuleFileResult>& results) {
  std::string out;
  for (const RuleFileResult& result : results) {
    for (const Finding& f : result.document.findings) {
      out += fmt::format("{}:{}:{} {} {}\n", f.where.path, f.where.begin.line, f.where.begin.column,
                         ToString(f.severity), f.info->code);
    }
  }
  return out;
}

// What Prometheus refuses is enough to test with.
Options WithoutChecks() {
  Options options;
  options.policy.run_checks = false;
  return options;
}

TEST_CASE("findings come in the order of the files, then of place") {
  const Files files = {{
      {"b.yml", "groups:\n- name: b\n  rules:\n  - record: x\n    expr: '('\n  zzz: 1\n"},
      {"gone.yml", "missing"},
      {"a.yml", "groups:\n- name: a\n  rules:\n  - expr: up\n"},
      {"fine.yml", "groups:\n- name: a\n  rules: [{record: a, expr: up}, {alert: B, expr: up}]\n"},
  }};
  const std::vector<RuleFileResult> result = files.Check(WithoutChecks());
  CHECK(Summary(result) ==
        "b.yml:5:13 error promql-syntax\n"
        "b.yml:6:3 error unknown-field\n"
        "a.yml:4:5 error missing-field\n");
  REQUIRE(result.size() == 4);
  CHECK(result[0].document.path() == "b.yml");
  CHECK(result[0].document.count == 1);
  REQUIRE(result[1].error.has_value());
  CHECK(result[1].error->message == "cannot read `gone.yml`: no such file or directory");
  CHECK(result[3].document.count == 2);
}

TEST_CASE("a file found in a folder is passed over if it holds no rules; a named one is not") {
  const std::string deployment = "apiVersion: apps/v1\nkind: Deployment\nspec: {}\n";
  const std::string config = "global: {scrape_interval: 15s}\n";
  const Files files = {{{"found.yml", deployment}, {"config.yml", config}, {"named.yml", config}},
                       {"found.yml", "config.yml"}};
  const std::vector<RuleFileResult> result = files.Check(WithoutChecks());
  CHECK(result[0].skipped);
  CHECK(result[1].skipped);
  CHECK_FALSE(result[2].skipped);
  CHECK(Summary(result) == "named.yml:1:1 error unknown-field\n");
}

TEST_CASE("severities may differ between files, but errors stay errors") {
  const std::string text = "groups: [{name: a, zzz: 1}]\n---\nnothing: here\n";
  const Files files = {{{"a.yml", text}, {"b.yml", text}, {"c.yml", text}}};
  Options options = WithoutChecks();
  const auto step = [](bool on, Severity severity) {
    return Choices{{{.on = on, .severity = severity}}};
  };
  options.policy.settings.paths = {{{"a.yml"}, step(false, Severity::kInfo)},
                                   {{"b.yml"}, step(true, Severity::kInfo)},
                                   {{"c.yml"}, step(true, Severity::kError)}};
  CHECK(Summary(files.Check(options)) ==
        "a.yml:1:20 error unknown-field\n"
        "b.yml:1:20 error unknown-field\n"
        "b.yml:3:1 info ignored-document\n"
        "c.yml:1:20 error unknown-field\n"
        "c.yml:3:1 error ignored-document\n");
}

TEST_CASE("comments hide findings, and are told of when they hide none") {
  const Files files = {{
      {"hidden.yml",
       "groups: []\n---\n# pronoia: ignore ignored-document kept for later\n"
       "nothing: here\n"},
      {"unused.yml",
       "# pronoia: ignore ignored-document why not\n"
       "groups: [{name: a, rules: [{record: a, expr: b}]}]\n"},
  }};
  Options options = WithoutChecks();
  options.policy.codes = schema::Codes();
  const std::vector<RuleFileResult> result = files.Check(options);
  CHECK(result[0].document.suppressed() == 1);
  CHECK(result[0].document.findings.empty());
  CHECK(result[1].document.findings.size() == 1);
}

TEST_CASE("what aliases share is told of once, and a Helm template says nothing else") {
  const Files files = {{
      {"a.yml", "groups:\n- name: a\n  rules:\n  - &r {alert: A, expr: '('}\n  - *r\n  - *r\n"},
      {"b.yml", "groups:\n- name: {{ .Values.name }}\n  zzz: 1\n  rules:\n  - {expr: '('}\n"},
  }};
  CHECK(Summary(files.Check(WithoutChecks())) ==
        "a.yml:4:27 error promql-syntax\n"
        "b.yml:2:9 error helm-template\n");
}

TEST_CASE("a large file is read by all cores, with the same outcome") {
  std::string text = "groups:\n";
  std::string expected;
  int line = 1;
  for (int i = 0; i < 3'000; ++i) {
    const bool is_bad = i % 100 == 7;
    text += fmt::format(
        "- name: group{}\n"
        "  rules:\n"
        "  - record: job:requests:rate5m\n"
        "    labels: {{number: 'a value that makes the file longer than it would otherwise be'}}\n"
        "    expr: sum by (job) (rate(http_requests_total[5m])){}\n",
        i, is_bad ? ")" : "");
    if (is_bad) expected += fmt::format("large.yml:{}:56 error promql-syntax\n", line + 5);
    line += 5;
  }
  REQUIRE(text.size() > (std::size_t{512} << 10));
  const Files files = {{{"large.yml", text}}};
  const std::vector<RuleFileResult> result = files.Check(WithoutChecks());
  CHECK(result[0].document.count == 3'000);
  CHECK(Summary(result) == expected);
}

TEST_CASE("the outcome does not depend on which thread gets which file") {
  Files files;
  for (int i = 0; i < 300; ++i) {
    files.files.emplace_back(fmt::format("{}.yml", i),
                             fmt::format("groups:\n- name: a\n  rules:\n"
                                         "  - {{record: 'a:b:c{}', expr: 'd:e:f{} + x:y:z'}}\n"
                                         "  - {{alert: A, expr: 'up{}'}}\n",
                                         i % 7, i % 11, i % 3 == 0 ? ")" : ""));
  }
  const std::string first = Summary(files.Check());
  CHECK_FALSE(first.empty());
  for (int i = 0; i < 5; ++i) CHECK(Summary(files.Check()) == first);
}

TEST_CASE("rules are found to be duplicates by what they hold, not by a hash") {
  std::string text = "groups:\n- name: a\n  rules:\n";
  for (int i = 0; i < 200; ++i) {
    text += fmt::format("  - {{record: a, expr: 'b + {0}', labels: {{c: \"{0}\"}}}}\n", i);
    text += fmt::format("  - {{record: a, expr: 'b + {0}', labels: {{d: \"{0}\"}}}}\n", i);
  }
  text += "  - {record: a, expr: '(b) + 7', labels: {c: \"7\"}}\n";
  const auto duplicates = [&] {
    std::vector<RuleFileResult> result = Files{{{"a.yml", text}}}.Check();
    std::erase_if(result[0].document.findings, [](const Finding& finding) {
      return std::string_view(finding.info->code) != "duplicate-rule";
    });
    return Summary(result);
  };
  const std::string expected = "a.yml:404:14 warning duplicate-rule\n";
  CHECK(duplicates() == expected);
  const WeakHash weak(0);
  CHECK(duplicates() == expected);
}

TEST_CASE("names are kept once") {
  lint::SymbolTable symbols;
  std::vector<lint::Symbol> first;
  for (int i = 0; i < 1'000; ++i) first.push_back(symbols.Intern(fmt::format("name{}", i)));
  for (int i = 0; i < 1'000; ++i) {
    CHECK(symbols.Intern(fmt::format("name{}", i)) == first[static_cast<std::size_t>(i)]);
    CHECK(symbols.Name(first[static_cast<std::size_t>(i)]) == fmt::format("name{}", i));
  }
  CHECK(symbols.size() == 1'000);
}

TEST_CASE("facts tell which rules do the same, and what is read by name") {
  const SourceBuffer file(
      "a.yml",
      "groups:\n"
      "- name: a\n"
      "  labels: {team: x, severity: low}\n"
      "  rules:\n"
      "  - {alert: A, expr: 'a:b:c > 1', labels: {severity: high}}\n"
      "  - {alert: A, expr: '(a:b:c{}) > 1', labels: {severity: high, team: x}}\n"
      "  - {alert: A, expr: 'a:b:c > 2', labels: {severity: high}}\n"
      "  - {alert: A, expr: 'a:b:c > 1'}\n"
      "  - {record: A, expr: 'a:b:c > 1', labels: {severity: high}}\n"
      "  - {alert: A, expr: 'a:b:c > '}\n");
  Arena arena;
  Diagnostics diagnostics;
  const rules::LoadedFile loaded = rules::Load(file, {}, arena, diagnostics);
  lint::FileFacts facts;
  GatherFacts(loaded.sets[0].groups[0], loaded.sets[0], facts);
  REQUIRE(facts.rules.size() == 5);
  const auto fact = [&](std::size_t i) { return facts.rules[i].fact; };
  const auto identity = [&](std::size_t i) { return facts.rules[i].identity; };
  CHECK(identity(0) == identity(1));
  CHECK(identity(0) != identity(2));
  CHECK(identity(0) != identity(3));
  CHECK(identity(0) != identity(4));
  CHECK(facts.rules[0].records == "");
  CHECK(facts.rules[4].records == "A");
  CHECK(file.text(fact(4).where.span) == "A");
  REQUIRE(facts.references.size() == 5);
  CHECK(facts.references[1].metric == "a:b:c");
  CHECK(file.text(facts.references[1].span) == "a:b:c");
}

}  // namespace
}  // namespace check::workspace

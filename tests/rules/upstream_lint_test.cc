#include "libcheck/rules/upstream_lint.h"

#include <doctest/doctest.h>

#include <string>

namespace check::rules {
namespace {

UpstreamCheck Check(const std::string& text) {
  const SourceBuffer file("rules.yml", text);
  Arena arena;
  const UpstreamCheck check = CheckAsUpstream(file, {}, true, arena);
  UpstreamTexts diagnostics_texts;
  Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
  const LoadedFile loaded = Load(file, {.strict_upstream = true}, arena, diagnostics);
  CHECK(check.errors == loaded.upstream_errors);
  CHECK(check.rule_count == loaded.rule_count);
  CHECK(check.duplicates == UpstreamDuplicateRules(loaded));
  return check;
}

TEST_CASE("promtool's duplicates are rules of one name and the same labels") {
  const UpstreamCheck check = Check(
      "groups:\n"
      "- name: a\n"
      "  labels: {team: x}\n"
      "  rules:\n"
      "  - {record: r, expr: up}\n"
      "  - {alert: A, expr: up, labels: {z: 1, b: ''}}\n"
      "  - {alert: A, expr: down, labels: {b: '', z: 1}}\n"
      "  - {alert: A, expr: down, labels: {b: '', z: 2}}\n"
      "- name: b\n"
      "  rules:\n"
      "  - {record: r, expr: down, labels: {team: x}}\n"
      "  - {record: r, expr: down, labels: {team: x}}\n"
      "  - {record: r, expr: down}\n"
      "  - {record: A, expr: down, labels: {b: '', team: x, z: 1}}\n");
  CHECK(check.errors.empty());
  CHECK(check.rule_count == 8);
  CHECK(check.duplicates ==
        "lint error 2 duplicate rule(s) found.\n"
        "Metric: A\n"
        "Label(s):\n"
        "\tb: \n"
        "\tteam: x\n"
        "\tz: 1\n"
        "Metric: r\n"
        "Label(s):\n"
        "\tteam: x\n"
        "Might cause inconsistency while recording expressions");
}

TEST_CASE("promtool warns of a second document, and takes broken YAML for one") {
  const auto goes_on = [](const std::string& text) { return Check(text).goes_on; };
  CHECK(goes_on("groups: []\n---\ngroups: []\n"));
  CHECK(goes_on("groups: []\n---\n"));
  CHECK(goes_on("groups: []\n---\nfoo: [\n"));
  CHECK(goes_on("groups: [\n"));
  CHECK(goes_on("!!null\n---\n"));
  CHECK_FALSE(goes_on("groups: []\n...\n"));
  CHECK_FALSE(goes_on("---\ngroups: []\n"));
  CHECK_FALSE(goes_on("# nothing\n"));
  CHECK_FALSE(goes_on("!!null ''\n"));
}

TEST_CASE("rules that differ in a label are no duplicates") {
  CHECK(Check("groups:\n"
              "- name: a\n"
              "  rules:\n"
              "  - {record: r, expr: up, labels: {a: b}}\n"
              "  - {record: r, expr: up, labels: {a: c}}\n"
              "  - {record: r, expr: up, labels: {ab: ''}}\n"
              "  - {record: r, expr: up}\n")
            .duplicates == "");
}

TEST_CASE("what is wrong with a file is told as by promtool, rule after rule") {
  const UpstreamCheck check = Check(
      "groups:\n"
      "- name: a\n"
      "  rules:\n"
      "  - {record: r, expr: '('}\n"
      "  - {record: r}\n");
  CHECK(check.rule_count == 2);
  REQUIRE(check.errors.size() == 2);
  CHECK(check.errors[0] ==
        "4:23: group \"a\", rule 1, \"r\": could not parse expression: 1:2: parse error: unclosed "
        "left parenthesis");
  CHECK(check.errors[1] == "0:0: group \"a\", rule 2, \"r\": field 'expr' must be set in rule");
}

}  // namespace
}  // namespace check::rules

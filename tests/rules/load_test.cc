#include "libcheck/rules/load.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "tests/rules/describe.h"
#include "tests/support/golden.h"

namespace check::rules {
namespace {

using test::Describe;

// One file, read and kept.
struct Loaded {
  explicit Loaded(const std::string& text, const LoadOptions& options = {})
      : source("rules.yml", text), file(Load(source, options, arena, diagnostics)) {}

  SourceBuffer source;
  Arena arena;
  UpstreamTexts diagnostics_texts;
  Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
  LoadedFile file;
};

std::vector<std::filesystem::path> FilesIn(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".yml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

TEST_CASE("good rule files are silent") {
  const auto files = FilesIn(check::test::Testdata("rules/good"));
  REQUIRE_FALSE(files.empty());
  for (const auto& path : files) {
    const std::string name = path.filename().string();
    CAPTURE(name);
    CHECK(Describe(check::test::ReadText(path)) == "");
  }
}

TEST_CASE("bad rule files get exactly the report beside them") {
  const auto files = FilesIn(check::test::Testdata("rules/bad"));
  REQUIRE_FALSE(files.empty());
  for (const auto& path : files) {
    const std::string report = Describe(check::test::ReadText(path));
    CHECK_FALSE(report.empty());
    check::test::CheckGolden(std::filesystem::path(path).replace_extension(".txt"), report);
  }
}

TEST_CASE("the bad example of every code earns it, and the good one is silent") {
  for (const CodeInfo* info : LoadCodes()) {
    const std::string code(info->code);
    CAPTURE(code);
    Loaded bad{std::string(info->bad)};
    if (bad.diagnostics.found().empty()) {
      UpstreamTexts around_texts;
      Diagnostics around = Diagnostics(&around_texts);
      RuleReader(bad.source, {}, bad.arena, around).ReportNoRules(bad.diagnostics);
    }
    std::set<std::string_view> found;
    for (const Diagnostic& d : bad.diagnostics.found()) found.insert(d.info->code);
    CHECK(found == std::set<std::string_view>{info->code});
    CHECK(bad.diagnostics.HasErrors() == (info->severity == Severity::kError));
    CHECK(Describe(std::string(info->good)) == "");
  }
}

TEST_CASE("a rule file is read into groups and rules") {
  const Loaded loaded(
      "groups:\n"
      "  - name: api\n"
      "    interval: 30s\n"
      "    query_offset: 1m\n"
      "    limit: 1_000\n"
      "    labels: {team: api, page: yes}\n"
      "    rules:\n"
      "      - record: job:up:sum\n"
      "        expr: sum by (job) (up)\n"
      "      -\n"
      "      - alert: ApiDown\n"
      "        expr: |\n"
      "          job:up:sum\n"
      "          == 0\n"
      "        for: 1h30m\n"
      "        keep_firing_for: 5m\n"
      "        labels:\n"
      "          severity: 1\n"
      "          empty:\n"
      "        annotations:\n"
      "          summary: 'down: {{ $labels.job }}'\n");
  REQUIRE(Describe(loaded.diagnostics) == "");
  REQUIRE(loaded.file.rule_count == 2);
  REQUIRE(loaded.file.sets.size() == 1);
  const RuleSet& set = loaded.file.sets[0];
  CHECK(set.wrapper == Wrapper::kNone);
  CHECK(set.file == &loaded.source);
  REQUIRE(set.groups.size() == 1);
  const Group& group = set.groups[0];
  CHECK(group.name == "api");
  CHECK(group.interval == std::chrono::seconds(30));
  CHECK(group.query_offset == Duration(std::chrono::minutes(1)));
  CHECK(group.limit == 1000);
  REQUIRE(group.labels.size() == 2);
  CHECK(group.labels[1].key == "page");
  CHECK(group.labels[1].value == "yes");
  REQUIRE(group.rules.size() == 2);
  const Rule& record = group.rules[0];
  CHECK_FALSE(record.is_alert());
  CHECK(record.name() == "job:up:sum");
  REQUIRE(record.expr != nullptr);
  const Rule& alert = group.rules[1];
  CHECK(alert.is_alert());
  CHECK(alert.name() == "ApiDown");
  CHECK(alert.hold == std::chrono::minutes(90));
  CHECK(alert.keep_firing_for == std::chrono::minutes(5));
  REQUIRE(alert.labels.size() == 2);
  CHECK(alert.labels[0].value == "1");
  CHECK(alert.labels[1].value == "");
  REQUIRE(alert.annotations.size() == 1);
  CHECK(alert.annotations[0].tree != nullptr);
  const Location zero = Location{alert.expr_source, {14, 15}}.Outermost();
  CHECK(loaded.source.text(zero.span) == "0");
  CHECK(loaded.source.PositionOf(zero.span.begin) == LineColumn{14, 14});
}

TEST_CASE("merge keys fill in what a rule does not say itself") {
  const Loaded loaded(
      "groups:\n"
      "  - name: api\n"
      "    rules:\n"
      "      - &down\n"
      "        alert: ApiDown\n"
      "        expr: up == 0\n"
      "        labels: &labels {severity: page, team: api}\n"
      "      - <<: *down\n"
      "        alert: ApiSlow\n"
      "        labels:\n"
      "          severity: ticket\n"
      "          <<: [*labels, {route: slow, severity: none}]\n");
  REQUIRE(Describe(loaded.diagnostics) == "");
  const Rule& merged = loaded.file.sets[0].groups[0].rules[1];
  CHECK(merged.name() == "ApiSlow");
  CHECK(merged.expr_source->text() == "up == 0");
  std::string labels;
  for (const KeyValue& label : merged.labels) {
    labels += std::string(label.key) + "=" + std::string(label.value) + " ";
  }
  CHECK(labels == "severity=ticket team=api route=slow ");
}

TEST_CASE("rules are found in every document of a file of Kubernetes resources") {
  const Loaded loaded(
      "kind: Deployment\napiVersion: apps/v1\n"
      "---\n"
      "apiVersion: monitoring.coreos.com/v1\n"
      "kind: PrometheusRule\n"
      "spec:\n"
      "  groups:\n"
      "    - name: a\n"
      "      partial_response_strategy: warn\n"
      "      rules: [{record: a, expr: up}]\n"
      "---\n"
      "apiVersion: v1\n"
      "kind: List\n"
      "items:\n"
      "  - apiVersion: monitoring.coreos.com/v1\n"
      "    kind: PrometheusRule\n"
      "    spec: {groups: [{name: b, rules: [{record: b, expr: 1}, {record: c, expr: 2}]}]}\n"
      "  - apiVersion: v1\n"
      "    kind: ConfigMap\n"
      "    data:\n"
      "      alertmanager.yml: 'route: {receiver: groups: }'\n"
      "      rules.yml: |\n"
      "        groups:\n"
      "          - name: c\n"
      "            rules: [{record: d, expr: up}]\n");
  CHECK(Describe(loaded.diagnostics) == "");
  CHECK(loaded.file.rule_count == 4);
  REQUIRE(loaded.file.sets.size() == 3);
  CHECK(loaded.file.sets[0].wrapper == Wrapper::kPrometheusRule);
  CHECK(loaded.file.sets[1].wrapper == Wrapper::kPrometheusRule);
  CHECK(loaded.file.sets[2].wrapper == Wrapper::kConfigMap);
}

TEST_CASE(
    "rules are found in base64, and a VMRule is refused only for what MetricsQL refuses too") {
  const Loaded encoded(
      "apiVersion: v1\n"
      "kind: SecretList\n"
      "items:\n"
      "  - data:\n"
      // groups: [{name: a, rules: [{record: b, expr: up}]}]
      "      a.yml: Z3JvdXBzOiBbe25hbWU6IGEsIHJ1bGVzOiBbe3JlY29yZDogYiwgZXhwcjogdXB9XX1dCg==\n"
      "      password: cGFzc3dvcmQ=\n"
      "      broken: '!'\n");
  CHECK(Describe(encoded.diagnostics) == "");
  CHECK(encoded.file.rule_count == 1);
  REQUIRE(encoded.file.sets.size() == 1);
  CHECK(encoded.file.sets[0].wrapper == Wrapper::kEncoded);

  const auto metricsql = [](const std::string& expr) {
    const Loaded loaded(
        "apiVersion: operator.victoriametrics.com/v1beta1\nkind: VMRule\n"
        "spec: {groups: [{name: a, type: prometheus, rules: [{record: b, expr: '" +
        expr + "'}]}]}\n");
    return std::pair(loaded.diagnostics.found().size(), loaded.diagnostics.HasErrors());
  };
  CHECK(metricsql("up == 0") == std::pair<std::size_t, bool>(0, false));
  CHECK(metricsql("rate(up)") == std::pair<std::size_t, bool>(1, false));
  CHECK(metricsql("up default 0") == std::pair<std::size_t, bool>(1, false));
  CHECK(metricsql("up ==") == std::pair<std::size_t, bool>(1, true));
  CHECK(metricsql("sum(up") == std::pair<std::size_t, bool>(1, true));
}

TEST_CASE("what promtool does not know it refuses, and so do we where asked to be like it") {
  const std::string resource =
      "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec: {groups: []}\n";
  CHECK(Describe(resource) == "");
  const std::string report = Describe(resource, {.strict_upstream = true});
  CHECK(
      report.ends_with("promtool: yaml: unmarshal errors:\n"
                       "  line 1: field apiVersion not found in type rulefmt.RuleGroups\n"
                       "  line 2: field kind not found in type rulefmt.RuleGroups\n"
                       "  line 3: field spec not found in type rulefmt.RuleGroups\n"));
  CHECK(Describe("groups: []\nextra: 1\n", {.ignore_unknown_fields = true}) == "");
}

TEST_CASE("names may be held to what they were before version 3") {
  const std::string text =
      "groups:\n"
      "  - name: a\n"
      "    labels: {bad-label: x}\n"
      "    rules:\n"
      "      - {record: bad-record, expr: up}\n"
      "      - {alert: a-b, expr: up, annotations: {bad-annotation: x}}\n";
  CHECK(Describe(text) == "");
  CHECK(Describe(text, {.names = model::NameValidation::kLegacy}) ==
        "3:14-3:23 error rule-bad-label-name: invalid label name `bad-label`\n5:18-5:28 error "
        "rule-bad-record-name: `bad-record` is not a valid metric name\n6:46-6:60 error "
        "rule-bad-annotation-name: invalid annotation name `bad-annotation`\npromtool: invalid "
        "label name: bad-label\npromtool: 5:18: group \"a\", rule 1, \"bad-record\": invalid "
        "recording rule name: bad-record\npromtool: group \"a\", rule 2, \"a-b\": invalid "
        "annotation name: bad-annotation\n");
}

TEST_CASE("a file without rules is passed over when it was not asked for by name") {
  const LoadOptions skip = {.skip_if_no_rules = true};
  const auto is_skipped = [&](const std::string& text) {
    const Loaded loaded(text, skip);
    if (!loaded.file.has_rules) CHECK(loaded.diagnostics.found().empty());
    return !loaded.file.has_rules;
  };
  CHECK(is_skipped(""));
  CHECK(is_skipped("apiVersion: apps/v1\nkind: Deployment\n"));
  CHECK(is_skipped("apiVersion: v1\nkind: ConfigMap\ndata: {a: 'some groups: y'}\n"));
  CHECK(is_skipped("global: {scrape_interval: 15s}\n"));
  CHECK(is_skipped("{{- if .Values.deployment }}\nkind: Deployment\n{{- end }}\n"));
  CHECK(is_skipped("[1, 2"));
  CHECK_FALSE(is_skipped("groups: 5\n"));
  CHECK_FALSE(is_skipped("groups: []\nextra: 1\n"));
  CHECK_FALSE(is_skipped("{{- if .Values.rules }}\nkind: PrometheusRule\n{{- end }}\n"));
  CHECK_FALSE(is_skipped("groups:\n  - name: [\n"));
}

TEST_CASE("each group can be read on its own") {
  const SourceBuffer file("rules.yml",
                          "groups:\n"
                          "  - {name: a, rules: [{record: x, expr: '('}]}\n"
                          "  - {name: a, zzz: 1}\n");
  const LoadOptions options;
  Arena arena;
  UpstreamTexts diagnostics_texts;
  Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
  const RuleReader reader(file, options, arena, diagnostics);
  CHECK(diagnostics.found().empty());
  REQUIRE(reader.group_count() == 2);
  std::vector<UpstreamLog> logs(2);
  for (const std::size_t i : {1, 0}) {
    Arena of_group;
    CHECK(reader.ReadGroup(i, of_group, diagnostics, logs[i]).name == "a");
  }
  logs[0].Append(std::move(logs[1]));
  CHECK(reader.UpstreamErrors(std::move(logs[0])) ==
        std::vector<std::string>{
            "yaml: unmarshal errors:\n  line 3: field zzz not found in type rulefmt.RuleGroup"});
}

TEST_CASE("hostile files end promptly, with one message") {
  const auto one_message = [](const std::string& text) {
    const Loaded loaded(text);
    REQUIRE(loaded.diagnostics.found().size() == 1);
    return std::string(loaded.diagnostics.found()[0].info->code);
  };
  std::string laughs = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c <= 'z'; ++c) {
    laughs += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 10; ++i) laughs += std::string(i == 0 ? "*" : ", *") + char(c - 1);
    laughs += "]\n";
  }
  CHECK(one_message(laughs + "groups: *z\n") == "yaml-alias-bomb");
  CHECK(one_message("groups: " + std::string(100'000, '[')) == "yaml-too-deep");
  CHECK(one_message("groups:\n  - name: \xff\n") == "yaml-encoding");
  CHECK(one_message("groups:\n- name: a\n  rules:\n  - record: a\n    expr: '" +
                    std::string(400'000, '(') + "up" + std::string(400'000, ')') + "'\n") ==
        "promql-too-deep");
  // As promtool, what cannot be checked is refused, too.
  const Loaded deep("groups:\n- name: a\n  rules:\n  - record: a\n    expr: '" +
                    std::string(400'000, '(') + "up" + std::string(400'000, ')') + "'\n");
  REQUIRE(deep.file.upstream_errors.size() == 1);
  CHECK(deep.file.upstream_errors[0].ends_with("parse error: expression is nested too deeply"));
}

TEST_CASE("a chain of merges that is longer than anyone writes is refused") {
  // With so much that is written out, it is no alias bomb.
  std::string text = "padding: [x";
  for (int i = 0; i < 200'000; ++i) text += ", x";
  text += "]\nx0: &x0 {alert: A}\n";
  for (int i = 1; i < 600; ++i) {
    const std::string name = "x" + std::to_string(i);
    text += name + ": &" + name + " {<<: *x" + std::to_string(i - 1) + "}\n";
  }
  text += "groups: [{name: a, rules: [{expr: up, <<: *x599}]}]\n";
  const Loaded loaded(text, {.ignore_unknown_fields = true});
  REQUIRE_FALSE(loaded.diagnostics.found().empty());
  CHECK(loaded.diagnostics.found()[0].info->code == "yaml-bad-merge");
}

}  // namespace
}  // namespace check::rules

#include "libcheck/schema/validate.h"

#include <doctest/doctest.h>

#include <chrono>
#include <set>
#include <string>

#include "libcheck/schema/codes.h"
#include "tests/schema/demo_tables.h"
#include "tests/yaml/print_tree.h"

namespace check::schema {
namespace {

std::string Problems(std::string text, const Options& options = {}) {
  const SourceBuffer file("f", std::move(text));
  Arena arena;
  UpstreamTexts texts;
  Diagnostics diagnostics(&texts);
  const yaml::Stream stream =
      yaml::Parse(file, arena, diagnostics, {.max_documents = 1, .report_duplicate_keys = false});
  Validate(*stream.documents.at(0).root, kDemoFile, {file, stream, arena}, options, diagnostics);
  ReportIgnoredDocument(file, stream, "Prometheus", diagnostics);
  std::string out;
  for (const Diagnostic& problem : diagnostics.found()) {
    const Location place = problem.where.Outermost();
    Diagnostic outer = problem;
    outer.where = place;
    out += (out.empty() ? "" : "\n") + yaml::PrintProblem(file, outer);
  }
  return out;
}

std::string InJob(std::string_view fields) {
  return "scrape_configs:\n  - job_name: a\n    " + std::string(fields) + "\n";
}

TEST_CASE("long lists, which several threads share, are told of in their order") {
  constexpr int kJobs = 1000;
  std::string text = "scrape_configs:\n";
  std::string expected;
  for (int i = 0; i < kJobs; ++i) {
    const int line = 2 + 3 * i;
    text += "  - job_name: j" + std::to_string(i) + "\n    sample_limit: [" + std::to_string(i) +
            "]\n    scheme: &x https\n";
    expected += (i == 0 ? "" : "\n") + std::to_string(line + 1) + ":19+" +
                std::to_string(std::to_string(i).size() + 2) +
                " wrong-type: `sample_limit` must be a whole number, not a list [line " +
                std::to_string(line + 1) + ": cannot unmarshal !!seq into int]";
  }
  CHECK(Problems(text) == expected);
}

TEST_CASE("a file that says what it may say is not spoken of") {
  CHECK(Problems(R"(
scrape_configs:
  - &base
    job_name: node
    scrape_interval: 1m30s
    scheme: https
    body_size_limit: 1GiB
    sample_limit: 0x10
    bucket_factor: 1.5
    honor_labels: yes
    params: {module: [http_2xx], empty: []}
    keep: "node_.*"
    metric: up
    summary: "{{ $labels.job }}"
    expr: rate(up[5m])
    anything: {a: [b]}
    static_configs:
      - targets: ["n1:9100"]
        labels: {env: prod}
    proxy_url: http://proxy:3128
    basic_auth: {username: me, password_file: /etc/p}
  - <<: *base
    job_name: other
    scrape_interval:
    authorization: ~
route:
  receiver: me
  group_wait: 5m
  routes:
    - receiver: you
      group_wait_seconds: 5
)")
            .empty());
  CHECK(Problems("{}").empty());
  CHECK(Problems("~").empty());
}

TEST_CASE("fields that do not exist are reported, with what was meant or where they belong") {
  CHECK(
      Problems(InJob("scrape_intervall: 5m")) ==
      "3:5+16 unknown-field: unknown field `scrape_intervall` in `scrape_config` [line 3: field "
      "scrape_intervall not found in type config.ScrapeConfig] (did you mean `scrape_interval`?)");
  CHECK(Problems("job_name: a\n") ==
        "1:1+8 unknown-field: unknown field `job_name` in `configuration file` [line 1: field "
        "job_name not found in type config.Config] (scrape jobs go into the list "
        "`scrape_configs`)");
  CHECK(Problems(InJob("static_configs: [{scheme: http}]")) ==
        "3:23+6 unknown-field: unknown field `scheme` in `static_config` [line 3: field scheme not "
        "found in type targetgroup.Group] (it belongs to `scrape_config`, not to `static_config`: "
        "look at the indentation)");
  CHECK(Problems(InJob("password: x")) ==
        "3:5+8 unknown-field: unknown field `password` in `scrape_config` [line 3: field password "
        "not found in type config.ScrapeConfig] (it goes under `basic_auth`)");
  CHECK(Problems(InJob("nonsense: x")) ==
        "3:5+8 unknown-field: unknown field `nonsense` in `scrape_config` [line 3: field nonsense "
        "not found in type config.ScrapeConfig]");
  CHECK(Problems(InJob("nonsense: x"), {.ignore_unknown_fields = true}).empty());
}

TEST_CASE("values of the wrong kind are reported with go-yaml's words") {
  struct Case {
    const char* fields;
    const char* problem;
  };
  constexpr Case kCases[] = {
      {"sample_limit: many",
       "3:19+4 wrong-type: `sample_limit` must be a whole number, not `many` [line 3: cannot "
       "unmarshal !!str `many` into int]"},
      {"honor_labels: 1",
       "3:19+1 wrong-type: `honor_labels` must be `true` or `false`, not `1` [line 3: cannot "
       "unmarshal !!int `1` into bool]"},
      {"honor_labels: \"yes\"",
       "3:19+5 wrong-type: `honor_labels` must be `true` or `false`, not a string [line 3: cannot "
       "unmarshal !!str `yes` into bool]"},
      {"bucket_factor: []",
       "3:20+2 wrong-type: `bucket_factor` must be a number, not a list [line 3: cannot unmarshal "
       "!!seq into float64]"},
      {"static_configs: {targets: [a]}",
       "3:21+14 wrong-type: `static_configs` must be a list of `static_config` sections, not a "
       "mapping [line 3: cannot unmarshal !!map into []targetgroup.Group] (list items start with "
       "`- `)"},
      {"static_configs: [{targets: [{a: b}]}]",
       "3:33+6 wrong-type: an item of `targets` must be a string, not a mapping [line 3: cannot "
       "unmarshal !!map into string]"},
      {"params: [a]",
       "3:13+3 wrong-type: `params` must be a mapping to lists of strings, not a list [line 3: "
       "cannot unmarshal !!seq into map[string][]string]"},
      {"params: {[a]: b}",
       "3:14+3 wrong-type: a key must be a string, not a list [line 3: cannot unmarshal !!seq into "
       "string]"},
      {"basic_auth: me",
       "3:17+2 wrong-type: `basic_auth` must be a `basic_auth` section, not a string [line 3: "
       "cannot unmarshal !!str `me` into config.BasicAuth]"},
      {"keep: {{ x }}",
       "3:11+7 wrong-type: `keep` must be a regular expression, not a mapping [line 3: cannot "
       "unmarshal !!map into string] (a value that starts with `{{` must be quoted)"},
      {"sample_limit: !!int x",
       "3:19+7 wrong-type: `x` does not match its tag `!!int` [yaml: cannot decode !!str `x` as a "
       "!!int]"},
      {"bearer_token: [hush]",
       "3:5+12 deprecated-field: `bearer_token` is deprecated since 2.26 (use "
       "`authorization`)\n3:19+6 wrong-type: `bearer_token` must be a secret, not a list"},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.fields);
    const std::string problems = Problems(InJob(c.fields));
    CHECK(problems.substr(0, std::string(c.problem).size()) == c.problem);
  }
  CHECK(Problems("[]") ==
        "1:1+2 wrong-type: expected a `configuration file` section, not a list [line 1: cannot "
        "unmarshal !!seq into config.Config]");
  CHECK(Problems("scrape_configs: [text, ~]\n") ==
        "1:18+4 wrong-type: an item of `scrape_configs` must be a `scrape_config` section, not "
        "`text` [line 1: cannot unmarshal !!str `text` into *config.ScrapeConfig]\n1:24+1 "
        "missing-field: an item of `scrape_configs` is empty");
}

TEST_CASE("a word that YAML 1.1 takes for a boolean is one where the file's reader agrees") {
  CHECK(Problems(InJob("honor_labels: \"yes\""), {.dialect = yaml::Dialect::kGoYamlV3}).empty());
}

TEST_CASE("values that cannot be are reported at their place") {
  struct Case {
    const char* fields;
    const char* problem;
  };
  constexpr Case kCases[] = {
      {"scrape_interval: 5 minutes",
       "3:22+9 bad-value: invalid duration `5 minutes` [unknown unit \" minutes\" in duration \"5 "
       "minutes\"] (did you mean `5m`?)"},
      {"scheme: htttp",
       "3:13+5 bad-value: `scheme` cannot be `htttp` (it is one of `http`, `https`) (did you mean "
       "`http`?)"},
      {"body_size_limit: 5XB",
       "3:22+3 bad-value: invalid size `5XB`: unknown unit of size `XB` [units: unknown unit XB in "
       "5XB] (write a number with a unit, such as `512MB` or `1GiB`)"},
      {"proxy_url: http://a b",
       "3:16+10 bad-value: invalid URL `http://a b`: the host contains a space"},
      {"keep: (a", "3:11+2 bad-value: missing closing ): `(a` [missing closing ): `(a`]"},
      {"static_configs: [{labels: {\"\": x}}]", "3:32+2 bad-value: empty label name"},
      {"metric: ''", "3:13+2 bad-value: empty metric name"},
      {"expr: |\n      sum(\n      up{", "5:10 promql-syntax"},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.fields);
    const std::string problems = Problems(InJob(c.fields));
    CHECK(problems.substr(0, std::string(c.problem).size()) == c.problem);
  }
  const Options templates = {.templates = &gotemplate::PrometheusEnvironment()};
  CHECK(Problems(InJob("summary: '{{ $x }}'"), templates).starts_with("3:18+2 template-"));
  CHECK(Problems(InJob("summary: '{{ $x }}'")).empty());
}

TEST_CASE("fields that have to be there, exclude or need one another are checked") {
  CHECK(Problems("scrape_configs: [{scheme: http}, {job_name: ''}, {}]\n") ==
        "1:19+6 missing-field: `scrape_config` needs `job_name`\n1:35+8 missing-field: `job_name` "
        "is empty\n1:50+2 missing-field: `scrape_config` needs `job_name`");
  CHECK(Problems(InJob("basic_auth: {password_file: a, password: b}")) ==
        "3:36+8 exclusive-fields: only one of `password`, `password_file` can be set {3:18+13 "
        "already set here}\n3:36+8 dependent-field: `password` needs `username`");
  CHECK(Problems("route: {}\n") ==
        "1:8+2 missing-field: one of `group_wait`, `group_wait_seconds` must be set\n1:8+2 "
        "missing-field: one of `receiver`, `routes` must be set");
  CHECK(Problems("route: {receiver: a, group_wait_seconds: 1, group_wait: 1s}\n") ==
        "1:45+10 exclusive-fields: only one of `group_wait`, `group_wait_seconds` can be set "
        "{1:22+18 already set here}");
  CHECK(Problems("scrape_configs: [{job_name: a}, {job_name: b}, {job_name: 'a'}]\n") ==
        "1:59+3 duplicate-value: duplicate `job_name`: `a` {1:29+1 first defined here}");
  CHECK(Problems("scrape_configs: [{job_name: forbidden}]\n") ==
        "1:29+9 bad-value: this job is forbidden");
}

TEST_CASE("fields come and go with releases") {
  CHECK(Problems(InJob("target_groups: []")) ==
        "3:5+13 removed-field: `target_groups` was removed in 1.0 [line 3: field target_groups not "
        "found in type config.ScrapeConfig] (use `static_configs`)");
  CHECK(Problems(InJob("target_groups: []"), {.target_version = "0.20"}).empty());
  CHECK(Problems(InJob("bearer_token: x"), {.target_version = "2.9"}).empty());
  CHECK(Problems(InJob("bucket_factor: 1"), {.target_version = "3.10"}).empty());
  CHECK(Problems(InJob("bucket_factor: 1"), {.target_version = "3.1"}) ==
        "3:5+13 newer-field: `bucket_factor` was added in 3.2, but the file is for 3.1 [line 3: "
        "field bucket_factor not found in type config.ScrapeConfig]");
}

TEST_CASE("keys given twice are reported in the words of the reader") {
  CHECK(Problems(InJob("scheme: http\n    scheme: https")) ==
        "4:5+6 yaml-duplicate-key: duplicate key `scheme` [line 4: field scheme already set in "
        "type config.ScrapeConfig] {3:5+6 first defined here}");
  CHECK(Problems(InJob("params: {a: [], a: []}")) ==
        "3:21+1 yaml-duplicate-key: duplicate key `a` [line 3: key \"a\" already set in map] "
        "{3:14+1 first defined here}");
  const Options v3 = {.dialect = yaml::Dialect::kGoYamlV3};
  CHECK(Problems(InJob("scheme: http\n    scheme: https"), v3) ==
        "4:5+6 yaml-duplicate-key: duplicate key `scheme` [line 4: mapping key \"scheme\" already "
        "defined at line 3] {3:5+6 first defined here}");
  CHECK(Problems(InJob("params: {a: [], a: []}"), v3) ==
        "3:21+1 yaml-duplicate-key: duplicate key `a` [line 3: mapping key \"a\" already defined "
        "at line 3] {3:14+1 first defined here}");
  CHECK(Problems("scrape_configs:\n  - &k job_name: a\n    *k : b\n", v3) ==
        "3:5+2 yaml-duplicate-key: duplicate key `job_name` [line 3: field job_name already set in "
        "type config.ScrapeConfig] {2:5+11 first defined here}");
}

TEST_CASE("merge keys are followed in the order of the reader, which refuses what is no mapping") {
  const Options v3 = {.dialect = yaml::Dialect::kGoYamlV3};
  const std::string job = InJob("<<: [{scheme: http}, x]\n    sample_limit: a");
  const std::string merge =
      "3:26+1 yaml-bad-merge: `<<` merges mappings, but this is a single value [yaml: map merge "
      "requires map or sequence of maps as the value]";
  const std::string limit =
      "4:19+1 wrong-type: `sample_limit` must be a whole number, not `a` [line 4: cannot unmarshal "
      "!!str `a` into int]";
  CHECK(Problems(job) == merge + "\n" + limit);
  CHECK(Problems(job, v3) == limit + "\n" + merge);

  // yaml.v2 reads what is overwritten later, too, and lets no map be overwritten.
  const std::string overwritten = InJob("<<: {sample_limit: a}\n    sample_limit: 1");
  CHECK(Problems(overwritten).starts_with("3:24+1 wrong-type"));
  CHECK(Problems(overwritten, v3).empty());
  const std::string set_again = InJob("params: {<<: {a: [b]}, a: [c]}");
  CHECK(Problems(set_again) ==
        "3:28+1 yaml-duplicate-key: duplicate key `a` [line 3: key \"a\" already set in map] "
        "{3:19+1 first defined here}");
  CHECK(Problems(set_again, v3).empty());
}

TEST_CASE("what may be anything is decoded even so") {
  for (const char* value : {"[{a: b, a: c}]", "{b: {<<: 1}}", "!!int x"}) {
    CAPTURE(value);
    CHECK_FALSE(Problems(InJob("anything: " + std::string(value))).empty());
    CHECK_FALSE(
        Problems(InJob("anything: " + std::string(value)), {.dialect = yaml::Dialect::kGoYamlV3})
            .empty());
  }
}

TEST_CASE("sections that hold themselves are followed as deep as the file goes") {
  std::string text = "route: {receiver: a, group_wait: 1s}\n";
  for (int i = 0; i < 60; ++i) {
    text = "route: {group_wait: 1s, routes: [" + text.substr(7, text.size() - 8) + "]}\n";
  }
  CHECK(Problems(text).empty());
}

TEST_CASE("each fault is described, and its examples are what they are said to be") {
  std::set<std::string_view> codes;
  std::string_view last;
  for (const CodeInfo* info : Codes()) {
    const std::string code(info->code);
    CAPTURE(code);
    CHECK(info->code > last);
    last = info->code;
    CHECK_FALSE(info->summary.ends_with('.'));
    if (info->bad.empty()) {
      CHECK(code == "newer-field");  // The release has to be named.
      continue;
    }
    // Reported by checks of single sections, of which none is in the table of this test.
    if (info == &kFailsLater) continue;
    CHECK(Problems(std::string(info->bad)).find(" " + code + ":") != std::string::npos);
    CHECK(Problems(std::string(info->good)).empty());
  }
}

}  // namespace
}  // namespace check::schema

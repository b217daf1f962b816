#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "libcheck/config/alertmanager/check_templates.h"
#include "libcheck/files/memory_files.h"
#include "libcheck/reference/reference.h"
#include "libcheck/template/default_templates.h"
#include "libcheck/workspace/kinds/kinds.h"
#include "libcheck/workspace/run.h"
#include "tests/support/shared.h"

namespace check::config::alertmanager {
namespace {

using nlohmann::json;

// What is found of templates in one file: "line:column code: message", one line each.
std::string Report(const workspace::Outcome& outcome) {
  std::string lines;
  for (const Finding& finding : outcome.report.findings) {
    if (!finding.info->code.starts_with("template-")) continue;
    lines += fmt::format("{}:{}:{} {}: {}\n", finding.where.path, finding.where.begin.line,
                         finding.where.begin.column, finding.info->code, finding.message);
  }
  return lines;
}

std::string CheckAll(const MemoryFiles& files, const std::string& path = "am.yml",
                     std::string version = {}) {
  workspace::Options options;
  options.files = &files;
  options.policy.codes = reference::AllCodes();
  options.alertmanager.target_version = std::move(version);
  return Report(workspace::CheckFiles({{path, false, &workspace::kAlertmanagerKind}}, options));
}

// A configuration with one receiver, which has `fields`, each on a line with eight blanks.
std::string WithSlack(std::string_view fields, std::string_view route = {},
                      std::string_view templates = "[]") {
  return fmt::format(
      "route: {{receiver: team{}}}\nreceivers:\n  - name: team\n    slack_configs:\n"
      "      - api_url: http://chat.example/hook\n        channel: '#a'\n{}templates: {}\n",
      route, fields, templates);
}

TEST_CASE("Templates of receivers are checked where they stand in the file") {
  const MemoryFiles files = {
      {"am.yml", WithSlack("        title: '{{ .Status | upper }}'\n"
                           "        text: >-\n"
                           "          {{ range .Alerts }}\n"
                           "          it''s {{ .Annotation.summary }}\n"
                           "          {{ end }}\n"
                           "        fallback: \"{{ template \\\"nosuch\\\" . }}\"\n")}};
  CHECK(CheckAll(files) ==
        "am.yml:7:30 template-fails-later: unknown function `upper`\n"
        "am.yml:10:21 template-unknown-field: an alert has no field `Annotation`\n"
        "am.yml:12:32 template-unknown-template: template `nosuch` is not defined\n");
}

TEST_CASE("Template files are read, and what is wrong with one is reported in it") {
  const MemoryFiles files = {
      {"am/am.yml",
       WithSlack("        title: '{{ template \"t\" . }}'\n", {}, "['*.tmpl', no.tmpl]")},
      {"am/a.tmpl",
       "{{ define \"t\" }}{{ .Labels.x }}{{ end }}\n{{ define \"left\" }}x{{ end }}\n"}};
  CHECK(CheckAll(files, "am/am.yml") ==
        "am/am.yml:8:23 template-no-file: no file matches `no.tmpl`\n"
        "am/a.tmpl:1:21 template-unknown-field: the notification has no field `Labels`\n");
  const MemoryFiles unused = {
      {"am.yml", WithSlack("", {}, "[a.tmpl]")},
      {"a.tmpl",
       "{{ define \"slack.default.title\" }}x{{ end }}\n{{ define \"left\" }}x{{ end }}\n"}};
  CHECK(CheckAll(unused) == "a.tmpl:2:11 template-unused: unused template `left`\n");
  const MemoryFiles refused = {
      {"am.yml", WithSlack("        title: '{{ template \"t\" . }}'\n", {}, "[a.tmpl]")},
      {"a.tmpl", "{{ define \"t\" }}\n{{ .Status | duration }}{{ end }}"}};
  CHECK(CheckAll(refused) ==
        "a.tmpl:2:14 template-unknown-function: unknown function `duration`\n");
}

TEST_CASE("Alertmanager's own templates, copied into a file, do not fail") {
  const MemoryFiles files = {{"am.yml", WithSlack("", {}, "[a.tmpl]")},
                             {"a.tmpl", gotemplate::DefaultTemplates()}};
  CHECK(CheckAll(files).empty());
}

TEST_CASE("Functions that a release does not have are reported for it") {
  const MemoryFiles files = {
      {"am.yml", WithSlack("        title: '{{ .Status | toJson }}'\n", {}, "[a.tmpl]")},
      {"a.tmpl", "{{ define \"slack.default.text\" }}{{ now }}{{ end }}"}};
  CHECK(CheckAll(files).empty());
  CHECK(CheckAll(files, "am.yml", "0.29") ==
        "am.yml:7:30 template-fails-later: the function `toJson` was added in Alertmanager 0.30\n"
        "a.tmpl:1:37 template-newer-function: the function `now` was added in Alertmanager 0.33\n");
}

TEST_CASE("Templates are tried with notifications as they may come") {
  const auto found = [](std::string_view fields, std::string_view route = {}) {
    const MemoryFiles files = {{"am.yml", WithSlack(fields, route)}};
    return CheckAll(files);
  };
  CHECK(found("        send_resolved: true\n"
              "        title: '{{ (index .Alerts.Firing 0).Labels.job }}'\n") ==
        "am.yml:8:21 template-fails: the template fails for resolved alerts only: error calling "
        "index: reflect: slice index out of range\n");
  CHECK(found("        title: '{{ (index .Alerts.Firing 0).Labels.job }}'\n").empty());
  CHECK(found("        title: '{{ humanizeDuration .CommonLabels.age }}'\n") ==
        "am.yml:7:20 template-fails: the template fails for an alert without labels and "
        "annotations: error calling humanizeDuration: strconv.ParseFloat: parsing \"\": invalid "
        "syntax\n");
  CHECK(
      found("        title: '{{ .CommonLabels.job | reReplaceAll \"(\" \"\" }}'\n")
          .starts_with("am.yml:7:40 template-fails: the template fails for an alert that fires: "));
  CHECK(found("        title_link: 'https://wiki/?q={{ .CommonLabels.alertname }}'\n") ==
        "am.yml:7:38 template-url-not-escaped: a space, `&`, `#` or `+` in the value breaks the "
        "URL\n");
  CHECK(found("        title_link: 'https://wiki/?q={{ .CommonLabels.alertname | urlquery }}'\n"
              "        text: 'https://wiki/{{ .CommonLabels.alertname }}'\n")
            .empty());
  CHECK(found("        text: '{{ .CommonAnnotations.description }}'\n") ==
        "am.yml:7:38 template-common-empty: `.CommonAnnotations.description` is empty as soon as "
        "two rules alert\n");
  CHECK(found("        text: '{{ .CommonAnnotations.description }}'\n", ", group_by: [alertname]")
            .empty());
  CHECK(found("        text: '{{ .GroupLabels.job }}'\n", ", group_by: [alertname]") ==
        "am.yml:7:32 template-group-label: `.GroupLabels.job` is always empty\n");
}

TEST_CASE("JSON in payloads is read as YAML, as Alertmanager reads it") {
  const auto found = [](std::string_view text) {
    const MemoryFiles files = {
        {"am.yml", fmt::format("route: {{receiver: team}}\nreceivers:\n  - name: team\n"
                               "    webhook_configs:\n      - url: http://x/\n        payload:\n"
                               "          list: '{}'\n",
                               text)}};
    return CheckAll(files);
  };
  CHECK(found(R"({"a": {{ .CommonLabels.job | toJson }}, })").empty());
  CHECK(found(R"({"a": "{{ .CommonLabels.job }}"})") ==
        "am.yml:7:25 template-json-not-escaped: a quote, a backslash or a line break in the value "
        "breaks the JSON\n");
  CHECK(
      found(
          R"([{{ range $i, $a := .Alerts }}{{ if $i }},{{ end }}{{ if lt $i 3 }}"x"{{ end }}{{ end }}])") ==
      "am.yml:7:59 template-bad-json: this breaks the JSON for 12 alerts\n");
}

TEST_CASE("A template that calls itself for ever ends with a clear finding") {
  const MemoryFiles files = {
      {"am.yml", WithSlack("        title: '{{ template \"a\" . }}'\n", {}, "[a.tmpl]")},
      {"a.tmpl", "{{ define \"a\" }}{{ template \"a\" . }}{{ end }}"}};
  CHECK(CheckAll(files) ==
        "a.tmpl:1:17 template-fails: the template fails for an alert that fires: exceeded maximum "
        "template depth (500)\n");
}

// Findings of real files, as somebody found them who read the files.
TEST_CASE("Templates of public repositories have the faults that were found by reading") {
  const auto folder = test::Shared("corpus/alertmanager", "real files of Alertmanager");
  if (!folder) return;
  MemoryFiles files;
  for (const auto& entry : std::filesystem::directory_iterator(*folder / "files")) {
    std::ifstream file(entry.path());
    files.Write("files/" + entry.path().filename().string(),
                std::string(std::istreambuf_iterator<char>(file), {}));
  }
  std::size_t expected_count = 0;
  std::size_t found_count = 0;
  for (const std::string& line : test::Lines(*folder / "corpus.jsonl")) {
    const json row = json::parse(line);
    const std::string path = row.at("file");
    CAPTURE(path);
    workspace::Options options;
    options.files = &files;
    options.policy.codes = reference::AllCodes();
    const bool is_template = IsTemplateFile(path);
    const workspace::FileKind& kind =
        is_template ? workspace::kTemplatesKind : workspace::kAlertmanagerKind;
    const auto outcome = workspace::CheckFiles({{path, false, &kind}}, options);
    std::set<std::pair<std::uint32_t, std::string>> found;
    std::set<std::uint32_t> lines;
    for (const Finding& finding : outcome.report.findings) {
      if (!finding.info->code.starts_with("template-") || finding.where.path != path) continue;
      if (finding.severity == Severity::kInfo) continue;
      found.emplace(finding.where.begin.line, finding.info->code);
      lines.insert(finding.where.begin.line);
    }
    const std::map<std::string, std::string> codes = {
        {"template-bad-json", "template-bad-json"},
        {"template-json-not-escaped", "template-json-not-escaped"},
        {"template-url-not-escaped", "template-url-not-escaped"},
        {"template-common-empty", "template-common-empty"},
        {"template-unknown-function", "template-unknown-function"},
        {"undefined-template", "template-unknown-template"},
    };
    for (const json& expected : row.at("expected_findings")) {
      const auto code = codes.find(expected.at("kind"));
      if (code == codes.end()) continue;
      ++expected_count;
      const auto place = std::pair(expected.at("line").get<std::uint32_t>(), code->second);
      CAPTURE(place.first);
      CAPTURE(place.second);
      CHECK(found.count(place) == 1);
      found_count += found.count(place);
    }
    for (const json& right : row.at("no_findings")) {
      const auto right_line = right.at("line").get<std::uint32_t>();
      CAPTURE(right_line);
      CHECK(lines.count(right_line) == 0);
    }
  }
  test::PrintConformance("findings in templates of public repositories", found_count,
                         expected_count);
}

}  // namespace
}  // namespace check::config::alertmanager

#include "libcheck/template/alertmanager.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "tests/support/shared.h"
#include "tests/template/alertmanager_values.h"

namespace check::gotemplate {
namespace {

using namespace test_values;

constexpr GoTime kNow = {1'767'225'600};  // 2026-01-01

std::string Expanded(std::string_view text, const json& data = json::object(),
                     Escaping escaping = Escaping::kNone) {
  const NotificationTemplates templates;
  Arena memory;
  ExecutionMemory execution;
  const auto expanded =
      templates.Expand(text, escaping, MakeNotification(Data(data, memory)), kNow, execution);
  return expanded.ok() ? *expanded : "error: " + expanded.error().message;
}

TEST_CASE("Alertmanager's template tests give what they give there") {
  const auto path = test::Shared("conformance/alertmanager_template/expand.jsonl", "templates");
  if (!path) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  const NotificationTemplates templates;
  for (const std::string& line : test::Lines(*path)) {
    const auto row = json::parse(line);
    const Escaping escaping = row.at("html").get<bool>() ? Escaping::kHtml : Escaping::kNone;
    ++total;
    const std::string text = row.at("template");
    CAPTURE(text);
    Arena memory;
    const json data = row.value("data", json::object());
    const GoValue dot = Value(data.value("type", ""), data.value("value", json()), memory);
    ExecutionMemory execution;
    const auto expanded = templates.Expand(text, escaping, dot, kNow, execution);
    bool same = expanded.ok() == row.at("ok").get<bool>();
    if (same && expanded.ok()) {
      CHECK(*expanded == row.at("output").get<std::string>());
      same = *expanded == row.at("output").get<std::string>();
    } else if (same && row.contains("error")) {
      CHECK(expanded.error().message == row.at("error").get<std::string>());
      same = expanded.error().message == row.at("error").get<std::string>();
    }
    CHECK(same);
    agreed += same ? 1 : 0;
  }
  test::PrintConformance("alertmanager_template/expand.jsonl", agreed, total);
}

// As Go writes the fields in snake case; what is zero is left out.
json Described(const NotificationData& data) {
  const auto pairs = [](KeyValues values) {
    json object = json::object();
    for (const TextPair& pair : values) object[std::string(pair.name)] = pair.value;
    return object;
  };
  json alerts = json::array();
  for (const NotifiedAlert& alert : data.alerts) {
    json described = {{"status", alert.status},
                      {"labels", pairs(alert.labels)},
                      {"annotations", pairs(alert.annotations)},
                      {"fingerprint", alert.fingerprint}};
    if (Subtract(alert.starts_at, kZeroTime) != 0) {
      described["starts_at"] = FormatRfc3339(alert.starts_at);
    }
    if (Subtract(alert.ends_at, kZeroTime) != 0) {
      described["ends_at"] = FormatRfc3339(alert.ends_at);
    }
    alerts.push_back(described);
  }
  json described = {{"status", data.status},
                    {"alerts", alerts},
                    {"notification_reason", data.notification_reason},
                    {"group_labels", pairs(data.group_labels)},
                    {"route_labels", pairs(data.route_labels)},
                    {"common_labels", pairs(data.common_labels)},
                    {"common_annotations", pairs(data.common_annotations)},
                    {"external_url", data.external_url}};
  if (!data.receiver.empty()) described["receiver"] = data.receiver;
  return described;
}

TEST_CASE("A group's alerts become the data that Alertmanager makes of them") {
  const auto path = test::Shared("conformance/alertmanager_template/data.jsonl", "templates");
  if (!path) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*path)) {
    const auto row = json::parse(line);
    CAPTURE(row.dump());
    Arena memory;
    std::vector<AlertOfGroup> alerts;
    for (const json& alert : row.at("alerts")) {
      alerts.push_back({.labels = Pairs(alert.at("labels"), memory),
                        .annotations = Pairs(Get(alert, "annotations"), memory),
                        .starts_at = Time(Get(alert, "starts_at"), memory),
                        .ends_at = Time(Get(alert, "ends_at"), memory)});
    }
    const std::string receiver = row.at("receiver");
    const std::string reason = row.at("notification_reason");
    const std::string url = row.at("external_url");
    const NotificationData data = MakeNotificationData(
        receiver, Pairs(row.at("group_labels"), memory), Pairs(row.at("route_labels"), memory),
        reason, alerts, url, kNow, memory);
    json expected = row.at("expected");
    if (!expected.contains("alerts")) expected["alerts"] = json::array();
    CHECK(Described(data) == expected);
    ++total;
    agreed += Described(data) == expected ? 1 : 0;
  }
  test::PrintConformance("alertmanager_template/data.jsonl", agreed, total);
}

const json kData = json::parse(R"({
  "Receiver": "team-x", "Status": "firing", "ExternalURL": "http://am",
  "GroupLabels": {"job": "a"}, "CommonLabels": {"alertname": "Down", "a": "1", "job": "a"},
  "RouteLabels": {"owner": "{{ .CommonLabels.job }}-team", "plain": "x"},
  "Alerts": [
    {"Status": "firing", "Labels": {"alertname": "Down", "job": "a"}, "Annotations": {"s": "one"},
     "StartsAt": "2025-12-31T22:30:00Z", "GeneratorURL": "http://p/g"},
    {"Status": "resolved", "Labels": {"alertname": "Down"}, "StartsAt": "2025-07-01T10:00:00+02:00",
     "EndsAt": "2025-07-01T11:00:00Z"}]})");

TEST_CASE("Data has the fields and methods that Alertmanager's has") {
  const struct {
    std::string_view text;
    std::string_view expected;
  } kCases[] = {
      {"{{ .CommonLabels.SortedPairs.Names.Join \",\" }}", "alertname,a,job"},
      {"{{ .CommonLabels }}", "alertname=Down, a=1, job=a"},
      {"{{ .CommonLabels.SortedPairs }}", "alertname=Down, a=1, job=a"},
      {"{{ range .CommonLabels.SortedPairs }}{{ .Name }}={{ .Value }};{{ end }}",
       "alertname=Down;a=1;job=a;"},
      {"{{ range $k, $v := .CommonLabels }}{{ $k }}{{ $v }} {{ end }}", "a1 alertnameDown joba "},
      {"{{ (.CommonLabels.Remove .GroupLabels.Names).Values }}", "[Down 1]"},
      {"{{ .CommonLabels.missing }}|{{ .CommonLabels.missing | len }}", "|0"},
      {"{{ len .Alerts }} {{ len .Alerts.Firing }} {{ len .Alerts.Resolved }}", "2 1 1"},
      {"{{ (index .Alerts 0).Labels.job }} {{ (index .Alerts.Firing 0).Annotations.s }}", "a one"},
      {"{{ (index .Alerts 1).StartsAt.UTC.Format \"15:04\" }}", "08:00"},
      {"{{ (index .Alerts 1).StartsAt }}", "2025-07-01 10:00:00 +0200 +0200"},
      {"{{ (index .Alerts 0).StartsAt | tz \"Europe/Paris\" | date \"15:04 MST\" }}", "23:30 CET"},
      {"{{ (index .Alerts 1).StartsAt | tz \"America/New_York\" }}",
       "2025-07-01 04:00:00 -0400 EDT"},
      {"{{ ((index .Alerts 0).StartsAt | tz \"Asia/Tokyo\").Location }}", "Asia/Tokyo"},
      {"{{ (index .Alerts 0).StartsAt | since | humanizeDuration }}", "1h 30m 0s"},
      {"{{ now.Format \"2006\" }}", "2026"},
      {"{{ routeLabels \"owner\" }} {{ .RouteLabels.owner }}",
       "a-team {{ .CommonLabels.job }}-team"},
      {"{{ .Alerts.Firing.Resolved }}",
       "error: template: :1:10: executing \"\" at <.Alerts.Firing.Resolved>: can't evaluate field "
       "Resolved in type []template.Alert"},
      {"{{ .Nope }}",
       "error: template: :1:3: executing \"\" at <.Nope>: can't evaluate field Nope in type "
       "*template.Data"},
      {"{{ list \"a\" | join \",\" }}",
       "error: template: :1:19: executing \"\" at <\",\">: wrong type for value; expected "
       "[]string; got []interface {}"},
      {"{{ template \"nope\" . }}",
       "error: template: :1:12: executing \"\" at <{{template \"nope\" .}}>: template \"nope\" not "
       "defined"},
      {"{{ add 1 2 }}", "error: template: :1: function \"add\" not defined"},
      {"{{ (index .Alerts 0) | toJson }}",
       R"({"status":"firing","labels":{"alertname":"Down","job":"a"},"annotations":{"s":"one"},)"
       R"("startsAt":"2025-12-31T22:30:00Z","endsAt":"0001-01-01T00:00:00Z",)"
       R"("generatorURL":"http://p/g","fingerprint":""})"},
      {"{{ .CommonAnnotations | toJson }} {{ list 1.5 \"<\" nil | toJson }}",
       R"(null [1.5,"\u003c",null])"},
      {"{{ dict \"b\" 1 \"a\" true \"b\" 2 | toJson }}", R"({"a":true,"b":2})"},
      {"{{ title \"hELLO wORLD o'NEIL a.b x_y\" }}", "Hello World O'neil A.b X_y"},
      {"{{ trimSpace \"\\u00a0 x \\n\" }}|{{ urlUnescape \"a%20b+c\" }}", "x|a b c"},
      {"{{ urlUnescape \"a%2\" }}",
       "error: template: :1:3: executing \"\" at <urlUnescape \"a%2\">: error calling urlUnescape: "
       "invalid URL escape \"%2\""},
      {"{{ base64decode \"dGV*dA==\" }}",
       "error: template: :1:3: executing \"\" at <base64decode \"dGV*dA==\">: error calling "
       "base64decode: illegal base64 data at input byte 3"},
      {"{{ reReplaceAll \"(\" \"\" \"x\" }}",
       "error: template: :1:3: executing \"\" at <reReplaceAll \"(\" \"\" \"x\">: error calling "
       "reReplaceAll: regexp: Compile(`(`): error parsing regexp: missing closing ): `(`"},
  };
  for (const auto& [text, expected] : kCases) {
    CAPTURE(text);
    CHECK(Expanded(text, kData) == expected);
  }
}

TEST_CASE("A later text's definition replaces an earlier one unless it is blank") {
  NotificationTemplates templates;
  CHECK_FALSE(
      templates.Add("{{ define \"a\" }}one{{ end }}{{ define \"b\" }}b{{ end }}", "1.tmpl"));
  CHECK_FALSE(templates.Add("{{ define \"a\" }}two {{ template \"b\" }}{{ end }}", "2.tmpl"));
  CHECK_FALSE(templates.Add("{{ define \"a\" }} {{ end }}body", "3.tmpl"));
  const auto fault = templates.Add("\n{{ define \"c\" }}{{ nope }}{{ end }}", "4.tmpl");
  REQUIRE(fault);
  CHECK(fault->message == "template: 4.tmpl:2: function \"nope\" not defined");
  ExecutionMemory memory;
  const auto expand = [&](std::string_view text) {
    const auto expanded = templates.Expand(text, Escaping::kNone, MakeNil(), kNow, memory);
    return expanded.ok() ? *expanded : expanded.error().message;
  };
  CHECK(expand("{{ template \"a\" . }}") == "two b");
  CHECK(expand("{{ template \"3.tmpl\" }}") == "body");
  CHECK(expand("{{ define \"b\" }}B{{ end }}{{ template \"a\" . }}") == "two B");
}

TEST_CASE("A fault in a file's template names the file and its line") {
  NotificationTemplates templates;
  CHECK_FALSE(templates.Add("x\n{{ define \"a\" }}{{ .Nope }}{{ end }}", "own.tmpl"));
  ExecutionMemory memory;
  Arena arena;
  const auto expanded =
      templates.Expand("{{ template \"a\" . }}", Escaping::kNone,
                       MakeNotification(Data(json::object(), arena)), kNow, memory);
  REQUIRE_FALSE(expanded.ok());
  CHECK(expanded.error().message ==
        "template: own.tmpl:2:19: executing \"a\" at <.Nope>: can't evaluate field Nope in type "
        "*template.Data");
}

TEST_CASE("A template that calls itself for ever ends with an error") {
  NotificationTemplates templates;
  CHECK_FALSE(templates.Add("{{ define \"a\" }}{{ template \"a\" . }}{{ end }}", "own.tmpl"));
  ExecutionMemory memory;
  const auto expanded =
      templates.Expand("{{ template \"a\" . }}", Escaping::kNone, MakeNil(), kNow, memory);
  REQUIRE_FALSE(expanded.ok());
  CHECK(expanded.error().message.find("exceeded maximum template depth (500)") !=
        std::string::npos);
}

TEST_CASE("Every function has the release that brought it, or is older than all that count") {
  for (const TemplateFunction& function : AlertmanagerFunctions()) {
    CAPTURE(function.name);
    CHECK((function.since.empty() || function.since.starts_with("0.")));
    CHECK(function.doc.ends_with('.'));
  }
  CHECK(AlertmanagerFunctions().size() == 25);
}

}  // namespace
}  // namespace check::gotemplate

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/text.h"
#include "libcheck/base/url.h"
#include "libcheck/config/alertmanager/check.h"
#include "libcheck/config/alertmanager/operator/spec.h"
#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/schema/load.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check::config::alertmanager {
namespace {

struct Verdict {
  bool ok = false;
  std::string upstream_error;
  std::vector<std::string> messages;  // Ours.
};

// What is said of a whole file, or of a section if there is one.
Verdict VerdictOn(std::string_view name, std::string text, const schema::Object* section,
                  model::MatcherMode mode = model::MatcherMode::kFallback) {
  const SourceBuffer file(std::string(name), std::move(text));
  Arena arena;
  UpstreamTexts texts;
  Diagnostics found(&texts);
  const schema::LoadedFile loaded =
      section == nullptr ? CheckConfig(file, {mode}, arena, found).loaded
                         : schema::Load(file, section, {.reader = "a test"}, arena, found);
  Verdict verdict = {!found.HasErrors(), loaded.upstream_error, {}};
  for (const Diagnostic& problem : found.found()) verdict.messages.push_back(problem.message);
  return verdict;
}

bool Agrees(const nlohmann::json& row, const Verdict& verdict) {
  const bool ok = row.at("ok").get<bool>();
  bool good = verdict.ok == ok && verdict.upstream_error.empty() == ok;
  if (row.contains("error")) good = good && verdict.upstream_error == row["error"];
  for (const std::string& wanted : row.value("error_contains", std::vector<std::string>())) {
    good = good && verdict.upstream_error.find(wanted) != std::string::npos;
  }
  return good;
}

template <typename Judge>
void CheckConformance(const std::string& name, const Judge& judge) {
  const auto folder = test::Shared("conformance/alertmanager_config", "alertmanager.yml");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*folder / name)) {
    const auto row = nlohmann::json::parse(line);
    CAPTURE(line);
    const Verdict verdict = judge(row, *folder);
    CAPTURE(verdict.upstream_error);
    CAPTURE(verdict.messages);
    const bool good = Agrees(row, verdict);
    CHECK(good);
    ++total;
    agreed += good ? 1 : 0;
  }
  test::PrintConformance("alertmanager_config/" + name, agreed, total);
}

TEST_CASE("the tables of alertmanager.yml are sound") {
  for (const std::string& problem : schema::CheckTable(kConfig)) FAIL_CHECK(problem);
}

TEST_CASE("alertmanager.yml has as many fields as upstream") {
  CHECK(kConfig.fields.size() == 9);
  CHECK(kGlobal.fields.size() == 42);
  CHECK(kRoute.fields.size() == 13);
  CHECK(kInhibitRule.fields.size() == 8);
  CHECK(ListedReceivers().size() == 18);
  const auto fields = [](std::string_view type) {
    const auto listed = ListedReceivers();
    const auto found =
        std::find_if(listed.begin(), listed.end(), [&](const auto& r) { return r.field == type; });
    return found->section->fields.size() - 1;  // Without `send_resolved`.
  };
  CHECK(fields("webhook_configs") == 6);
  CHECK(fields("email_configs") == 17);
  CHECK(fields("slack_configs") == 28);
  CHECK(fields("pagerduty_configs") == 18);
  CHECK(fields("opsgenie_configs") == 15);
  CHECK(fields("victorops_configs") == 10);
  CHECK(fields("pushover_configs") == 17);
  CHECK(fields("wechat_configs") == 11);
  CHECK(fields("sns_configs") == 10);
  CHECK(fields("telegram_configs") == 10);
  CHECK(fields("discord_configs") == 8);
  CHECK(fields("webex_configs") == 4);
  CHECK(fields("msteams_configs") == 6);
  CHECK(fields("msteamsv2_configs") == 5);
  CHECK(fields("jira_configs") == 14);
  CHECK(fields("rocketchat_configs") == 19);
  CHECK(fields("mattermost_configs") == 25);
  CHECK(fields("incidentio_configs") == 7);
}

TEST_CASE("configurations of Alertmanager's own tests are accepted and refused for its reasons") {
  CheckConformance("cases.jsonl", [](const nlohmann::json& row, const auto& folder) {
    const std::string name = row.value("file", "text");
    return VerdictOn(
        name, row.contains("text") ? row["text"].get<std::string>() : test::ReadText(folder / name),
        nullptr, model::MatcherMode::kClassic);  // By default, in the library.
  });
}

TEST_CASE("receivers of Alertmanager's own tests are accepted and refused for its reasons") {
  CheckConformance("receivers.jsonl", [](const nlohmann::json& row, const auto&) {
    // Such as `mattermost_configs[].attachments[].fields[]`.
    std::string path = row.at("section");
    std::erase_if(path, [](char c) { return c == '[' || c == ']'; });
    const schema::Object* section = &kReceiver;
    for (std::string_view rest = path; !rest.empty();) {
      section = schema::FindField(*section, TakeUpTo(rest, '.'))->type.element->object;
    }
    return VerdictOn("receiver.yml", row.at("text"), section);
  });
}

// A section with one field, in which single values are read.
template <const schema::Type& type>
const schema::Object* OneValue() {
  static constexpr schema::Field kFields[] = {Of("value", type, "The value.")};
  static constexpr schema::Object kSection = {
      .name = "test", .doc = "A value.", .fields = kFields, .upstream = "test"};
  return &kSection;
}

const schema::Object* SectionFor(std::string_view type) {
  if (type == "host_port") return OneValue<kHostPort>();
  if (type == "secret_template_url") return OneValue<kSecretTemplateUrl>();
  if (type == "secret_url") return OneValue<kSecretUrl>();
  if (type == "url") return OneValue<kHttpUrl>();
  REQUIRE(type == "regexp");
  return OneValue<kPattern>();
}

// What is said of a rule, among others of a file that is fine.
Verdict OfRule(const std::string& rule, std::string_view mode) {
  std::string text = "route: {receiver: a}\nreceivers: [{name: a}]\ninhibit_rules:\n- name: b\n";
  for (std::string_view rest = rule; !rest.empty();) {
    text += fmt::format("  {}\n", TakeUpTo(rest, '\n'));
  }
  return VerdictOn("rule.yml", text, nullptr,
                   mode == "utf8" ? model::MatcherMode::kUtf8 : model::MatcherMode::kClassic);
}

TEST_CASE("single values of Alertmanager's own tests are accepted and refused") {
  CheckConformance("scalars.jsonl", [](const nlohmann::json& row, const auto&) {
    const std::string type = row.at("type");
    // JSON is YAML, too.
    const std::string text = row.contains("yaml_input") ? row["yaml_input"] : row.at("json_input");
    if (type == "inhibit_rule") return OfRule(text, row.at("mode").get<std::string>());
    Verdict verdict = VerdictOn("value.yml", "value: " + text, SectionFor(type));
    if (row.contains("string")) {
      const std::string value = nlohmann::json::parse(text);
      verdict.ok = verdict.ok && ParseUrl(value)->ToString() == row["string"];
    }
    // Why is not always said.
    if (!row.contains("error_contains") && !verdict.ok) verdict.upstream_error = "refused";
    return verdict;
  });
}

Verdict OfReceiver(std::string_view global, std::string_view receiver) {
  return VerdictOn("alertmanager.yml",
                   std::string(global) + "\nroute: {receiver: a}\nreceivers:\n- name: a\n  " +
                       std::string(receiver),
                   nullptr);
}

TEST_CASE("what crashes Alertmanager is an error") {
  const std::string_view crash = "runtime error: invalid memory address or nil pointer dereference";
  const auto crashes = [&](std::string_view global, std::string_view receiver) {
    CAPTURE(receiver);
    const Verdict verdict = OfReceiver(global, receiver);
    CHECK_FALSE(verdict.ok);
    CHECK(verdict.messages.size() == 1);
    CHECK(verdict.upstream_error == crash);
  };
  crashes("global: {slack_api_url: 'http://a/'}", "slack_configs: [~]");
  crashes("global: {opsgenie_api_key: a}", "opsgenie_configs: [~]");
  crashes("global: {wechat_api_secret: a, wechat_api_corp_id: b}", "wechat_configs: [~]");
  crashes("global: {rocketchat_token: a, rocketchat_token_id: b}", "rocketchat_configs: [~]");
  crashes("global: {slack_app_token: a, slack_api_url_file: b}", "");
  crashes("", "slack_configs: [{app_token: a, update_message: true}]");
  // Without the settings it does not come to that.
  CHECK(OfReceiver("", "opsgenie_configs: [~]").upstream_error ==
        "no global OpsGenie API Key set either inline or in a file");
  CHECK(OfReceiver("", "webhook_configs: [~]").upstream_error == "missing webhook config");
}

TEST_CASE("items of lists that are null count as Alertmanager counts them") {
  const std::string crash = "runtime error: invalid memory address or nil pointer dereference";
  const auto verdict = [](std::string_view text) {
    return VerdictOn("alertmanager.yml", std::string(text), nullptr);
  };
  CHECK(verdict("route: {receiver: a}\nreceivers: [{name: a}, ~]").ok);
  CHECK(verdict("route: {receiver: a}\nreceivers:\n- name: a\n-\n").ok);
  CHECK(verdict("route: {receiver: a}\nreceivers: [{name: a}, ~, ~]").upstream_error ==
        "notification config name \"\" is not unique");
  CHECK(verdict("route: {receiver: a}\nreceivers: [{name: a}]\ntime_intervals: [~]\n"
                "inhibit_rules: [~]\ntemplates: [~]")
            .ok);
  CHECK(verdict("route: {receiver: a, routes: [~]}\nreceivers: [{name: a}]").upstream_error ==
        crash);
}

TEST_CASE("the tables of AlertmanagerConfig resources are sound but for the case of names") {
  for (const schema::Object* table : {&kAlertmanagerConfigAlpha, &kAlertmanagerConfigBeta}) {
    for (const std::string& problem : schema::CheckTable(*table)) {
      CAPTURE(problem);
      CHECK(problem.ends_with("is not snake_case"));
    }
  }
}

TEST_CASE("values of Go's types are refused as go-yaml does") {
  CHECK(OfReceiver("", "webhook_configs: [{url: 'http://a/', timeout: 1d}]").upstream_error ==
        "yaml: unmarshal errors:\n  line 5: cannot unmarshal !!str `1d` into time.Duration");
  CHECK(OfReceiver("", "webhook_configs: [{url: 'http://a/', timeout: 5}]").ok);
  CHECK(OfReceiver("", "pushover_configs: [{user_key: a, token: b, retry: 1d}]").upstream_error ==
        "time: unknown unit \"d\" in duration \"1d\"");
  CHECK(OfReceiver("global: {jira_api_url: 'http://a/'}",
                   "jira_configs: [{project: a, issue_type: b, summary: {template: c}}]")
            .ok);
  CHECK(OfReceiver("global: {jira_api_url: 'http://a/'}",
                   "jira_configs: [{project: a, issue_type: b, summary: [c]}]")
            .upstream_error ==
        "yaml: unmarshal errors:\n  line 5: cannot unmarshal !!seq into jira.plain");
}

TEST_CASE("templates that are parsed at load have Go's functions alone") {
  CHECK(OfReceiver("", "webhook_configs: [{url: 'http://a/{{ .GroupLabels.a | toUpper }}'}]")
            .upstream_error ==
        "invalid template syntax: template: :1: function \"toUpper\" not defined");
  // The URL is a secret, and what is in it, but for names that everybody knows.
  CHECK(OfReceiver("", "webhook_configs: [{url: 'http://a/{{ hunter2 }}'}]").upstream_error ==
        "invalid template syntax: template: :1: function \"<secret>\" not defined");
  CHECK(OfReceiver("", "webhook_configs: [{url: 'http://a/{{ .GroupLabels.a | urlquery }}'}]").ok);
  CHECK(OfReceiver("global: {opsgenie_api_key: a}",
                   "opsgenie_configs: [{responders: [{name: a, type: '{{ x }}'}]}]")
            .upstream_error ==
        "opsGenieConfig responder { a  {{ x }}} type contains invalid template syntax: template: "
        ":1: function \"x\" not defined");
}

TEST_CASE("all problems are reported at once, and no secret is") {
  const Verdict verdict =
      OfReceiver("global: {slack_api_url: hunter2, smtp_smarthost: mail}",
                 "email_configs: [{subject: a, body: b}]\n  telegram_configs: [{bot_token: c}]\n"
                 "time_intervals: [{name: t, time_intervals: [{weekdays: [funday], "
                 "times: [{start_time: '9:00', end_time: '08:00'}]}]}]");
  CHECK(verdict.messages.size() == 9);
  for (const std::string& message : verdict.messages) {
    CHECK(message.find("hunter2") == std::string::npos);
  }
}

}  // namespace
}  // namespace check::config::alertmanager

#include "libcheck/notify/notification.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/notify/group.h"
#include "libcheck/notify/mail_text.h"
#include "tests/notify/setup.h"

namespace check::notify {
namespace {

using gotemplate::AlertOfGroup;
using gotemplate::TextPair;
using test_setup::Setup;

constexpr gotemplate::GoTime kNow = {1'795'860'000};
constexpr gotemplate::GoTime kEarlier = {1'795'000'000};

constexpr TextPair kLabels[] = {{"alertname", "DiskFull"}, {"team", "db"}};
constexpr TextPair kOtherLabels[] = {{"alertname", "DiskFull"}, {"team", "web"}};
constexpr TextPair kAnnotations[] = {{"summary", "The disk is full"}};

AlertOfGroup Firing(std::span<const TextPair> labels = kLabels) {
  return {.labels = labels, .annotations = kAnnotations, .starts_at = kEarlier};
}
AlertOfGroup Resolved(std::span<const TextPair> labels = kLabels) {
  AlertOfGroup alert = Firing(labels);
  alert.ends_at = kEarlier;
  return alert;
}

// What the integrations of the first receiver send.
std::vector<Notification> Send(const Setup& setup, const std::vector<AlertOfGroup>& alerts,
                               Options options) {
  Arena memory;
  const gotemplate::NotificationData data = gotemplate::MakeNotificationData(
      setup.config->receivers.at(0).name, std::span(kLabels).first(1), {}, "first notification",
      alerts, "http://am.example", kNow, memory);
  std::vector<Notification> sent;
  for (const auto& integration : setup.config->receivers.at(0).integrations) {
    sent.push_back(
        Notify(integration, setup.config->global, {data, "{}:{alertname=\"DiskFull\"}"}, options));
  }
  return sent;
}

// The same for one integration, given as YAML.
Notification SendOne(const std::string& integration,
                     const std::vector<AlertOfGroup>& alerts = {Firing()},
                     std::function<const Answer*(const Request&)> answer = {}) {
  static const gotemplate::NotificationTemplates templates;
  const Setup setup("am.yml",
                    "route: {receiver: r}\nreceivers:\n- name: r\n  " + integration + "\n");
  return Send(setup, alerts, {.templates = templates, .now = kNow, .answer = std::move(answer)})
      .at(0);
}

std::string Shown(const Notification& notification) {
  std::string text = notification.error + "\n";
  for (const std::string& note : notification.notes) text += note + "\n";
  for (const ExpandedField& field : notification.fields) text += field.text + field.error + "\n";
  for (const Request& request : notification.requests) {
    text += request.method + " " + request.url + "\n";
    for (const Header& header : request.headers) text += header.name + ": " + header.value + "\n";
    text += request.body;
  }
  for (const Mail& mail : notification.mails) {
    for (const std::string& command : mail.commands) text += command + "\n";
    for (const Header& header : mail.headers) text += header.name + ": " + header.value + "\n";
    for (const MailPart& part : mail.parts) text += part.text + QuotedPrintable(part.text);
  }
  return text;
}

TEST_CASE("no receiver shows a secret, wherever it stands") {
  const std::string path = PRONOIA_SOURCE_DIR "/testdata/notify/all-receivers.yml";
  std::ifstream file(path);
  const Setup setup(path, {std::istreambuf_iterator<char>(file), {}});
  const gotemplate::NotificationTemplates templates;
  const auto& integrations = setup.config->receivers.at(0).integrations;
  const std::vector<Notification> sent =
      Send(setup, {Firing()}, {.templates = templates, .now = kNow});
  std::size_t types = 0;
  for (std::size_t i = 0; i < sent.size(); ++i) {
    const std::string where(integrations[i].type->field);
    CAPTURE(where);
    types += i == 0 || integrations[i].type != integrations[i - 1].type ? 1 : 0;
    CHECK(sent[i].error == "");
    CHECK(sent[i].requests.size() + sent[i].mails.size() > 0);
    const std::string shown = Shown(sent[i]);
    CAPTURE(shown);
    CHECK(shown.find("hush") == std::string::npos);
    CHECK(shown.find("<secret>") != std::string::npos);
  }
  CHECK(types == 18);
  // With secrets, each is there.
  for (const Notification& notification :
       Send(setup, {Firing()}, {.templates = templates, .now = kNow, .shows_secrets = true})) {
    CHECK(Shown(notification).find("<secret>") == std::string::npos);
  }
}

TEST_CASE("a template that fails loses the notification") {
  const Notification lost =
      SendOne("discord_configs: [{webhook_url: 'http://d', title: 'a {{ index .Alerts 7 }}'}]");
  CHECK(lost.requests.empty());
  CHECK(lost.error ==
        "`title`: template: :1:5: executing \"\" at <index .Alerts 7>: error calling index: "
        "index out of range: 7");
}

TEST_CASE("Slack is sent what was expanded before a template failed") {
  const Notification sent = SendOne(
      "slack_configs: [{api_url: 'http://s', title: 'a {{ template \"nosuch\" }} b', text: c}]");
  CHECK(sent.error == "");
  REQUIRE(sent.requests.size() == 1);
  CHECK(sent.requests[0].body ==
        R"({"attachments":[{"title":"a ","text":"","fallback":"","callback_id":"","footer":"",)"
        R"("mrkdwn_in":["fallback","pretext","text"]}]})"
        "\n");
  REQUIRE(sent.notes.size() == 1);
  CHECK(sent.notes[0] ==
        "the message is sent although a template fails, and everything after the fault is empty: "
        "`title`: template: :1:14: executing \"\" at <{{template \"nosuch\"}}>: template "
        "\"nosuch\" not defined");
}

TEST_CASE("nothing is sent for resolved alerts that are not to be told of") {
  const std::string webhook =
      "webhook_configs: [{url: 'http://h', send_resolved: false,"
      " payload: '{{ len .Alerts }} {{ .CommonLabels.team }}'}]";
  CHECK(SendOne(webhook, {Resolved()}).requests.empty());
  CHECK(SendOne(webhook, {Resolved()}).notes.size() == 1);
  // Labels are common to the alerts that are told of.
  const Notification sent = SendOne(webhook, {Firing(), Resolved(kOtherLabels)});
  REQUIRE(sent.requests.size() == 1);
  CHECK(sent.requests[0].body == "\"1 db\"\n");
}

TEST_CASE("no more alerts are sent than the configuration allows") {
  const Notification sent =
      SendOne("incidentio_configs: [{url: 'http://i', max_alerts: 1, alert_source_token: t}]",
              {Firing(), Firing(kOtherLabels)});
  const std::string& body = sent.requests.at(0).body;
  CHECK(body.find(R"("commonLabels":{"alertname":"DiskFull","team":"db"})") != std::string::npos);
  CHECK(body.find(R"("truncatedAlerts":1)") != std::string::npos);
  CHECK(body.find("web") == std::string::npos);
}

TEST_CASE("messages that are too large for a service lose their details") {
  const Notification sent = SendOne(
      "pagerduty_configs: [{routing_key: k, details: {"
      "x: 'x{{ printf \"%0512001d\" 1 }}'}}]");
  CHECK(sent.requests.at(0).body.find(
            R"("custom_details":{"error":"Custom details have been removed because the original )"
            R"(event exceeds the maximum size of 512KB"})") != std::string::npos);
  CHECK(sent.fields.back().exceeded != nullptr);
  CHECK(sent.fields.back().size > 512'000);

  const std::string text(600'000, 'x');
  const TextPair kLong[] = {{"summary", text}};
  AlertOfGroup first = Firing();
  AlertOfGroup second = Firing(kOtherLabels);
  second.annotations = kLong;
  const Notification incident =
      SendOne("incidentio_configs: [{url: 'http://i', alert_source_token: t}]", {first, second});
  CHECK(incident.requests.at(0).body.find("web") == std::string::npos);
  CHECK(incident.requests.at(0).body.find(R"("truncatedAlerts":0)") != std::string::npos);
}

TEST_CASE("texts that are too long are cut, or replaced where tags might be cut") {
  const Notification cut =
      SendOne("discord_configs: [{webhook_url: 'http://d', title: '{{ printf \"%0300d\" 1 }}'}]");
  CHECK(cut.fields.at(0).path == "title");
  CHECK(cut.fields[0].text == std::string(255, '0') + "\u2026");
  CHECK(cut.fields[0].size == 300);
  CHECK(cut.fields[0].exceeded->most == 256);
  const Notification replaced = SendOne(
      "telegram_configs: [{bot_token: b, chat_id: 1, message: '{{ printf \"%04097d\" 1 }}'}]");
  CHECK(replaced.fields.at(0).text.starts_with("Alertmanager notification could not be sent"));
  const Notification plain = SendOne(
      "telegram_configs: [{bot_token: b, chat_id: 1, parse_mode: '',"
      " message: '{{ printf \"%04097d\" 1 }}'}]");
  CHECK(plain.fields.at(0).text == std::string(4095, '0') + "\u2026");
}

TEST_CASE("an e-mail has its dialogue, its headers and its parts") {
  const Notification sent = SendOne(
      "email_configs: [{to: 'Ops <ops@example.com>, b@example.com', from: am@example.com,"
      " smarthost: 'mail:587', hello: am, auth_username: u, auth_secret: s,"
      " headers: {subject: '{{ .Status }} \u00e9'}, html: '<b>{{ .CommonAnnotations.summary "
      "}}</b>',"
      " text: '{{ len .Alerts }}', threading: {enabled: true, thread_by_date: daily}}]");
  REQUIRE(sent.mails.size() == 1);
  CHECK(Shown(sent).substr(Shown(sent).find("EHLO")) ==
        "EHLO am\nSTARTTLS\nEHLO am\nAUTH CRAM-MD5 <secret>\n"
        "MAIL FROM:<am@example.com> BODY=8BITMIME\n"
        "RCPT TO:<ops@example.com>\nRCPT TO:<b@example.com>\nDATA\n"
        "From: am@example.com\nSubject: =?utf-8?q?firing_=C3=A9?=\n"
        "To: Ops <ops@example.com>, b@example.com\nMessage-Id: <random>\n"
        "References: <alert-17c4e445d234645c-2026-11-28@alertmanager>\n"
        "In-Reply-To: <alert-17c4e445d234645c-2026-11-28@alertmanager>\n"
        "Date: Sat, 28 Nov 2026 10:00:00 +0000\n"
        "Content-Type: multipart/alternative;  boundary=<random>\nMIME-Version: 1.0\n"
        "11<b>The disk is full</b><b>The disk is full</b>");
  CHECK(SendOne("email_configs: [{to: nobody, from: a@b.c, smarthost: 'h:25'}]").error ==
        "parse 'to' addresses: mail: missing '@' or angle-addr");
}

// "POST /rest/api/2/search" and so on, with what is told of each.
std::vector<std::string> JiraCalls(const std::string& status, const AlertOfGroup& alert) {
  std::vector<Answer> answers = {
      {.body = fmt::format(R"({{"issues":[{{"key":"OPS-1","fields":{{"status":{{)"
                           R"("statusCategory":{{"key":"{}"}}}}}}}}]}})",
                           status)},
      {.body = ""},
      {.body = R"({"transitions":[{"id":"11","name":"To Do"},{"id":"31","name":"Done"}]})"},
      {.body = ""}};
  std::size_t next = 0;
  const Notification sent = SendOne(
      "jira_configs: [{api_url: 'http://j/rest/api/2', project: OPS, issue_type: Bug,"
      " summary: {enable_update: false}, reopen_transition: To Do, resolve_transition: Done}]",
      {alert}, [&](const Request&) { return &answers.at(next++); });
  CHECK(sent.error == "");
  std::vector<std::string> calls;
  for (const Request& request : sent.requests) {
    calls.push_back(request.method + " " + request.url.substr(std::string("http://j").size()));
  }
  if (sent.requests.size() == 4) calls.back() += " " + sent.requests.back().body;
  return calls;
}

TEST_CASE("issues of Jira are updated, closed and opened again") {
  const std::string search = "POST /rest/api/2/search";
  const std::string update = "PUT /rest/api/2/issue/OPS-1";
  const std::string transitions = "/rest/api/2/issue/OPS-1/transitions";
  CHECK(JiraCalls("new", Firing()) == std::vector<std::string>{search, update});
  CHECK(JiraCalls("done", Firing()) ==
        std::vector<std::string>{search, update, "GET " + transitions,
                                 "POST " + transitions + " {\"transition\":{\"id\":\"11\"}}\n"});
  CHECK(JiraCalls("new", Resolved()) ==
        std::vector<std::string>{search, update, "GET " + transitions,
                                 "POST " + transitions + " {\"transition\":{\"id\":\"31\"}}\n"});
  CHECK(JiraCalls("done", Resolved()) == std::vector<std::string>{search, update});
}

TEST_CASE("alerts are sorted as Alertmanager sorts them") {
  constexpr TextPair kA[] = {{"alertname", "A"}, {"instance", "2"}, {"job", "x"}};
  constexpr TextPair kB[] = {{"alertname", "A"}, {"instance", "1"}, {"job", "y"}};
  constexpr TextPair kC[] = {{"alertname", "A"}, {"job", "x"}};
  constexpr TextPair kD[] = {{"alertname", "A"}};
  constexpr TextPair kE[] = {{"alertname", "A"}, {"b", "c"}};
  std::vector<AlertOfGroup> alerts;
  for (const std::span<const TextPair> labels :
       {std::span<const TextPair>(kE), std::span<const TextPair>(kD), std::span<const TextPair>(kC),
        std::span<const TextPair>(kB), std::span<const TextPair>(kA)}) {
    alerts.push_back({.labels = labels});
  }
  SortAlerts(alerts);
  std::vector<const TextPair*> sorted;
  for (const AlertOfGroup& alert : alerts) sorted.push_back(alert.labels.data());
  CHECK(sorted == std::vector<const TextPair*>{kA, kC, kB, kD, kE});
}

}  // namespace
}  // namespace check::notify

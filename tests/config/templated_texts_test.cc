#include "libcheck/config/alertmanager/templated_texts.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <string_view>

#include "libcheck/config/alertmanager/check.h"

namespace check::config::alertmanager {
namespace {

// One line for each text that is written: where it is, what it says, and how it is expanded.
std::string Described(std::string_view receiver) {
  std::string text = "route: {receiver: r}\nreceivers:\n- name: r\n";
  text += receiver;
  const SourceBuffer file("alertmanager.yml", std::move(text));
  Arena arena;
  Diagnostics found;
  const ConfigCheck checked = CheckConfig(file, {}, arena, found);
  CHECK(!found.HasErrors());
  std::string described;
  const schema::Input input = {file, checked.loaded.stream, arena};
  const schema::Values values(*checked.loaded.root, input, yaml::Dialect::kGoYamlV2);
  const AlertmanagerConfig config = ReadConfig(values, model::MatcherMode::kFallback);
  for (const Integration& integration : config.receivers.at(0).integrations) {
    for (const TemplatedText& templated : TemplatedTexts(integration)) {
      if (templated.node == nullptr) continue;
      described += fmt::format("{}{}: {}{}{}{}\n", templated.path, templated.is_key ? " (key)" : "",
                               templated.text, templated.is_html ? " [html]" : "",
                               templated.is_secret ? " [secret]" : "",
                               templated.gives_yaml ? " [yaml]" : "");
    }
  }
  return described;
}

TEST_CASE("texts that are expanded as templates are found wherever they stand") {
  CHECK(Described("  slack_configs: [{api_url: 'http://s', title: t, mrkdwn_in: [no],"
                  " fields: [{title: a, value: b}, {title: c, value: d}],"
                  " actions: [{type: button, text: x, url: u, confirm: {text: sure}}]}]\n") ==
        "title: t\nfields[0].title: a\nfields[0].value: b\nfields[1].title: c\n"
        "fields[1].value: d\nactions[0].type: button\nactions[0].text: x\nactions[0].url: u\n"
        "actions[0].confirm.text: sure\n");
  CHECK(Described("  webhook_configs: [{url: 'http://h', payload: {a: [b, 1, true, 2026-01-02],"
                  " 7: x, \"8\": {c: ''}}}]\n") ==
        "url: http://h [secret]\npayload.a (key): a\npayload.a[0]: b [yaml]\n"
        "payload.a[3]: 2026-01-02 [yaml]\npayload.8 (key): 8\npayload.8.c (key): c\n");
  CHECK(Described("  pagerduty_configs: [{routing_key: k, details: {a: x, b: {c: z}}}]\n") ==
        "routing_key: k [secret]\ndetails.a: x [yaml]\ndetails.b.c (key): c\n"
        "details.b.c: z [yaml]\n");
  CHECK(Described("  sns_configs: [{topic_arn: t, sigv4: {region: r}, attributes: {k: v}}]\n") ==
        "topic_arn: t\nattributes.k (key): k\nattributes.k: v\n");
  CHECK(Described("  jira_configs: [{api_url: 'http://j', project: P, issue_type: T, summary: s,"
                  " description: {template: d}, labels: [l], reopen_transition: no}]\n") ==
        "project: P\nsummary: s\ndescription.template: d\nlabels[0]: l\nissue_type: T\n");
  CHECK(Described("  opsgenie_configs: [{api_key: k, details: {a: b},"
                  " responders: [{name: n, type: team}]}]\n") ==
        "api_key: k [secret]\ndetails.a: b\nresponders[0].name: n\nresponders[0].type: team\n");
}

TEST_CASE("texts that become HTML are told from others") {
  CHECK(Described("  telegram_configs: [{bot_token: b, chat_id: 1, message: m}]\n") ==
        "message: m [html]\n");
  CHECK(Described("  telegram_configs: [{bot_token: b, chat_id: 1, message: m,"
                  " parse_mode: MarkdownV2}]\n") == "message: m\n");
  CHECK(Described("  pushover_configs: [{user_key: u, token: t, message: m, html: true}]\n") ==
        "user_key: u [secret]\ntoken: t [secret]\nmessage: m [html]\n");
  CHECK(Described("  email_configs: [{to: a@b.c, from: a@b.c, smarthost: 'h:25', html: h, text: t,"
                  " headers: {Subject: s}}]\n") ==
        "to: a@b.c\nfrom: a@b.c\nheaders.Subject: s\nhtml: h [html]\ntext: t\n");
}

// The field of `section` that "responders.type" names.
const schema::Field* Named(const schema::Object& section, std::string_view path) {
  const std::size_t dot = path.find('.');
  const schema::Field* field = schema::FindField(section, path.substr(0, dot));
  if (field == nullptr || dot == std::string_view::npos) return field;
  const schema::Type* type = &field->type;
  while (type->element != nullptr) type = type->element;
  return type->object == nullptr ? nullptr : Named(*type->object, path.substr(dot + 1));
}

TEST_CASE("what receivers say of templates and limits names fields that they have") {
  for (const ListedReceiver& listed : ListedReceivers()) {
    for (const TemplatedField& rule : listed.type->templates) {
      CAPTURE(rule.field);
      CHECK(Named(*listed.section, rule.field) != nullptr);
    }
    for (const SizeLimit& limit : listed.type->limits) {
      CAPTURE(limit.field);
      CHECK((limit.field.empty() || Named(*listed.section, limit.field) != nullptr));
      CHECK(limit.most > 0);
    }
  }
}

}  // namespace
}  // namespace check::config::alertmanager

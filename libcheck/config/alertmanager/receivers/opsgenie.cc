#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "libcheck/base/ascii.h"
#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kResponderFields[] = {
    Templated("id", "The identifier of the responder."),
    Templated("name", "The name of a team, schedule or escalation."),
    Templated("username", "The name of a user."),
    Text("type", "What it is: `team`, `teams`, `user`, `escalation` or `schedule`. Required."),
};
constexpr Object kResponder = {
    .name = "responder",
    .doc = "Who is to look after an alert.",
    .fields = kResponderFields,
    .upstream = "opsgenie.OpsGenieConfigResponder",
};
constexpr Type kResponderType = SectionOf(kResponder);

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    Secret("api_key", "The key; that of `global` if left out."),
    Since(File("api_key_file", "A file to read the key from."), "0.24"),
    HttpUrl("api_url", "Where Opsgenie is reached; as `global` says if left out."),
    Templated("message", "What has happened.", "{{ template \"opsgenie.default.message\" . }}"),
    Templated("description", "The same at length.",
              "{{ template \"opsgenie.default.description\" . }}"),
    Templated("source", "Where the alert comes from.",
              "{{ template \"opsgenie.default.source\" . }}"),
    Of("details", kTemplateMap, "What else is to be said."),
    Templated("entity", "What the alert is about."),
    Of("responders", ListOf(kResponderType, "[]opsgenie.OpsGenieConfigResponder"),
       "Who is to look after the alert."),
    Templated("actions", "What can be done, separated by commas."),
    Templated("tags", "Tags, separated by commas."),
    Templated("note", "A note."),
    Templated("priority", "The priority, from P1 to P5."),
    Flag("update_alerts", "Whether message and description are brought up to date."),
};
constexpr Constraint kConstraints[] = {
    AtMostOne("api_key", "api_key_file")
        .Says("at most one of api_key & api_key_file must be configured"),
};

void CheckResponder(Section& section, const Values& responder, const yaml::Node& at) {
  constexpr std::string_view kTypes[] = {"team", "teams", "user", "escalation", "schedule"};
  const std::string type = std::string(responder.Text("type"));
  const auto upstream = [&](std::string_view shown_type, std::string_view fault) {
    return fmt::format("opsGenieConfig responder {{{} {} {} {}}} {}", responder.Text("id"),
                       responder.Text("name"), responder.Text("username"), shown_type, fault);
  };
  if (!responder.IsSet("id") && !responder.IsSet("username") && !responder.IsSet("name")) {
    section.Report(kMissingField, at, "a responder needs one of `id`, `name`, `username`",
                   upstream(type, "has to have at least one of id, username or name specified"));
  }
  const yaml::Entry* entry = responder.Find("type");
  const yaml::Node& value = entry != nullptr ? entry->value : at;
  if (const auto fault = TemplatedTextProblem(type)) {
    section
        .Report(kBadValue, value, "the template of `type` cannot be parsed",
                upstream(type, "type contains invalid template syntax: " + *fault))
        .notes.emplace_back("it is parsed with the functions of Go alone, not Alertmanager's");
    return;
  }
  const std::string lower = LowerAscii(type);
  if (type.find("{{") != std::string::npos ||
      std::find(std::begin(kTypes), std::end(kTypes), lower) != std::end(kTypes)) {
    return;
  }
  section
      .Report(
          kBadValue, value,
          type.empty() ? "a responder needs `type`" : fmt::format("`type` cannot be `{}`", type),
          upstream(lower,
                   "type does not match valid options "
                   "^(team|teams|user|escalation|schedule)$"))
      .notes.emplace_back("it is one of `team`, `teams`, `user`, `escalation`, `schedule`");
}

void CheckOpsgenie(Section& section) {
  for (const yaml::Node& item : section.values().Items("responders")) {
    const std::span<const yaml::Entry> own = item.entries();
    CheckResponder(section, section.values().Of(item), own.empty() ? item : own.front().key);
  }
}

constexpr Inherited kInherited[] = {
    {{"api_url"}, {"opsgenie_api_url"}, "no global OpsGenie URL set"},
    {{"api_key", "api_key_file"},
     {"opsgenie_api_key", "opsgenie_api_key_file"},
     "no global OpsGenie API Key set either inline or in a file"},
};

constexpr TemplatedField kTemplates[] = {
    {"api_key"},
    {"responders.type"},
};

// docs.opsgenie.com/docs/alert-api
constexpr SizeLimit kLimits[] = {
    {"message", 130},
};

}  // namespace

constexpr Object kOpsgenieConfig = {
    .name = "opsgenie_config",
    .doc = "Notifications to Opsgenie.",
    .fields = kFields,
    .constraints = kConstraints,
    .check = CheckOpsgenie,
    .upstream = "opsgenie.plain",
};

constexpr ReceiverType kOpsgenie = {
    .inherited = kInherited, .templates = kTemplates, .limits = kLimits};

}  // namespace check::config::alertmanager

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
    Templated("id", "ID of the responder."),
    Templated("name", "Name of a team, schedule or escalation."),
    Templated("username", "Name of a user."),
    Text("type", "Type: `team`, `teams`, `user`, `escalation` or `schedule`. Required."),
};
constexpr Object kResponder = {
    .name = "responder",
    .doc = "A responder for an alert.",
    .fields = kResponderFields,
    .upstream = "opsgenie.OpsGenieConfigResponder",
};
constexpr Type kResponderType = SectionOf(kResponder);

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    Secret("api_key", "API key; defaults to the one in `global`."),
    Since(File("api_key_file", "File with the API key."), "0.24"),
    HttpUrl("api_url", "URL of the Opsgenie API; defaults to the one in `global`."),
    Templated("message", "Short description of the problem.",
              "{{ template \"opsgenie.default.message\" . }}"),
    Templated("description", "Description of the alert.",
              "{{ template \"opsgenie.default.description\" . }}"),
    Templated("source", "Source of the alert.", "{{ template \"opsgenie.default.source\" . }}"),
    Of("details", kTemplateMap, "Additional details, as key-value pairs."),
    Templated("entity", "Entity that the alert is about."),
    Of("responders", ListOf(kResponderType, "[]opsgenie.OpsGenieConfigResponder"),
       "Responders for the alert."),
    Templated("actions", "Actions available for the alert, separated by commas."),
    Templated("tags", "Tags, separated by commas."),
    Templated("note", "A note."),
    Templated("priority", "Priority, from P1 to P5."),
    Flag("update_alerts", "Update message and description of an existing alert."),
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
        .notes.emplace_back(
            "it is parsed with Go's template functions only, not those of Alertmanager");
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
      .notes.emplace_back("expected one of `team`, `teams`, `user`, `escalation`, `schedule`");
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
    .doc = "Send notifications to Opsgenie.",
    .fields = kFields,
    .constraints = kConstraints,
    .check = CheckOpsgenie,
    .upstream = "opsgenie.plain",
};

constexpr ReceiverType kOpsgenie = {
    .inherited = kInherited, .templates = kTemplates, .limits = kLimits};

}  // namespace check::config::alertmanager

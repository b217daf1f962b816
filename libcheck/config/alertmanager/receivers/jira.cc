#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kTextFields[] = {
    Templated("template", "The text."),
    Flag("enable_update", "Whether it is brought up to date in an issue that is there.", "true"),
};
constexpr Object kText = {
    .name = "jira field",
    .doc = "A text of an issue: written as it is, or as a section that says more of it.",
    .fields = kTextFields,
    .upstream = "jira.plain",
};
// Such a section, or the text alone.
constexpr Type kTextType = Checked(SectionOf(kText), CheckedElsewhere);

constexpr std::string_view kApiTypes[] = {"auto", "cloud", "datacenter"};

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    HttpUrl("api_url", "Where Jira is reached; as `global` says if left out."),
    Since(
        Of("api_type", Checked(OneOf(kApiTypes), CheckedElsewhere), "Which API Jira has.", "auto"),
        "0.29"),
    Required(Templated("project", "The project that issues are made in."),
             "missing project in jira_config"),
    Of("summary", kTextType, "The title of the issue.",
       "{{ template \"jira.default.summary\" . }}"),
    Of("description", kTextType, "The text of the issue.",
       "{{ template \"jira.default.description\" . }}"),
    Of("labels", ListOf(kTemplate), "Labels of the issue."),
    Templated("priority", "The priority.", "{{ template \"jira.default.priority\" . }}"),
    Required(Templated("issue_type", "The type of the issue."),
             "missing issue_type in jira_config"),
    Text("reopen_transition", "What opens an issue again."),
    Text("resolve_transition", "What closes an issue."),
    Text("wont_fix_resolution", "Issues that were closed with it are left alone."),
    Of("reopen_duration", kDuration, "How long after its end an issue is opened again."),
    Of("fields", MapOf(kAny, "map[string]interface {}"), "Other fields of the issue."),
};

void CheckJira(Section& section) {
  const Values& values = section.values();
  const std::string_view type = values.Text("api_type", section.object());
  for (const std::string_view known : kApiTypes) {
    if (type == known) return;
  }
  section
      .Report(kBadValue, values.Given("api_type")->value, "unknown `api_type`",
              "unknown api_type on jira_config, must be auto, cloud or datacenter")
      .notes.emplace_back("it is `auto`, `cloud` or `datacenter`");
}

constexpr Inherited kInherited[] = {
    {{"api_url"}, {"jira_api_url"}, "no global Jira Cloud URL set"},
};

constexpr TemplatedField kTemplates[] = {
    {"summary"},
    {"description"},
    {"fields", TemplatedField::Form::kNestedValues},
};

constexpr SizeLimit kLimits[] = {
    {"summary", 255},
    {"description", 32'767},
};

}  // namespace

constexpr Object kJiraConfig = {
    .name = "jira_config",
    .doc = "Notifications as issues of Jira.",
    .fields = kFields,
    .check = CheckJira,
    .upstream = "jira.plain",
};

constexpr ReceiverType kJira = {
    .inherited = kInherited, .templates = kTemplates, .limits = kLimits};

}  // namespace check::config::alertmanager

#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kTextFields[] = {
    Templated("template", "The text."),
    Flag("enable_update", "Update the text in an existing issue.", "true"),
};
constexpr Object kText = {
    .name = "jira field",
    .doc = "A text of an issue: a template, or a section with more settings.",
    .fields = kTextFields,
    .upstream = "jira.plain",
};
// Such a section, or the text alone.
constexpr Type kTextType = Checked(SectionOf(kText), CheckedElsewhere);

constexpr std::string_view kApiTypes[] = {"auto", "cloud", "datacenter"};

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    HttpUrl("api_url", "URL of the Jira API; defaults to the one in `global`."),
    Since(Of("api_type", Checked(OneOf(kApiTypes), CheckedElsewhere), "Type of the Jira API.",
             "auto"),
          "0.29"),
    Required(Templated("project", "Key of the project to create issues in."),
             "missing project in jira_config"),
    Of("summary", kTextType, "Summary of the issue.", "{{ template \"jira.default.summary\" . }}"),
    Of("description", kTextType, "Description of the issue.",
       "{{ template \"jira.default.description\" . }}"),
    Of("labels", ListOf(kTemplate), "Labels of the issue."),
    Templated("priority", "The priority.", "{{ template \"jira.default.priority\" . }}"),
    Required(Templated("issue_type", "Type of the issue."), "missing issue_type in jira_config"),
    Text("reopen_transition", "Name of the transition that reopens an issue."),
    Text("resolve_transition", "Name of the transition that resolves an issue."),
    Text("wont_fix_resolution", "Resolution for which closed issues are not reopened."),
    Of("reopen_duration", kDuration, "Maximum age of a resolved issue that is reopened."),
    Of("fields", MapOf(kAny, "map[string]interface {}"), "Custom fields of the issue."),
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
      .notes.emplace_back("expected `auto`, `cloud` or `datacenter`");
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
    .doc = "Send notifications to Jira, as issues.",
    .fields = kFields,
    .check = CheckJira,
    .upstream = "jira.plain",
};

constexpr ReceiverType kJira = {
    .inherited = kInherited, .templates = kTemplates, .limits = kLimits};

}  // namespace check::config::alertmanager

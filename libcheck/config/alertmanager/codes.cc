#include "libcheck/config/alertmanager/codes.h"

#include <array>

namespace check::config::alertmanager {

constexpr CodeInfo kMatcherClassicOnly = {
    .code = "matcher-classic-only",
    .severity = Severity::kWarning,
    .summary = "matchers that only the classic parser accepts",
    .explanation = R"(
Alertmanager reads matchers in two ways since 0.27: as it always did, and in a syntax in which names of
labels may have any characters. What only the older one takes still works, but not with
`--enable-feature=utf8-strict-mode`, which is to become the only one. Values in double quotes are fine in
both.
)",
    .bad = R"(
route:
  receiver: team-a
  routes:
    - matchers: ['service=']
receivers:
  - name: team-a
)",
    .good = R"(
route:
  receiver: team-a
  routes:
    - matchers: ['service=""']
receivers:
  - name: team-a
)",
};

constexpr CodeInfo kMatcherDisagreement = {
    .code = "matcher-disagreement",
    .severity = Severity::kWarning,
    .summary = "matchers that the classic and the UTF-8 parser read differently",
    .explanation = R"(
Alertmanager reads matchers in two ways since 0.27: as it always did, and in a syntax in which names of
labels may have any characters. Where the two disagree, the older one counts, for now. The note shows what
each makes of the matchers: write them so that both agree.
)",
    .bad = R"(
route:
  receiver: team-a
  routes:
    - matchers: ['tabs="a\tb"']
receivers:
  - name: team-a
)",
    .good = R"(
route:
  receiver: team-a
  routes:
    - matchers: ['tabs="a\\tb"']
receivers:
  - name: team-a
)",
};

constexpr CodeInfo kCommonEmpty = {
    .code = "template-common-empty",
    .severity = Severity::kWarning,
    .summary = "a common annotation that is usually empty",
    .explanation = R"(
`.CommonAnnotations` has the annotations that are the same for all alerts of the message. The routes that
lead to this receiver have no `group_by`, so that alerts of all rules share a message, and it is empty as soon
as there are two of them. Group by `alertname`, or go through the alerts: `{{ range .Alerts }}`.
)",
    .bad = R"(
route:
  receiver: team
receivers:
  - name: team
    slack_configs:
      - api_url: https://hooks.slack.com/services/x
        channel: '#alerts'
        text: '{{ .CommonAnnotations.description }}'
)",
    .good = R"(
route:
  receiver: team
receivers:
  - name: team
    slack_configs:
      - api_url: https://hooks.slack.com/services/x
        channel: '#alerts'
        text: '{{ range .Alerts }}{{ .Annotations.description }} {{ end }}'
)",
};

constexpr CodeInfo kGroupLabelEmpty = {
    .code = "template-group-label",
    .severity = Severity::kWarning,
    .summary = "a group label that is always empty",
    .explanation = R"(
`.GroupLabels` has the labels that a route groups alerts by. No route that leads to this receiver has the
label in its `group_by`, so that nothing is printed. Use `.CommonLabels`, or add the label to `group_by`.
)",
    .bad = R"(
route:
  receiver: team
  group_by: [alertname]
receivers:
  - name: team
    slack_configs:
      - api_url: https://hooks.slack.com/services/x
        channel: '#alerts'
        title: '{{ .GroupLabels.cluster }}'
)",
    .good = R"(
route:
  receiver: team
  group_by: [alertname, cluster]
receivers:
  - name: team
    slack_configs:
      - api_url: https://hooks.slack.com/services/x
        channel: '#alerts'
        title: '{{ .GroupLabels.cluster }}'
)",
};

constexpr CodeInfo kNoTemplateFile = {
    .code = "template-no-file",
    .severity = Severity::kWarning,
    .summary = "a `templates` pattern that matches no file",
    .explanation = R"(
Alertmanager starts without the files that are named under `templates`, and receivers that need what they
define send nothing. Paths are seen from the folder of the configuration. A `*` stands for anything in the
last part of a path; `**` is no more than that.
)",
    .bad = R"(
route:
  receiver: team-a
receivers:
  - name: team-a
templates: [templates/*.tmpl]
)",
    .good = R"(
route:
  receiver: team-a
receivers:
  - name: team-a
templates: []
)",
};

constexpr CodeInfo kUnreadableTemplates = {
    .code = "template-unreadable-file",
    .severity = Severity::kError,
    .summary = "a template file that cannot be read",
    .explanation = R"(
A pattern under `templates` stands for a file that cannot be read, or for a folder. Alertmanager does not
start with such a configuration.
)",
};

constexpr CodeInfo kUndefinedName = {
    .code = "undefined-name",
    .severity = Severity::kError,
    .summary = "a route refers to an undefined receiver or time interval",
    .explanation = R"(
A route of an Alertmanager names a receiver that is not among `receivers`, or a time interval that is
neither in `time_intervals` nor in `mute_time_intervals`. Alertmanager refuses the file.
)",
    .bad = R"(
route:
  receiver: team-a
receivers:
  - name: team-b
)",
    .good = R"(
route:
  receiver: team-a
receivers:
  - name: team-a
  - name: team-b
)",
};

namespace {
constexpr std::array kAll = {&kMatcherClassicOnly, &kMatcherDisagreement, &kCommonEmpty,
                             &kGroupLabelEmpty,    &kNoTemplateFile,      &kUnreadableTemplates,
                             &kUndefinedName};
}  // namespace

std::span<const CodeInfo* const> Codes() { return kAll; }

}  // namespace check::config::alertmanager

#include "libcheck/config/alertmanager/codes.h"

#include <array>

namespace check::config::alertmanager {

constexpr CodeInfo kMatcherClassicOnly = {
    .code = "matcher-classic-only",
    .severity = Severity::kWarning,
    .summary = "matchers that only the classic parser accepts",
    .explanation = R"(
Since 0.27 Alertmanager has two parsers for matchers: the classic one, and a new one that allows any
characters in label names. Matchers that only the classic parser accepts still work, but not with
`--enable-feature=utf8-strict-mode`, which will become the only mode. Values in double quotes work in
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
Since 0.27 Alertmanager has two parsers for matchers: the classic one, and a new one that allows any
characters in label names. If the two disagree, the result of the classic one is used for now. The note
shows how each reads the matchers: write them so that both agree.
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
`.CommonAnnotations` contains the annotations that all alerts of a message have in common. The routes to this
receiver have no `group_by`, so alerts of all rules share a message, and the annotation is empty as soon as
two rules alert. Group by `alertname`, or loop over the alerts: `{{ range .Alerts }}`.
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
`.GroupLabels` contains the labels that a route groups alerts by. No route to this receiver has the label
in its `group_by`, so nothing is printed. Use `.CommonLabels`, or add the label to `group_by`.
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
Alertmanager starts even if the files under `templates` do not exist, and receivers that use their
templates send nothing. Paths are relative to the folder of the configuration. A `*` matches anything in
the last part of a path; `**` is the same as `*`.
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
A pattern under `templates` matches a folder, or a file that cannot be read. Alertmanager does not start
with such a configuration.
)",
};

constexpr CodeInfo kUndefinedName = {
    .code = "undefined-name",
    .severity = Severity::kError,
    .summary = "a route refers to an undefined receiver or time interval",
    .explanation = R"(
A route refers to a receiver that is not in `receivers`, or to a time interval that is neither in
`time_intervals` nor in `mute_time_intervals`. Alertmanager refuses the file.
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

// What can be wrong with the templates of notifications, beside what can be with those of rules.
#include "libcheck/template/codes.h"

namespace check::gotemplate {

const CodeInfo kBadJson = {
    .code = "template-bad-json",
    .severity = Severity::kWarning,
    .summary = "JSON that is invalid for some notifications",
    .explanation = R"(
The text is valid JSON for a usual notification, but not for another: usually because a comma is printed
although no element follows, or before the first one. The message names the notification, and the note
shows the result. A comma after the last element is fine, since Alertmanager reads the text as YAML.
)",
    .bad = R"(route:
  receiver: team
receivers:
  - name: team
    webhook_configs:
      - url: http://chat.example/hook
        payload:
          fields: '[{{ range $i, $a := .Alerts }}{{ if $i }},{{ end }}{{ if lt $i 5 }}{"a": {{ $i }}}{{ end }}{{ end }}]'
)",
    .good = R"(route:
  receiver: team
receivers:
  - name: team
    webhook_configs:
      - url: http://chat.example/hook
        payload:
          fields: '[{{ range $i, $a := .Alerts }}{{ if lt $i 5 }}{{ if $i }},{{ end }}{"a": {{ $i }}}{{ end }}{{ end }}]'
)",
};

const CodeInfo kFails = {
    .code = "template-fails",
    .severity = Severity::kWarning,
    .summary = "a template that fails for some notifications",
    .explanation = R"(
The templates of a configuration are expanded for typical notifications: with one alert and with many, with
resolved alerts only, with alerts that lack an annotation. The message names the one for which the template
fails. Alertmanager does not send such a notification, and only its log shows this.
)",
    .bad = R"(route:
  receiver: team
receivers:
  - name: team
    slack_configs:
      - api_url: https://hooks.slack.com/services/x
        channel: '#alerts'
        send_resolved: true
        title: '{{ (index .Alerts.Firing 0).Labels.alertname }}'
)",
    .good = R"(route:
  receiver: team
receivers:
  - name: team
    slack_configs:
      - api_url: https://hooks.slack.com/services/x
        channel: '#alerts'
        send_resolved: true
        title: '{{ (index .Alerts 0).Labels.alertname }}'
)",
};

const CodeInfo kFailsLater = {
    .code = "template-fails-later",
    .severity = Severity::kWarning,
    .summary = "a template of a receiver that cannot be parsed",
    .explanation = R"(
Alertmanager parses the templates of receivers and routes only when there is something to send: it
accepts the configuration, and so does amtool. From then on every notification that needs the template
is lost, and only the log shows this.

The same fault in a file under `templates` is an error, since Alertmanager does not start with it.
)",
    .bad = R"(route:
  receiver: team
receivers:
  - name: team
    slack_configs:
      - api_url: https://hooks.slack.com/services/x
        channel: '#alerts'
        title: '{{ .Status | upper }}'
)",
    .good = R"(route:
  receiver: team
receivers:
  - name: team
    slack_configs:
      - api_url: https://hooks.slack.com/services/x
        channel: '#alerts'
        title: '{{ .Status | toUpper }}'
)",
};

const CodeInfo kJsonNotEscaped = {
    .code = "template-json-not-escaped",
    .severity = Severity::kWarning,
    .summary = "a value in JSON that is not escaped",
    .explanation = R"(
A label or annotation is printed between quotes without escaping. If its value contains a quote, a backslash or
a line break, the text is no longer JSON. `toJson` prints a value as JSON with its quotes: `{{ .Labels.x |
toJson }}`.
)",
    .bad = R"(route:
  receiver: team
receivers:
  - name: team
    webhook_configs:
      - url: http://chat.example/hook
        payload:
          fields: '{"host": "{{ .CommonLabels.instance }}"}'
)",
    .good = R"(route:
  receiver: team
receivers:
  - name: team
    webhook_configs:
      - url: http://chat.example/hook
        payload:
          fields: '{"host": {{ .CommonLabels.instance | toJson }}}'
)",
};

const CodeInfo kNewerFunction = {
    .code = "template-newer-function",
    .severity = Severity::kError,
    .summary = "a template function that is newer than the release",
    .explanation = R"(
`--target-version` sets the release of Alertmanager that will read the file. A release that does not
have a function refuses template files that call it.
)",
};

const CodeInfo kTooLong = {
    .code = "template-too-long",
    .severity = Severity::kInfo,
    .summary = "a text that is too long for the service",
    .explanation = R"(
Alertmanager truncates texts that are too long for a service, or omits a part of the message. The text of this
template is too long for twelve alerts with short values, or even for one. Show only the first alerts, or
fewer of their labels.
)",
};

const CodeInfo kUnusedTemplate = {
    .code = "template-unused",
    .severity = Severity::kInfo,
    .summary = "an unused template",
    .explanation = R"(
No receiver of the configuration calls the template, directly or through another one. It is a leftover, or
its name differs from the one that is called. A template with the name of one of Alertmanager's own
replaces it.
)",
};

const CodeInfo kUrlNotEscaped = {
    .code = "template-url-not-escaped",
    .severity = Severity::kWarning,
    .summary = "a value in a URL that is not escaped",
    .explanation = R"(
A label or annotation is printed into the query of a URL without escaping. A space, `&`, `#` or `+` in
its value changes the target of the URL, or ends the link. `urlquery` escapes it: `{{ .Labels.x |
urlquery }}`.
)",
    .bad = R"(route:
  receiver: team
receivers:
  - name: team
    slack_configs:
      - api_url: https://hooks.slack.com/services/x
        channel: '#alerts'
        title_link: 'https://wiki.example/search?q={{ .CommonLabels.alertname }}'
)",
    .good = R"(route:
  receiver: team
receivers:
  - name: team
    slack_configs:
      - api_url: https://hooks.slack.com/services/x
        channel: '#alerts'
        title_link: 'https://wiki.example/search?q={{ .CommonLabels.alertname | urlquery }}'
)",
};

std::span<const CodeInfo* const> NotificationCodes() {
  static constexpr const CodeInfo* kCodes[] = {&kBadJson,        &kFails,         &kFailsLater,
                                               &kJsonNotEscaped, &kNewerFunction, &kTooLong,
                                               &kUnusedTemplate, &kUrlNotEscaped};
  return kCodes;
}

}  // namespace check::gotemplate

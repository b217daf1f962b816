// What can be wrong with the templates of notifications, beside what can be with those of rules.
#include "libcheck/template/codes.h"

namespace check::gotemplate {

const CodeInfo kBadJson = {
    .code = "template-bad-json",
    .severity = Severity::kWarning,
    .summary = "JSON that is invalid for some notifications",
    .explanation = R"(
The text is JSON for a usual notification, and none for another: most often since a comma is printed though
no element follows, or one before the first. The message says for which notification, and the note what it
becomes. A comma behind the last element is fine, as Alertmanager reads the text as YAML.
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
The templates of a configuration are expanded for notifications as they may come: of one alert and of many,
of resolved alerts only, of alerts without some annotation. The message says for which of them the template
fails. Alertmanager does not send such a notification, and nothing but the log tells of it.
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
Alertmanager parses the templates of receivers and routes only when there is something to send: it takes
the configuration, and so does amtool. From then on every notification that needs the template is lost,
and nothing but the log tells of it.

The same fault in a file under `templates` is an error, as Alertmanager does not start with it.
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
A label or annotation is printed between quotes as it is. Once its value has a quote, a backslash or a line
break, the text is no longer JSON. `toJson` prints a value as JSON with its quotes: `{{ .Labels.x | toJson }}`.
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
`--target-version` says which release of Alertmanager will read the file. A release that does not know a
function refuses files of templates that call it.
)",
};

const CodeInfo kTooLong = {
    .code = "template-too-long",
    .severity = Severity::kInfo,
    .summary = "a text that is too long for the service",
    .explanation = R"(
Alertmanager cuts texts that a service would not take, or leaves something out of the message. The text of
this template is too long for twelve alerts with short values, or even for one. Show the first alerts only, or
fewer of their labels.
)",
};

const CodeInfo kUnusedTemplate = {
    .code = "template-unused",
    .severity = Severity::kInfo,
    .summary = "an unused template",
    .explanation = R"(
No receiver of the configuration calls the template, be it by way of others. It is left over, or its name
is not the one that is called. A template with the name of one of Alertmanager's own is used in its place.
)",
};

const CodeInfo kUrlNotEscaped = {
    .code = "template-url-not-escaped",
    .severity = Severity::kWarning,
    .summary = "a value in a URL that is not escaped",
    .explanation = R"(
A label or annotation is printed into the query of a URL as it is. A blank, `&`, `#` or `+` in its value
changes what the URL leads to, or ends the link. `urlquery` escapes it: `{{ .Labels.x | urlquery }}`.
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

#include "libcheck/template/codes.h"

#include "libcheck/template/parse.h"

namespace check::gotemplate {

const CodeInfo kArguments = {
    .code = "template-arguments",
    .severity = Severity::kWarning,
    .summary = "a template function called with invalid arguments",
    .explanation = R"(
Prometheus loads a rule whose template calls a function with too few, too many or the wrong kind of
arguments, but the call fails each time the alert fires: instead of the text, people get
`<error expanding template: ...>`. Alertmanager does not send a notification whose template fails.

What comes through a pipe is the last argument: `{{ $value | humanize }}` calls `humanize` with one.
`value` is a function that takes a query result; the number that made the alert fire is `$value`.
)",
    .bad = R"(groups:
  - name: node
    rules:
      - alert: DiskFillsUp
        expr: predict_linear(node_filesystem_avail_bytes[6h], 86400) < 0
        for: 10m
        annotations:
          summary: "{{ humanize $value 2 }} bytes left"
)",
    .good = R"(groups:
  - name: node
    rules:
      - alert: DiskFillsUp
        expr: predict_linear(node_filesystem_avail_bytes[6h], 86400) < 0
        for: 10m
        annotations:
          summary: "{{ humanize $value }} bytes left"
)",
};

const CodeInfo kComparison = {
    .code = "template-comparison",
    .severity = Severity::kWarning,
    .summary = "a comparison of values of different types",
    .explanation = R"(
`eq`, `ne`, `lt`, `le`, `gt` and `ge` compare text with text, whole numbers with whole numbers and
floating-point numbers with floating-point numbers. `$value` is a floating-point number, so `90` has to
be written `90.0`: otherwise expanding the template fails, and people get
`<error expanding template: ...>`. In a notification, `len` gives a whole number, and labels are text; one
whose template fails is not sent.
)",
    .bad = R"(groups:
  - name: node
    rules:
      - alert: DiskFull
        expr: disk_used_percent > 80
        for: 10m
        annotations:
          summary: "{{ if gt $value 90 }}almost {{ end }}full"
)",
    .good = R"(groups:
  - name: node
    rules:
      - alert: DiskFull
        expr: disk_used_percent > 80
        for: 10m
        annotations:
          summary: "{{ if gt $value 90.0 }}almost {{ end }}full"
)",
};

const CodeInfo kNotAFunction = {
    .code = "template-not-a-function",
    .severity = Severity::kWarning,
    .summary = "arguments passed to something that is not a function",
    .explanation = R"(
Values that stand side by side are a function and its arguments. A variable, a field, a number or a
string takes none, so expanding the template fails and people get `<error expanding template: ...>`, or no
notification at all.

To print two values, write two actions; to look up a label by name, use `index`.
)",
    .bad = R"(groups:
  - name: node
    rules:
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        annotations:
          summary: '{{ $labels "instance" }} is down'
)",
    .good = R"(groups:
  - name: node
    rules:
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        annotations:
          summary: '{{ index $labels "instance" }} is down'
)",
};

const CodeInfo kOutsideAction = {
    .code = "template-outside-action",
    .severity = Severity::kWarning,
    .summary = "a variable outside `{{ }}`, which is printed literally",
    .explanation = R"(
Only what stands between `{{` and `}}` is replaced. `$labels.instance` in plain text, `${labels.x}` as
a shell would have it, or `{% if %}` as in Jinja, reach people as they are written.
)",
    .bad = R"(groups:
  - name: node
    rules:
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        annotations:
          summary: $labels.instance is down
)",
    .good = R"(groups:
  - name: node
    rules:
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        annotations:
          summary: '{{ $labels.instance }} is down'
)",
};

const CodeInfo kPrintf = {
    .code = "template-printf",
    .severity = Severity::kWarning,
    .summary = "a verb of `printf` that does not fit its argument",
    .explanation = R"(
`printf` prints its arguments as the verbs of its format say: `%s` and `%q` text, `%d` whole
numbers, `%f`, `%e` and `%g` other numbers, `%v` anything. Where a verb does not fit, is unknown or
has no argument, Go prints an error in its place: `%!d(float64=0.5)`.

`$value` is a floating-point number: use `%.0f` rather than `%d`. `humanize` and the like give text:
use `%s`. A percent sign is `%%`.
)",
    .bad = R"(groups:
  - name: node
    rules:
      - alert: DiskFull
        expr: disk_used_percent > 90
        for: 10m
        annotations:
          summary: '{{ printf "%d" $value }} percent in use'
)",
    .good = R"(groups:
  - name: node
    rules:
      - alert: DiskFull
        expr: disk_used_percent > 90
        for: 10m
        annotations:
          summary: '{{ printf "%.0f" $value }} percent in use'
)",
};

const CodeInfo kSyntax = {
    .code = "template-syntax",
    .severity = Severity::kError,
    .summary = "a template that cannot be parsed",
    .explanation = R"(
Labels and annotations of alerting rules, and what Alertmanager sends, are templates in the language of
Go's `text/template`. Prometheus refuses a rule file if one of them does not parse, and Alertmanager does
not start with a file of templates that does not.

- An action begins with `{{` and ends with `}}` on its own terms: both are needed.
- `if`, `range`, `with`, `define` and `block` need an `{{ end }}`.
- Text stands in double quotes, or in backquotes if it has quotes or line breaks of its own.
- There are no operators: write `eq A B`, `gt A B`, `and A B`, and calculate in the expression.
- A label whose name is not made of letters, digits and underscores is `{{ index $labels "some-label" }}`.
- A comment is `{{/* ... */}}`, with nothing between the braces and the stars.
)",
    .bad = R"(groups:
  - name: node
    rules:
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        annotations:
          summary: "{{ $labels.instance } is down"
)",
    .good = R"(groups:
  - name: node
    rules:
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        annotations:
          summary: "{{ $labels.instance }} is down"
)",
};

const CodeInfo kTooDeep = {
    .code = "template-too-deep",
    .severity = Severity::kError,
    .summary = "a template nested too deeply",
    .explanation = R"(
Actions and parentheses in a template may nest 1,000 deep. Prometheus itself draws the line at 10,000
nested parentheses. A template of that shape was made by a program that went wrong.
)",
};

const CodeInfo kUnknownField = {
    .code = "template-unknown-field",
    .severity = Severity::kWarning,
    .summary = "a field that the value does not have",
    .explanation = R"(
An alert's template finds `.Labels`, `.Value`, `.ExternalLabels` and `.ExternalURL`, with capitals as
here, and the variables `$labels`, `$value`, `$externalLabels` and `$externalURL` for the same. Any
name may follow the labels; a value, or a label's text, has no fields of its own.

Inside `range` and `with` the dot is something else: an element, or the value tested. `$` is still
what the dot was at first.

A notification has `.Receiver`, `.Status`, `.Alerts`, `.GroupLabels`, `.CommonLabels`,
`.CommonAnnotations`, `.ExternalURL` and some more; each alert in `{{ range .Alerts }}` has `.Status`,
`.Labels`, `.Annotations`, `.StartsAt`, `.EndsAt`, `.GeneratorURL` and `.Fingerprint`. Alertmanager takes
templates that read anything else, and does not send the notification.

Prometheus loads such a rule, but expanding the template fails each time the alert fires: instead of
the text, people get `<error expanding template: ...>`.
)",
    .bad = R"(groups:
  - name: node
    rules:
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        annotations:
          summary: "{{ .labels.instance }} is down"
)",
    .good = R"(groups:
  - name: node
    rules:
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        annotations:
          summary: "{{ .Labels.instance }} is down"
)",
};

const CodeInfo kUnknownFunction = {
    .code = "template-unknown-function",
    .severity = Severity::kError,
    .summary = "an unknown template function",
    .explanation = R"(
A word that stands first in an action, or first in parentheses, is a function's name. Prometheus
refuses a file whose templates call one that it does not know, and so does Alertmanager, which has other
functions. Variables begin with a dollar sign and
fields with a dot: `{{ $labels.job }}`, `{{ .Labels.job }}`; text stands in quotes.

Functions of Sprig or Helm (`default`, `upper`, `trimSuffix`...) are not there.
)",
    .bad = R"(groups:
  - name: node
    rules:
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        annotations:
          summary: "{{ labels.instance }} is down"
)",
    .good = R"(groups:
  - name: node
    rules:
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        annotations:
          summary: "{{ $labels.instance }} is down"
)",
};

const CodeInfo kUnknownTemplate = {
    .code = "template-unknown-template",
    .severity = Severity::kWarning,
    .summary = "a call of an undefined template",
    .explanation = R"(
`{{ template "name" . }}` prints what `{{ define "name" }}` holds. In a rule both have to stand in the
same label or annotation; expanding the template fails otherwise, and people get
`<error expanding template: ...>`. The templates of Alertmanager and of consoles are not known there.

In Alertmanager's configuration, templates come from the files under `templates` and from Alertmanager
itself. A notification that calls for any other is not sent.
)",
    .bad = R"(groups:
  - name: node
    rules:
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        annotations:
          summary: '{{ template "slack.title" . }}'
)",
    .good = R"(groups:
  - name: node
    rules:
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        annotations:
          summary: '{{ define "title" }}{{ .Labels.instance }} is down{{ end }}{{ template "title" . }}'
)",
};

const CodeInfo kUnknownVariable = {
    .code = "template-unknown-variable",
    .severity = Severity::kError,
    .summary = "an undeclared variable",
    .explanation = R"(
An alert's template knows `$labels`, `$value`, `$externalLabels`, `$externalURL` and `$`. Others have to
be declared with `:=` before they are used, and are gone after the `{{ end }}` of the block they were
declared in. Inside `{{ define }}` and `{{ block }}` none of them is known but `$`.

Notifications have no variable but `$`. Prometheus refuses the whole file, and Alertmanager a file of
templates.
)",
    .bad = R"(groups:
  - name: node
    rules:
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        annotations:
          summary: "{{ $label.instance }} is down"
)",
    .good = R"(groups:
  - name: node
    rules:
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        annotations:
          summary: "{{ $labels.instance }} is down"
)",
};

const CodeInfo kUnsetVariable = {
    .code = "template-unset-variable",
    .severity = Severity::kWarning,
    .summary = "a variable used before it has a value",
    .explanation = R"(
`=` gives a new value to a variable that was declared with `:=`. When there is no such variable, or
when the value of a declaration reads the variable it declares, the template parses, but expanding it
fails and people get `<error expanding template: ...>`, or no notification at all.
)",
    .bad = R"(groups:
  - name: node
    rules:
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        annotations:
          summary: '{{ $name = $labels.instance }}{{ $name }} is down'
)",
    .good = R"(groups:
  - name: node
    rules:
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        annotations:
          summary: '{{ $name := $labels.instance }}{{ $name }} is down'
)",
};

std::span<const CodeInfo* const> ParseCodes() {
  static constexpr const CodeInfo* kCodes[] = {
      &kArguments,       &kComparison,      &kNotAFunction,    &kOutsideAction,
      &kPrintf,          &kSyntax,          &kTooDeep,         &kUnknownField,
      &kUnknownFunction, &kUnknownTemplate, &kUnknownVariable, &kUnsetVariable,
  };
  return kCodes;
}

}  // namespace check::gotemplate

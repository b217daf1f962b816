#include "libcheck/template/check_set.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/template/alertmanager.h"
#include "libcheck/template/default_templates.h"

namespace check::gotemplate {
namespace {

// A file of templates, a text that is sent, and all that is said of both.
class Checked {
 public:
  Checked(std::string file, std::string text)
      : built_in_("", DefaultTemplates()),
        file_("a.tmpl", std::move(file)),
        text_("am.yml", std::move(text)) {
    set_.AddBuiltIn(built_in_);
    set_.AddFile(file_, "a.tmpl");
    set_.AddText(text_);
    set_.Check();
  }

  // "code: message [what it points at] = note", one line each.
  std::string report() const {
    std::string lines;
    for (const Diagnostic& diagnostic : diagnostics_.found()) {
      if (!lines.empty()) lines += '\n';
      lines += fmt::format("{}: {} [{}]", diagnostic.info->code, diagnostic.message,
                           diagnostic.where.file->text(diagnostic.where.span));
      for (const std::string& note : diagnostic.notes) lines += " = " + note;
      for (const Label& label : diagnostic.labels) lines += " @ " + label.message;
    }
    return lines;
  }
  const TemplateSetCheck& set() const { return set_; }

 private:
  SourceBuffer built_in_;
  SourceBuffer file_;
  SourceBuffer text_;
  Arena arena_;
  Diagnostics diagnostics_;
  TemplateSetCheck set_ = {AlertmanagerEnvironment(), arena_, diagnostics_};
};

struct Row {
  std::string_view text;
  std::string_view report;
};

TEST_CASE("What a notification does not have is pointed out, and what to write") {
  constexpr Row kRows[] = {
      {"{{ .Status }} {{ .CommonLabels.alertname }} {{ .GroupLabels.a }}", ""},
      {"{{ range .Alerts }}{{ .Annotations.summary }}{{ .StartsAt.Format \"15:04\" }}{{ end }}",
       ""},
      {"{{ range .Alerts }}{{ .Annotation.summary }}{{ end }}",
       "template-unknown-field: an alert has no field `Annotation` [Annotation] = did you mean "
       "`.Annotations`?"},
      {"{{ .Labels.job }}",
       "template-unknown-field: the notification has no field `Labels` [Labels] = each alert has "
       "its own: use `.CommonLabels`, `.GroupLabels`, or `range .Alerts`"},
      {"{{ .Values.A }}",
       "template-unknown-field: the notification has no field `Values` [Values] = only Grafana's "
       "notifications have it"},
      {"{{ .Alerts.Firing.Resolved }}",
       "template-unknown-field: a list of alerts has no field `Resolved` [Resolved] = take one "
       "element with `index LIST 0`, or go through all with `range`"},
      {"{{ with .CommonLabels.a }}{{ .b }}{{ end }}",
       "template-unknown-field: text has no fields: `.b` cannot be read [b]"},
      {"{{ range .Alerts }}{{ .StartsAt.Fromat \"15:04\" }}{{ end }}",
       "template-unknown-field: a time has no field `Fromat` [Fromat] = did you mean `.Format`?"},
      {"{{ $labels.job }}",
       "template-unknown-variable: variable `$labels` is not declared [$labels] = only the "
       "templates of rules have it: a notification has `.CommonLabels` and `.GroupLabels`, and "
       "each "
       "alert in `range .Alerts` has `.Labels`"},
      {"{{ .CommonLabels.foo-bar }}",
       "template-syntax: unexpected `-` in an action [-] = write `index .CommonLabels \"foo-bar\"` "
       "for a name with a dash"},
      {"{{ index .CommonLabels \"foo-bar\" }}", ""},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.text);
    CHECK(Checked("", std::string(row.text)).report() == row.report);
  }
}

TEST_CASE("Functions of rules, Grafana and Sprig are named with what to use instead") {
  constexpr Row kRows[] = {
      {"{{ .Status | upper }}",
       "template-unknown-function: unknown function `upper` [upper] = use `toUpper`"},
      {"{{ add 1 2 }}",
       "template-unknown-function: unknown function `add` [add] = templates have no arithmetic: "
       "calculate in the rule's expression"},
      {"{{ humanize 1.0 }}",
       "template-unknown-function: unknown function `humanize` [humanize] = only rule templates "
       "have it: put its result into an annotation"},
      {"{{ default \"x\" .Status }}",
       "template-unknown-function: unknown function `default` [default] = use `or VALUE "
       "\"default\"`"},
      {"{{ duration .A }}",
       "template-unknown-function: unknown function `duration` [duration] = use `.EndsAt.Sub "
       ".StartsAt`, or `since .StartsAt` while the alert fires"},
      {"{{ toUper .Status }}",
       "template-unknown-function: unknown function `toUper` [toUper] = did you mean "
       "`toUpper`?"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.text);
    CHECK(Checked("", std::string(row.text)).report() == row.report);
  }
}

TEST_CASE("Methods have to be given what they take") {
  constexpr Row kRows[] = {
      {"{{ (.CommonLabels.Remove (stringSlice \"a\")).SortedPairs.Values }}", ""},
      {"{{ .CommonLabels.Remove.Names }}",
       "template-arguments: `.Remove` of the common labels takes 1 argument, but got none "
       "[Remove]"},
      {"{{ .CommonLabels.Names.Join \", \" }}", ""},
      {"{{ .CommonLabels.Names.Join }}",
       "template-arguments: `.Join` of a list of texts takes 1 argument, but got none [Join]"},
      {"{{ .Alerts.Firing 1 }}",
       "template-arguments: `.Firing` of the notification's alerts takes no argument, but got "
       "1 [Firing]"},
      {"{{ since .Status }}",
       "template-arguments: `since` expects a time, but got text [since] = usage: `since TIME`"},
      {"{{ .Status \"x\" }}",
       "template-not-a-function: `.Status` is not a function and takes no arguments [.Status]"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.text);
    CHECK(Checked("", std::string(row.text)).report() == row.report);
  }
}

TEST_CASE("A template is checked with what its callers give it") {
  CHECK(Checked("{{ define \"a\" }}{{ .Annotations.x }}{{ end }}",
                "{{ range .Alerts }}{{ template \"a\" . }}{{ end }}")
            .report()
            .empty());
  CHECK(Checked("{{ define \"a\" }}{{ .Annotations.x }}{{ end }}", "{{ template \"a\" . }}")
            .report() ==
        "template-unknown-field: the notification has no field `Annotations` [Annotations] = each "
        "alert has its own: use `.CommonAnnotations`, or `range .Alerts` @ called here with the "
        "notification");
  CHECK(Checked("{{ define \"a\" }}{{ .x }}{{ .Firing }}{{ end }}",
                "{{ template \"a\" (dict \"x\" 1) }}")
            .report()
            .empty());
  // By way of one of Alertmanager's own.
  CHECK(Checked("{{ define \"__subject\" }}{{ .Labels.x }}{{ end }}", "").report() ==
        "template-unknown-field: the notification has no field `Labels` [Labels] = each alert has "
        "its own: use `.CommonLabels`, `.GroupLabels`, or `range .Alerts`");
  CHECK(Checked("", "{{ template \"__subject\" .Alerts }}")
            .report()
            .starts_with("template-unknown-field: template `__subject` cannot be called with the "
                         "notification's alerts: "));
}

TEST_CASE("Alertmanager's own templates, copied into a file, are fine") {
  CHECK(Checked(DefaultTemplates(), "{{ template \"slack.default.title\" . }}").report().empty());
  CHECK(Checked(DefaultTemplates(), "").set().Unused().empty());
}

TEST_CASE("Templates that nothing calls are taken for what the fields they read tell") {
  constexpr std::string_view kUnknown = "{{ define \"a\" }}{{ .Foo }}{{ .Bar }}{{ end }}";
  CHECK(Checked(std::string(kUnknown), "").report().empty());
  CHECK(Checked("{{ define \"a\" }}{{ .Labels.x }}{{ .Annotation.x }}{{ end }}", "").report() ==
        "template-unknown-field: an alert has no field `Annotation` [Annotation] = did you mean "
        "`.Annotations`?");
  CHECK(Checked("{{ define \"a\" }}{{ .CommonLabels.x }}{{ template \"b\" .Alerts }}{{ end }}"
                "{{ define \"b\" }}{{ range . }}{{ .Summary }}{{ end }}{{ end }}",
                "")
            .report() ==
        "template-unknown-field: an alert has no field `Summary` [Summary] = it has "
        "`.Annotations`, `.EndsAt`, `.Fingerprint`, `.GeneratorURL`, `.Labels`, `.StartsAt`, "
        "`.Status` @ called here with the notification's alerts");
}

TEST_CASE("Templates that are not defined, or not used, are named") {
  const Checked checked(
      "{{ define \"slack.title\" }}{{ end }}{{ define \"left.over\" }}x{{ end }}"
      "{{ define \"slack.default.title\" }}{{ template \"used\" . }}{{ end }}"
      "{{ define \"used\" }}x{{ end }}",
      "{{ template \"slack.titel\" . }}{{ template \"slack.default.text\" . }}");
  CHECK(checked.report() ==
        "template-unknown-template: template `slack.titel` is not defined [\"slack.titel\"] = did "
        "you mean `slack.title`?");
  std::vector<std::string_view> unused;
  for (const auto& [name, where] : checked.set().Unused()) unused.push_back(name);
  CHECK(unused == std::vector<std::string_view>{"left.over", "slack.title"});
  CHECK(Checked("", "{{ template \"far off\" . }}").report() ==
        "template-unknown-template: template `far off` is not defined [\"far off\"] = list the "
        "file that defines it under `templates`");
}

TEST_CASE("What templates read by name is listed, with the kind of map it is in") {
  const Checked checked("{{ define \"a\" }}{{ .Annotations.summary }}{{ end }}",
                        "{{ .CommonLabels.job }}{{ index .GroupLabels \"x-y\" }}"
                        "{{ range .Alerts }}{{ template \"a\" . }}{{ end }}");
  std::string found;
  for (const EntryRead& read : checked.set().reads()) {
    found += fmt::format("{}:{}@{} ", static_cast<int>(*PartOf(*read.of)), read.name,
                         read.where.file->name());
  }
  CHECK(found == "3:job@am.yml 2:x-y@am.yml 1:summary@a.tmpl ");
}

TEST_CASE("Templates that call each other for ever are looked at once") {
  CHECK(Checked("{{ define \"a\" }}{{ template \"b\" . }}{{ end }}"
                "{{ define \"b\" }}{{ template \"a\" .Alerts }}{{ template \"a\" . }}{{ end }}",
                "{{ template \"a\" . }}")
            .report()
            .starts_with("template-unknown-field: the notification's alerts has no field"));
}

}  // namespace
}  // namespace check::gotemplate

#include <doctest/doctest.h>

#include <string_view>

#include "tests/template/parsed.h"

namespace check::gotemplate {
namespace {

struct Row {
  std::string_view text;
  std::string_view report;
};

void CheckReports(std::span<const Row> rows) {
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const Parsed parsed{std::string(row.text)};
    CHECK(parsed.tree != nullptr);
    CHECK(parsed.report() == row.report);
    for (const Diagnostic& diagnostic : parsed.diagnostics.found()) {
      CHECK(diagnostic.severity == Severity::kWarning);
      CHECK(diagnostic.upstream.empty());
    }
  }
}

TEST_CASE("fields that a value does not have are pointed out") {
  constexpr Row kRows[] = {
      {"{{ .labels.job }}",
       "template-unknown-field: the alert has no field `labels` [labels] = did you mean "
       "`.Labels`?"},
      {"{{ $.Label.job }}",
       "template-unknown-field: the alert has no field `Label` [Label] = did you mean `.Labels`?"},
      {"{{ .Annotations.x }}",
       "template-unknown-field: the alert has no field `Annotations` [Annotations] = it has "
       "`.ExternalLabels`, `.ExternalURL`, `.Labels`, `.Value`"},
      {"{{ $value.foo }}", "template-unknown-field: the alert's value has no field `foo` [foo]"},
      {"{{ .Value.count }}",
       "template-unknown-field: the alert's value has no field `count` [count] = did you mean "
       "`.Count`?"},
      {"{{ $labels.job.name }}",
       "template-unknown-field: text has no fields: `.name` cannot be read [name]"},
      {"{{ range query \"up\" }}{{ .labels.job }}{{ .Labels.job }}{{ end }}",
       "template-unknown-field: one result of a query has no field `labels` [labels] = did you "
       "mean `.Labels`?"},
      {"{{ (query \"up\").Labels.job }}",
       "template-unknown-field: the result of a query has no field `Labels` [Labels] = take one "
       "element with `first`, or go through all with `range`"},
      {"{{ with $labels.job }}{{ .Labels.x }}{{ end }}",
       "template-unknown-field: text has no fields: `.Labels` cannot be read [Labels]"},
  };
  CheckReports(kRows);
}

TEST_CASE("arguments that a function cannot take are pointed out") {
  constexpr Row kRows[] = {
      {"{{ value }}",
       "template-arguments: `value` takes 1 argument, but got none [value] = did you mean the "
       "variable `$value`?"},
      {"{{ humanize value }}",
       "template-arguments: `value` takes 1 argument, but got none [value] = did you mean the "
       "variable `$value`?"},
      {"{{ humanize $value 2 }}",
       "template-arguments: `humanize` takes 1 argument, but got 2 [humanize] = usage: `humanize "
       "NUMBER`"},
      {"{{ $value | humanize 2 }}",
       "template-arguments: `humanize` takes 1 argument, but got 2 [humanize] = usage: `humanize "
       "NUMBER`"},
      {"{{ now 1 }}",
       "template-arguments: `now` takes no argument, but got 1 [now] = usage: `now`"},
      {"{{ printf }}",
       "template-arguments: `printf` takes at least 1 argument, but got none [printf] = usage: "
       "`printf FORMAT VALUE...`"},
      {"{{ slice \"abc\" 1 2 3 4 }}",
       "template-arguments: `slice` takes 1 to 4 arguments, but got 5 [slice] = usage: `slice TEXT "
       "FROM TO`"},
      {"{{ query \"up\" | value }}",
       "template-arguments: `value` expects one result of a query, but got the result of a query "
       "[value] = take one element with `first`"},
      {"{{ toUpper $value }}",
       "template-arguments: `toUpper` expects text, but got the alert's value [toUpper] = make it "
       "text with `print`, or with `printf \"%.2f\"`"},
      {"{{ $labels | humanize }}",
       "template-arguments: `humanize` expects a number, but got the alert's labels [humanize] = "
       "usage: `humanize NUMBER`"},
      {"{{ query 1 }}",
       "template-arguments: `query` expects text, but got a whole number [1] = make it text with "
       "`print`, or with `printf \"%.2f\"`"},
  };
  CheckReports(kRows);
}

TEST_CASE("comparisons that Go refuses are pointed out") {
  constexpr Row kRows[] = {
      {"{{ if gt $value 90 }}{{ end }}",
       "template-comparison: `gt` cannot compare the alert's value with a whole number [90] = "
       "write `90.0`"},
      {"{{ if 90 | lt .Value }}{{ end }}",
       "template-comparison: `lt` cannot compare the alert's value with a whole number [90] = "
       "write `90.0`"},
      {"{{ if eq $labels.code 500 }}{{ end }}",
       "template-comparison: `eq` cannot compare text with a whole number [eq]"},
      {"{{ if eq $labels.code \"400\" \"500\" }}{{ end }}", ""},
      {"{{ if ge (len $labels) 2 }}{{ end }}", ""},
      {"{{ if ge $value 9e1 0x1p-2 }}{{ end }}",
       "template-arguments: `ge` takes 2 arguments, but got 3 [ge] = usage: `ge A B`"},
  };
  CheckReports(kRows);
}

TEST_CASE("verbs of printf that do not fit are pointed out") {
  constexpr Row kRows[] = {
      {"{{ printf \"%d\" $value }}",
       "template-printf: `%d` does not fit the alert's value: Go prints `%!d(float64=...)` "
       "[\"%d\"] = use `%.0f` for a number without decimals, or `%v`"},
      {"{{ $value | printf \"%s\" }}",
       "template-printf: `%s` does not fit the alert's value: Go prints `%!s(float64=...)` "
       "[\"%s\"] = use `%.0f` for a number without decimals, or `%v`"},
      {"{{ $value | humanize | printf \"%.2f\" }}",
       "template-printf: `%.2f` does not fit text: Go prints `%!f(string=...)` [\"%.2f\"] = use "
       "`%s` for text"},
      {"{{ printf \"%d\" $labels.code }}",
       "template-printf: `%d` does not fit text: Go prints `%!d(string=...)` [\"%d\"] = use `%s` "
       "for text"},
      {"{{ printf \"%.2f%\" $value }}",
       "template-printf: the format ends in `%`, which is printed as `%!(NOVERB)` [\"%.2f%\"] = "
       "write `%%` for a percent sign"},
      {"{{ printf \"%i\" 5 }}",
       "template-printf: unknown verb `%i` in the format of `printf` [\"%i\"] = write `%%` for a "
       "percent sign, `%s` for text, `%.2f` for a number"},
      {"{{ printf \"%s %s\" $labels.job }}",
       "template-printf: `printf` got 1 argument for 2 verbs [\"%s %s\"] = Go prints "
       "`%!d(MISSING)` for a missing argument"},
      {"{{ printf \"%s\" $labels.job $labels.x }}",
       "template-printf: `printf` got 2 arguments for 1 verb [\"%s\"] = Go appends `%!(EXTRA ...)` "
       "for an argument without a verb"},
      {"{{ printf \"%.2f%% %s %v %x %5.1f %q\" $value $labels.job $value $value $value .Labels.a "
       "}}",
       ""},
      {"{{ printf \"%*d %[1]d\" 5 $value }}{{ printf $labels.format $value }}", ""},
      {"{{ range query \"up\" }}{{ printf \"%.0f %s\" .Value .Labels.job }}{{ end }}", ""},
  };
  CheckReports(kRows);
}

TEST_CASE("arguments of what is no function are pointed out") {
  constexpr Row kRows[] = {
      {"{{ $labels \"job\" }}",
       "template-not-a-function: `$labels` is not a function and takes no arguments [$labels]"},
      {"{{ .Labels.job | $value }}",
       "template-not-a-function: `$value` is not a function and takes no arguments [$value]"},
      {"{{ \"a\" \"b\" }}",
       "template-not-a-function: `\"a\"` is not a function and takes no arguments [\"a\"]"},
      {"{{ nil }}", "template-not-a-function: `nil` cannot be printed or tested [nil]"},
      {"{{ (toTime $value).Format \"15:04\" }}", ""},
  };
  CheckReports(kRows);
}

TEST_CASE("variables that have no value yet are pointed out") {
  constexpr std::string_view kNote =
      " = declare it with `:=`, in this block or in an enclosing one";
  const std::string no_value = "template-unset-variable: variable `$x` has no value here [$x]";
  const std::string expected = no_value + std::string(kNote);
  const Row rows[] = {
      {"{{ $x = 1 }}{{ $x }}", expected},
      {"{{ $x := $x }}", expected},
      {"{{ if 1.5 }}{{ $x := 1 }}{{ else }}{{ $x }}{{ end }}", expected},
      {"{{ $x := 1 }}{{ if 1.5 }}{{ $x = 2 }}{{ end }}{{ $x }}", ""},
      {"{{ range $i, $x := query \"up\" }}{{ $i }}{{ $x.Value }}{{ end }}", ""},
      {"{{ if $x := 1 }}{{ else }}{{ $x }}{{ end }}", ""},
  };
  CheckReports(rows);
}

TEST_CASE("templates that are not defined in the same text are pointed out") {
  constexpr Row kRows[] = {
      {"{{ template \"slack.title\" . }}",
       "template-unknown-template: template `slack.title` is not defined here [\"slack.title\"] = "
       "define it in the same text: `{{ define \"slack.title\" }}`"},
      {"{{ template \"t\" . }}{{ define \"t\" }}x{{ end }}", ""},
      {"{{ block \"t\" . }}{{ .Foo }}{{ end }}{{ template \"t\" }}", ""},
  };
  CheckReports(kRows);
}

TEST_CASE("variables outside of actions, and other languages' actions, are pointed out") {
  constexpr Row kRows[] = {
      {"$labels.instance is down",
       "template-outside-action: `$labels.instance` is outside `{{ }}` and is printed literally "
       "[$labels.instance] = write `{{ $labels.instance }}`"},
      {"{{ $value }} at { $externalLabels.region }",
       "template-outside-action: `$externalLabels.region` is outside `{{ }}` and is printed "
       "literally [$externalLabels.region] = write `{{ $externalLabels.region }}`"},
      {"${labels.job} is at ${value}",
       "template-outside-action: `${labels.job}` is outside `{{ }}` and is printed literally "
       "[${labels.job}] = write `{{ $labels.job }}`\ntemplate-outside-action: `${value}` is "
       "outside `{{ }}` and is printed literally [${value}] = write `{{ $value }}`"},
      {"{% if x %}a{% endif %}",
       "template-outside-action: `{% if x %}` is outside `{{ }}` and is printed literally [{% if x "
       "%}] = use Go template syntax: `{{ if A }}...{{ end }}`\ntemplate-outside-action: `{% endif "
       "%}` is outside `{{ }}` and is printed literally [{% endif %}] = use Go template syntax: "
       "`{{ if A }}...{{ end }}`"},
      {"costs $5, ${__value}, $value, $labels, $labelsets.x, {% raw %}, {{ \"$labels.x\" }}", ""},
  };
  CheckReports(kRows);
}

TEST_CASE("what may be right is left alone") {
  constexpr Row kRows[] = {
      {"{{ $labels }}{{ . }}{{ $externalLabels }}", ""},
      {"{{ .Value.Count }}{{ $value.Sum }}{{ .Value.String }}", ""},
      {"{{ define \"t\" }}{{ .arg0.Foo.Bar }}{{ $.x }}{{ end }}{{ template \"t\" (args 1) }}", ""},
      {"{{ $x := 1 }}{{ $x = $labels }}{{ $x.job }}", ""},
      {"{{ with query \"up\" }}{{ . | first | value | humanize }}{{ end }}", ""},
      {"{{ with $s := query \"up\" | first }}{{ $s.Labels.job }}{{ .Value }}{{ end }}", ""},
      {"{{ or $labels.a $labels.b | toUpper }}", ""},
      {"{{ humanize \"1.5\" }}{{ humanize 1 }}{{ printf \"%d\" 1 }}", ""},
      {"{{ (index (query \"up\") 0).Labels.job }}", ""},
      {"{{ range $k, $v := $labels }}{{ toUpper $k }}={{ $v | toLower }}{{ end }}", ""},
  };
  CheckReports(kRows);
}

}  // namespace
}  // namespace check::gotemplate

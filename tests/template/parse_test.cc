#include "libcheck/template/parse.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <string_view>

#include "tests/template/parsed.h"

namespace check::gotemplate {
namespace {

TEST_CASE("templates that Go accepts are accepted, with nothing to say about them") {
  constexpr std::string_view kTexts[] = {
      "",
      "plain { text } with } braces",
      "{{ $labels.instance }} of {{ .Labels.job }} is at {{ $value | humanize }}",
      "{{- $value -}}",
      "{{/* a comment */}}{{- /* another */ -}} x",
      "{{ if gt $value 1.5 }}a{{ else if eq $labels.job `x` }}b{{ else }}c{{ end }}",
      "{{ with .Labels.job }}{{ . }}{{ else with $value }}{{ . }}{{ else }}none{{ end }}",
      "{{ range query \"up\" }}{{ .Labels.instance }}{{ break }}{{ else }}none{{ end }}",
      "{{ range $i, $s := query \"up\" | sortByLabel \"job\" }}{{ continue }}{{ $i }}{{ end }}",
      "{{ range 3 }}{{ . }}{{ end }}",
      "{{ define \"t\" }}{{ .arg0 }}{{ end }}{{ template \"t\" (args 1 2) }}",
      "{{ block \"b\" $value }}{{ . }}{{ end }}",
      "{{ $x := 1 }}{{ $x = 2 }}{{ $x }}",
      "{{ printf \"%s %d %v %q\" \"a\\t\\x41\\u00e9\" 0x_1F -1e3 'x' }}",
      "{{ print 0b101 0o17 017 1_000 .5 0x1p-2 3i 1+2i '\\n' nil true }}",
      "{{ (query \"up\" | first).Labels.instance }}",
      "{{ (index (query \"up\") 0).Value | printf \"%.2f\" }}",
      "{{ index $labels \"a-b\" }}",
      "{{ $value\n}}",
      "{{ $value | }}",
      "{{ $labels }}",
      "{{ $.Labels.job }}{{ $ }}",
      "{{ .Value.Count }}",
      "{{ print `raw {{ }} string` \"}}\" }}",
  };
  for (const std::string_view text : kTexts) {
    CAPTURE(text);
    const Parsed parsed{std::string(text)};
    CHECK(parsed.tree != nullptr);
    CHECK(parsed.report().empty());
  }
}

TEST_CASE("what Go refuses is refused in Go's words") {
  struct Row {
    std::string_view text;
    std::string_view upstream;  // After "template: __alert_X:".
  };
  constexpr Row kRows[] = {
      {"{{ $value }", "1: unexpected \"}\" in operand"},
      {"{{ $value", "1: unclosed action"},
      {"{{ $value\n\n", "3: unclosed action started at __alert_X:1"},
      {"{{ \n\"abc }}", "2: unterminated quoted string in action started at __alert_X:1"},
      {"{{ `abc }}", "1: unterminated raw quoted string"},
      {"{{ 'a }}", "1: unterminated character constant"},
      {"{{ 'ab' }}", "1: malformed character constant: 'ab'"},
      {"{{ '' }}", "1: invalid syntax"},
      {"{{ \"\\q\" }}", "1: invalid syntax"},
      {"{{ \"\\ud800\" }}", "1: invalid syntax"},
      {"{{ \"\\400\" }}", "1: invalid syntax"},
      {"{{ $labels.some-label }}", "1: bad character U+002D '-'"},
      {"{{ $labels[\"x\"] }}", "1: bad character U+005B '['"},
      {"{{ \u201cx\u201d }}", "1: unrecognized character in action: U+201C '\u201c'"},
      {"{{\u00a0$value }}", "1: unrecognized character in action: U+00A0"},
      {"{{ \xff }}", "1: unrecognized character in action: U+FFFD '\xef\xbf\xbd'"},
      {"{{ labels.x }}", "1: function \"labels\" not defined"},
      {"{{ tmpl \"x\" . }}", "1: function \"tmpl\" not defined"},
      {"{{ $label.x }}", "1: undefined variable \"$label\""},
      {"{{ if $x := 1 }}{{ end }}{{ $x }}", "1: undefined variable \"$x\""},
      {"{{ define \"x\" }}{{ $labels.a }}{{ end }}", "1: undefined variable \"$labels\""},
      {"{{ }}", "1: missing value for command"},
      {"{{ if }}{{ end }}", "1: missing value for if"},
      {"{{ $x := }}", "1: missing value for command"},
      {"{{ print ( ) }}", "1: missing value for parenthesized pipeline"},
      {"{{ block \"x\" }}{{ end }}", "1: missing value for block clause"},
      {"{{ 1 | 2 }}", "1: non executable command in pipeline stage 2"},
      {"{{ $value | . }}", "1: non executable command in pipeline stage 2"},
      {"{{ \"a\".b }}", "1: unexpected . after term \"\\\"a\\\"\""},
      {"{{ ..x }}", "1: unexpected . after term \".\""},
      {"{{ nil.x }}", "1: unexpected . after term \"nil\""},
      {"{{ if eq 1 == 2 }}{{ end }}", "1: unexpected \"=\" in operand"},
      {"{{ if 1 && 2 }}{{ end }}", "1: unexpected \"&\" in operand"},
      {"{{ | print }}", "1: unexpected \"|\" in command"},
      {"{{ range $a, $b, $c := 1 }}{{ end }}", "1: too many declarations in range"},
      {"{{ $a, $b := 1 }}", "1: too many declarations in command"},
      {"{{ range $a, 3 }}{{ end }}", "1: range can only initialize variables"},
      {"{{ ( }}", "1: unclosed left paren"},
      {"{{ ) }}", "1: unexpected right paren"},
      {"{{ a:b }}", "1: function \"a\" not defined"},
      {"{{ 1:2 }}", "1: expected :="},
      {"{{ 08 }}", "1: integer overflow: \"08\""},
      {"{{ 0x }}", "1: illegal number syntax: \"0x\""},
      {"{{ 1a }}", "1: bad number syntax: \"1a\""},
      {"{{ 1+2 }}", "1: bad number syntax: \"1+2\""},
      {"{{ 99999999999999999999 }}", "1: integer overflow: \"99999999999999999999\""},
      {"{{ 1e999 }}", "1: illegal number syntax: \"1e999\""},
      {"{{ 1_ }}", "1: illegal number syntax: \"1_\""},
      {"{{ 1+i }}", "1: syntax error scanning complex number"},
      {"a\n{{ end }}", "2: unexpected {{end}}"},
      {"{{ else }}", "1: unexpected {{else}}"},
      {"{{ if 1 }}\n", "2: unexpected EOF"},
      {"{{ if 1 }}{{ else }}{{ else }}{{ end }}", "1: expected end; found {{else}}"},
      {"{{ range 1 }}{{ else if 1 }}{{ end }}", "1: unexpected <if> in input"},
      {"{{ with 1 }}{{ else if 1 }}{{ end }}", "1: unexpected <if> in input"},
      {"{{ break }}", "1: {{break}} outside {{range}}"},
      {"{{ range 1 }}{{ else }}{{ continue }}{{ end }}", "1: {{continue}} outside {{range}}"},
      {"{{ break 1 }}", "1: unexpected \"1\" in {{break}}"},
      {"{{ end x }}", "1: unexpected \"x\" in end"},
      {"{{ template x }}", "1: unexpected \"x\" in template clause"},
      {"{{ template }}", "1: unexpected \"}}\" in template clause"},
      {"{{ define x }}{{ end }}", "1: unexpected \"x\" in define clause"},
      {"{{ define \"x\" 1 }}{{ end }}", "1: unexpected \"1\" in define clause"},
      {"{{ define \"x\" }}{{ else }}{{ end }}", "1: unexpected {{else}} in define clause"},
      {"{{ block \"x\" 1 }}{{ else }}{{ end }}", "1: unexpected {{else}} in block clause"},
      {"{{ if 1 }}{{ define \"x\" }}{{ end }}{{ end }}", "1: unexpected <define> in command"},
      {"{{define \"x\"}}a{{end}}\n{{define \"x\"}}b{{end}}",
       "2: template: multiple definition of template \"x\""},
      {"{{/* x", "1: unclosed comment"},
      {"{{/* x */ 1}}", "1: comment ends before closing delimiter"},
      {"{{ /* x */}}", "1: unexpected \"/\" in command"},
      {"{{ print \"01234567890\"\"\" }}", "1: unexpected \"\\\"\\\"\" in operand"},
      {"{{ \"\"\"01234567890\" }}", "1: unexpected \"\\\"012345678\"... in operand"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.text);
    const Parsed parsed{std::string(row.text)};
    CHECK(parsed.tree == nullptr);
    CHECK(parsed.upstream() == "template: __alert_X:" + std::string(row.upstream));
  }
}

TEST_CASE("blank definitions give way to others of their name, as in Go") {
  CHECK(Parsed("{{define \"x\"}} {{end}}{{define \"x\"}}b{{end}}").tree != nullptr);
  CHECK(Parsed("{{define \"x\"}}a{{end}}{{define \"x\"}}\u00a0\n{{end}}").tree != nullptr);
  CHECK(Parsed("{{define \"__alert_X\"}}a{{end}}").upstream() ==
        "template: __alert_X:1: template: multiple definition of template \"__alert_X\"");
}

TEST_CASE("a percent sign in the alert's name takes an argument of Go's message") {
  CHECK(Parsed("{{ foo }}", "__alert_disk 90% full").upstream() ==
        "template: __alert_disk 90%!f(string=foo)ull:1: function %!q(MISSING) not defined");
  CHECK(Parsed("{{ foo }}", "__alert_disk>90%").upstream() ==
        "template: __alert_disk>90%!:(string=foo)1: function %!q(MISSING) not defined");
}

TEST_CASE("messages point at the fault and say what to do") {
  struct Row {
    std::string_view text;
    std::string_view report;
  };
  constexpr Row kRows[] = {
      {"at {{ $value } now",
       "template-syntax: unexpected `}` in an action [}] = an action ends with `}}`"},
      {"{{ $labels.some-label }}",
       "template-syntax: unexpected `-` in an action [-] = write `index $labels \"some-label\"` "
       "for "
       "a name with a dash"},
      {"{{ .some-label }}",
       "template-syntax: unexpected `-` in an action [-] = write `index . \"some-label\"` for a "
       "name with a dash"},
      {"{{ $value*100 }}",
       "template-syntax: unexpected `*` in an action [*] = templates have no arithmetic: calculate "
       "in the rule's expression"},
      {"{{ labels.x }}",
       "template-unknown-function: unknown function `labels` [labels] = did you mean the "
       "variable `$labels`?"},
      {"{{ Labels.x }}",
       "template-unknown-function: unknown function `Labels` [Labels] = did you mean the field "
       "`.Labels`?"},
      {"{{ humanise $value }}",
       "template-unknown-function: unknown function `humanise` [humanise] = did you mean "
       "`humanize`?"},
      {"{{ upper $value }}",
       "template-unknown-function: unknown function `upper` [upper] = use `toUpper`"},
      {"{{ $label.x }}",
       "template-unknown-variable: variable `$label` is not declared [$label] = did you mean "
       "`$labels`?"},
      {"{{ if $value }}{{ $a }}", "template-unknown-variable: variable `$a` is not declared [$a]"},
      {"x{{ if $value }}y",
       "template-syntax: `if` is never closed [{{ if $value }}] = close it with `{{ end }}`"},
      {"x{{ end }}y", "template-syntax: `end` without an open block [{{ end }}]"},
      {"{{ (1 }}", "template-syntax: `(` is never closed [(]"},
      {"{{ print \"a\\qb\" }}",
       "template-syntax: invalid escape sequence `\\q` in a string [\\q] = write a backslash as "
       "`\\\\`; text in backquotes is taken literally"},
      {"{{ if $value > 3 }}{{ end }}",
       "template-syntax: unexpected `>` in an action [>] = compare with `eq A B`, `ne A B`, `lt A "
       "B` or "
       "`gt A B`, or negate with `not A`"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.text);
    CHECK(Parsed{std::string(row.text)}.report() == row.report);
  }
}

TEST_CASE("parsing goes on after a fault, and only the first speaks for Go") {
  const Parsed parsed("{{ foo }} {{ $x }} {{ $value } {{ if 1 }}{{ \"\\q\" }}{{ end }} {{ bar }}");
  CHECK(parsed.report() ==
        "template-unknown-function: unknown function `foo` [foo]\ntemplate-unknown-variable: "
        "variable `$x` is not declared [$x]\ntemplate-syntax: unexpected `}` in an action [}] = an "
        "action ends with `}}`\ntemplate-syntax: invalid escape sequence `\\q` in a string [\\q] = "
        "write a backslash as `\\\\`; text in backquotes is taken "
        "literally\ntemplate-unknown-function: unknown function `bar` [bar]");
  CHECK(parsed.upstream() == "template: __alert_X:1: function \"foo\" not defined");
  for (std::size_t i = 1; i < parsed.diagnostics.found().size(); ++i) {
    CHECK(parsed.diagnostics.found()[i].upstream.empty());
  }
}

TEST_CASE("nesting without end is one clear fault") {
  const auto repeat = [](std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
  };
  constexpr std::string_view kTooDeep = "template-too-deep: template nests more than 1000 deep";
  CHECK(Parsed("{{" + repeat("(", 100'000)).report() == std::string(kTooDeep) + " [(]");
  CHECK(Parsed(repeat("{{if 1}}", 100'000)).report() == std::string(kTooDeep) + " [{{]");
  CHECK(Parsed(repeat("{{block \"x\" 1}}", 100'000)).report() == std::string(kTooDeep) + " [{{]");
  CHECK(Parsed("{{if 1}}" + repeat("{{else if 1}}", 100'000)).report() ==
        std::string(kTooDeep) + " [if]");
  CHECK(Parsed("{{" + repeat("(", 900) + "1" + repeat(")", 900) + "}}").tree != nullptr);
  CHECK(Parsed(repeat("{{if 1}}", 900) + repeat("{{end}}", 900)).tree != nullptr);
  // Many faults side by side are cut short.
  CHECK(Parsed("{{" + repeat(" foo", 100'000) + "}}").diagnostics.found().size() == 20);
  CHECK(Parsed(repeat("{{ foo }}", 100'000)).diagnostics.found().size() == 20);
}

TEST_CASE("every code is listed once, in order") {
  std::set<std::string_view> codes;
  std::string_view last;
  for (const CodeInfo* info : ParseCodes()) {
    CHECK(info->code > last);
    last = info->code;
    CHECK(info->code.starts_with("template-"));
  }
}

TEST_CASE("the tables of functions are sorted, and each row tells what the function does") {
  for (const auto& functions : {PrometheusEnvironment().functions, BuiltinFunctions()}) {
    std::string_view last;
    for (const TemplateFunction& function : functions) {
      CAPTURE(function.name);
      CHECK(function.name > last);
      last = function.name;
      CHECK(function.doc.ends_with('.'));
      CHECK(function.usage.substr(0, function.usage.find(' ')) == function.name);
      CHECK(function.result != nullptr);
      CHECK(FindFunction(PrometheusEnvironment(), function.name) == &function);
    }
  }
}

}  // namespace
}  // namespace check::gotemplate

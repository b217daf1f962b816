#include "libcheck/template/references.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "libcheck/template/walk.h"
#include "tests/template/parsed.h"

namespace check::gotemplate {
namespace {

// "labels: job@5; external: region@9; values: $value@1; queries: up@3": what is read, and the
// offset at which it stands.
std::string ReferencesIn(std::string_view text) {
  Parsed parsed{std::string(text)};
  REQUIRE(parsed.tree != nullptr);
  References found;
  FindReferences(parsed.source, *parsed.tree, PrometheusEnvironment(), parsed.arena, found);
  std::string out;
  const auto add = [&](std::string_view what, std::string_view name, Span span) {
    if (!out.empty()) out += ' ';
    out += std::string(what) + ":" + std::string(name) + "@" + std::to_string(span.begin);
  };
  for (const LabelReference& label : found.labels) add("label", label.name, label.span);
  for (const LabelReference& label : found.external_labels) add("external", label.name, label.span);
  for (const Span& value : found.values) add("value", parsed.source.text(value), value);
  for (const QueryReference& query : found.queries) {
    add("query", query.expression->text(), query.literal->span);
  }
  return out;
}

TEST_CASE("labels of the alert are found however they are written") {
  struct Row {
    std::string_view text;
    std::string_view found;
  };
  constexpr Row kRows[] = {
      {"plain $labels.job", ""},
      {"{{ $labels.job }}{{ .Labels.b }}{{ $.Labels.c }}", "label:job@11 label:b@28 label:c@44"},
      {"{{ index $labels \"a-b\" | toUpper }}", "label:a-b@17"},
      {"{{ \"job\" | index .Labels }}", "label:job@3"},
      {"{{ index $labels (print 1) }}", ""},
      {"{{ printf \"%s\" $labels.job }}", "label:job@23"},
      {"{{ if eq $labels.a \"x\" }}{{ $labels.b }}{{ else }}{{ $labels.c }}{{ end }}",
       "label:a@17 label:b@36 label:c@61"},
      {"{{ with $labels }}{{ .job }}{{ end }}", "label:job@22"},
      {"{{ with .Labels.job }}{{ . }}{{ $labels.x }}{{ end }}", "label:job@16 label:x@40"},
      {"{{ range query \"up\" }}{{ .Labels.instance }}{{ .Value }}{{ end }}", "query:up@15"},
      {"{{ range $s := query \"up\" }}{{ $s.Labels.a }}{{ $labels.b }}{{ $.Labels.c }}{{ end }}",
       "label:b@56 label:c@72 query:up@21"},
      {"{{ $l := $labels }}{{ $l.job }}", "label:job@25"},
      {"{{ $labels := query \"up\" | first }}{{ $labels.Labels.x }}", "query:up@20"},
      {"{{ $labels = .ExternalLabels }}{{ $labels.x }}", ""},
      {"{{ if 1.5 }}{{ $labels := 1 }}{{ end }}{{ $labels.job }}", "label:job@50"},
      {"{{ $externalLabels.region }}{{ .ExternalLabels.az }}", "external:region@19 external:az@47"},
      {"{{ define \"t\" }}{{ .Labels.x }}{{ end }}{{ template \"t\" . }}", ""},
      {"{{ (.Labels).job }}{{ ($labels).x }}", "label:job@13 label:x@32"},
      {"{{ $value }}{{ .Value | humanize }}{{ $.Value }}",
       "value:$value@3 value:.Value@15 "
       "value:$.Value@38"},
      {"{{ with .Value }}{{ . }}{{ end }}", "value:.Value@8 value:.@20"},
      {"{{ $value := 1 }}{{ $value }}", ""},
      {"{{ .Value.Count }}", "value:.Value@3"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.text);
    CHECK(ReferencesIn(row.text) == row.found);
  }
}

TEST_CASE("queries are found where they are written out, and lead back to their place") {
  CHECK(ReferencesIn("{{ query \"up\" | first }}{{ `a == 0` | query }}") ==
        "query:up@9 query:a == 0@27");
  CHECK(ReferencesIn("{{ query (printf \"up{job='%s'}\" $labels.job) }}") == "label:job@40");
  CHECK(ReferencesIn("{{ query (\"up\") }}") == "query:up@10");

  Parsed parsed("é{{ query \"a{b=\\\"\\x41\\u00e9é\\\"} > \\t1\" }}{{ query `x\r\n+ y` }}");
  REQUIRE(parsed.tree != nullptr);
  References found;
  FindReferences(parsed.source, *parsed.tree, PrometheusEnvironment(), parsed.arena, found);
  REQUIRE(found.queries.size() == 2);
  const SourceFile& expression = *found.queries[0].expression;
  CHECK(expression.text() == "a{b=\"Aéé\"} > \t1");
  const auto written = [&](const SourceFile& file, Span span) {
    return parsed.source.text(Location{&file, span}.Outermost().span);
  };
  CHECK(written(expression, {0, 1}) == "a");
  CHECK(written(expression, {4, 5}) == "\\\"");
  CHECK(written(expression, {5, 6}) == "\\x41");
  CHECK(written(expression, {6, 8}) == "\\u00e9");
  CHECK(written(expression, {8, 10}) == "é");
  CHECK(written(expression, {4, 11}) == "\\\"\\x41\\u00e9é\\\"");
  CHECK(written(expression, {15, 16}) == "\\t");
  CHECK(written(expression, {16, 17}) == "1");
  const SourceFile& raw = *found.queries[1].expression;
  CHECK(raw.text() == "x\n+ y");
  CHECK(written(raw, {2, 3}) == "+");
  CHECK(written(raw, {0, 5}) == "x\r\n+ y");
}

TEST_CASE("every node is visited, parents first, with the dot it sees") {
  const Parsed parsed(
      "a{{ with $x := query \"up\" | first }}{{ .Value | printf \"%v\" }}{{ else }}{{ (1) }}{{ end "
      "}}");
  REQUIRE(parsed.tree != nullptr);
  std::string seen;
  Visit(*parsed.tree, PrometheusEnvironment(), [&](const Node& node, const TemplateType& dot) {
    seen += parsed.source.text(node.span).substr(0, 12);
    seen += " <" + std::string(dot.name) + ">\n";
  });
  CHECK(seen ==
        "a{{ with $x  <the alert>\n"
        "a <the alert>\n"
        "{{ with $x : <the alert>\n"
        "$x := query  <the alert>\n"
        "query \"up\" <the alert>\n"
        "query <the alert>\n"
        "\"up\" <the alert>\n"
        "first <the alert>\n"
        "first <the alert>\n"
        "$x <the alert>\n"
        "{{ .Value |  <one result of a query>\n"
        "{{ .Value |  <one result of a query>\n"
        ".Value | pri <one result of a query>\n"
        ".Value <one result of a query>\n"
        ".Value <one result of a query>\n"
        "printf \"%v\" <one result of a query>\n"
        "printf <one result of a query>\n"
        "\"%v\" <one result of a query>\n"
        "{{ (1) }} <the alert>\n"
        "{{ (1) }} <the alert>\n"
        "(1) <the alert>\n"
        "(1) <the alert>\n"
        "(1) <the alert>\n"
        "1 <the alert>\n"
        "1 <the alert>\n");
}

}  // namespace
}  // namespace check::gotemplate

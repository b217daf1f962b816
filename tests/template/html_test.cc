#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "tests/template/alertmanager_values.h"

namespace check::gotemplate {
namespace {

using namespace test_values;

std::string Html(std::string_view text, const ExecutionLimits& limits = {}) {
  const NotificationTemplates templates;
  Arena memory;
  ExecutionMemory execution;
  const json data = json::parse(R"json({
    "Status": "it's <b> & \"q\"", "Receiver": "a b/c?d", "ExternalURL": "javascript:alert(1)",
    "GroupLabels": {"k": "v"}, "Alerts": [{"Status": "firing"}, {"Status": "resolved"}]
})json");
  const auto expanded =
      templates.Expand(text, Escaping::kHtml, MakeNotification(Data(data, memory)), {1'767'225'600},
                       execution, limits);
  return expanded.ok() ? *expanded : "error: " + expanded.error().message;
}

// What Go 1.26's html/template gives.
TEST_CASE("A value is made safe for where in the HTML it stands") {
  const struct {
    std::string_view text;
    std::string_view expected;
  } kCases[] = {
      {"<p>{{ .Status }}</p>", "<p>it&#39;s &lt;b&gt; &amp; &#34;q&#34;</p>"},
      {"<p>{{ .Missing2 }}",
       "error: template: :1:6: executing \"\" at <.Missing2>: can't evaluate "
       "field Missing2 in type *template.Data"},
      {"<p>{{ .GroupLabels.nope }}{{ print nil }}", "<p>&lt;nil&gt;"},
      {"<a href=\"{{ .ExternalURL }}\">", "<a href=\"#ZgotmplZ\">"},
      {"<a href=\"{{ .ExternalURL | safeUrl }}\">", "<a href=\"javascript:alert%281%29\">"},
      {"<a href=\"/{{ .Receiver }}?q={{ .Receiver }}\">",
       "<a href=\"/a%20b/c?d?q=a%20b%2fc%3fd\">"},
      {"<b title={{ .Receiver }}>", "<b title=a&#32;b/c?d>"},
      {"<b title={{ .GroupLabels.nope }}>", "<b title=ZgotmplZ>"},
      {"<b {{ .Receiver }}=\"x\">", "<b ZgotmplZ=\"x\">"},
      {"<script>x = {{ .Status }}; y = '{{ .Status }}'</script>",
       "<script>x = \"it's \\u003cb\\u003e \\u0026 \\\"q\\\"\"; y = 'it\\u0027s "
       "\\u003cb\\u003e \\u0026 \\u0022q\\u0022'</script>"},
      {"<script>x = {{ len .Alerts }}/{{ .GroupLabels }}</script>",
       "<script>x =  2 /\"k=v\"</script>"},
      {"<script>x = /{{ .Receiver }}/</script>", "<script>x = /a b\\/c\\?d/</script>"},
      {"<p style=\"color: {{ .Status }}\">", "<p style=\"color: ZgotmplZ\">"},
      {"<p style=\"color: {{ \"red\" }}\">", "<p style=\"color: red\">"},
      {"<style>a { b: url('{{ .Receiver }}') }</style>",
       "<style>a { b: url('a%20b/c?d') }</style>"},
      {"<title>{{ .Status }}</title>", "<title>it&#39;s &lt;b&gt; &amp; &#34;q&#34;</title>"},
      {"a<!-- {{ .Status }} -->b <", "ab &lt;"},
      {"{{ \"<i>x</i>\" | safeHtml }}<b title=\"{{ \"<i>x</i>\" | safeHtml }}\">",
       "<i>x</i><b title=\"x\">"},
      {"{{ .Status | html }}", "it&#39;s &lt;b&gt; &amp; &#34;q&#34;"},
      {"{{ .Status | html | print }}",
       "error: html/template::1:3: predefined escaper \"html\" disallowed in template"},
      {"<img srcset=\"{{ .Receiver }} 2x, {{ .ExternalURL }}\">",
       "<img srcset=\"#ZgotmplZ 2x, #ZgotmplZ\">"},
      {"{{ template \"nope\" . }}", "error: html/template::1:12: no such template \"nope\""},
      {"<a href=\"",
       "error: html/template: ends in a non-text context: {stateURL "
       "delimDoubleQuote urlPartNone jsCtxRegexp [] attrURL elementNone <nil>}"},
      {"{{ if .Status }}<b title=\"{{ end }}",
       "error: html/template::1:6: {{if}} branches end in different contexts: {stateAttr "
       "delimDoubleQuote urlPartNone jsCtxRegexp [] attrNone elementNone <nil>}, {stateText "
       "delimNone urlPartNone jsCtxRegexp [] attrNone elementNone <nil>}"},
      {"{{ define \"t\" }}{{ .Status }}{{ end }}<title>{{ template \"t\" . }}</title>",
       "<title>it&#39;s &lt;b&gt; &amp; &#34;q&#34;</title>"},
      {"<b a='b'c>", "<b a='b'c>"},
      {"<b a\"b>", "error: html/template: \"\\\"\" in attribute name: \" a\\\"b>\""},
  };
  for (const auto& [text, expected] : kCases) {
    CAPTURE(text);
    CHECK(Html(text) == expected);
  }
}

TEST_CASE("Escaping has its limits") {
  std::string nested;
  for (int i = 0; i < 100; ++i) nested += "{{ range .Alerts }}";
  for (int i = 0; i < 100; ++i) nested += "{{ end }}";
  // Each range is looked at twice, so that these would be looked at 2^100 times.
  CHECK(Html(nested, {.steps = 100'000}) ==
        "error: template: exceeded maximum number of template steps (100000)");

  std::string chain;
  for (int i = 0; i < 500; ++i) {
    chain += "{{ define \"t" + std::to_string(i) + "\" }}{{ template \"t" + std::to_string(i + 1) +
             "\" }}{{ end }}";
  }
  CHECK(Html(chain + "{{ template \"t0\" }}", {.depth = 300}) ==
        "error: template: exceeded maximum nesting of template actions (300)");
}

TEST_CASE("The default e-mail escapes labels and keeps its layout") {
  const std::string mail = Html("{{ template \"email.default.html\" . }}");
  CHECK(mail.starts_with("\n\n<!DOCTYPE html PUBLIC"));
  CHECK(mail.ends_with("</body>\n</html>\n\n"));
  CHECK(mail.find("[1] Firing") != std::string::npos);
  CHECK(mail.find("<a href=\"#ZgotmplZ/#/alerts?receiver=a&#43;b%2Fc%3Fd\"") != std::string::npos);
}

}  // namespace
}  // namespace check::gotemplate

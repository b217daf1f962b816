#include "libcheck/reference/reference.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/config/prometheus/check.h"
#include "libcheck/config/prometheus/codes.h"
#include "libcheck/exposition/codes.h"
#include "libcheck/exposition/metrics_check.h"
#include "libcheck/lint/check.h"
#include "libcheck/lint/rule_environment.h"
#include "libcheck/promql/promqltest.h"
#include "libcheck/reference/markdown.h"
#include "libcheck/schema/codes.h"
#include "libcheck/workspace/kinds/kinds.h"
#include "libcheck/workspace/settings.h"
#include "libcheck/yaml/parse.h"
#include "tests/support/checked.h"

namespace check::reference {
namespace {

bool Holds(std::span<const CodeInfo* const> codes, const CodeInfo& info) {
  return std::find(codes.begin(), codes.end(), &info) != codes.end();
}

bool IsAboutMetrics(const CodeInfo& info) {
  return Holds(exposition::Codes(), info) || Holds(exposition::OpenMetricsCodes(), info);
}

// The codes reported for an example: metrics, a settings file or prometheus.yml if that is what the
// code is about, or else a rule file, with every check switched on.
std::set<std::string_view> CodesIn(const CodeInfo& info, std::string_view example) {
  std::set<std::string_view> found;
  const SourceBuffer file("example.yml", std::string(TrimLines(example)) + "\n");
  Diagnostics diagnostics;
  if (IsAboutMetrics(info)) {
    auto input = FromMemory(file.text());
    const exposition::Format format = exposition::GuessFormat(input);
    const auto metrics = exposition::CheckMetrics(*input, "example.prom", {.format = format});
    REQUIRE(metrics.ok());
    for (const Finding& finding : metrics->findings) found.insert(finding.info->code);
  } else if (Holds(workspace::SettingsCodes(), info)) {
    workspace::ReadSettings(file, AllCodes(), diagnostics);
  } else if (Holds(lint::EnvironmentCodes(), info)) {
    const auto config =
        config::prometheus::ReadPrometheusConfig("example.yml", std::string(file.text()));
    lint::ReportBadIntervals(*config, diagnostics);
  } else if (Holds(promql::ScriptCodes(), info)) {
    promql::RunScript(file, promql::UpstreamScriptOptions(), diagnostics);
  } else {
    const workspace::FileKind* kind =
        workspace::DetectKind(workspace::Outline(file.name(), file.text()));
    const workspace::Outcome outcome =
        test::CheckText("example.yml", file.text(), test::WithAllChecks(),
                        kind != nullptr && kind->can_be_checked() ? *kind : workspace::kRulesKind);
    for (const Finding& finding : outcome.report.findings) found.insert(finding.info->code);
  }
  for (const Diagnostic& diagnostic : diagnostics.found()) found.insert(diagnostic.info->code);
  return found;
}

TEST_CASE("codes are in kebab-case, unique and sorted, and can be found") {
  std::string_view last;
  for (const CodeInfo* info : AllCodes()) {
    const std::string code(info->code);
    CAPTURE(code);
    CHECK(info->code > last);
    last = info->code;
    CHECK(FindCode(code) == info);
    CHECK(code.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos);
    CHECK(code.find("--") == std::string::npos);
    CHECK(code.front() != '-');
    CHECK(code.back() != '-');
  }
  CHECK(FindCode("no-such-code") == nullptr);
  CHECK(FindCode("") == nullptr);
  CHECK(AllCodes().size() > 40);
}

TEST_CASE("each code has a summary that is a phrase, and an explanation that is text") {
  for (const CodeInfo* info : AllCodes()) {
    const std::string code(info->code);
    CAPTURE(code);
    CHECK_FALSE(info->summary.empty());
    CHECK_FALSE(info->summary.ends_with('.'));
    CHECK(info->summary.find('\n') == std::string_view::npos);
    const std::string_view explanation = TrimLines(info->explanation);
    CHECK(explanation.size() > 40);
    CHECK(std::string_view(".:`|").find(explanation.back()) != std::string_view::npos);
    CHECK(info->bad.empty() == info->good.empty());
  }
}

TEST_CASE("the bad example of each code is reported for it, and the good one is not") {
  for (const CodeInfo* info : AllCodes()) {
    // Examples of lint checks have tests of their own, with what such checks may know.
    if (info->bad.empty() || lint::FindCheck(info->code) != nullptr) continue;
    const std::string code(info->code);
    CAPTURE(code);
    CHECK(CodesIn(*info, info->bad).contains(info->code));
    const auto good = CodesIn(*info, info->good);
    CHECK_FALSE(good.contains(info->code));
    // What puts one thing right must not be refused for another. Those of YAML are no rule files.
    if (Holds(yaml::ParseCodes(), *info)) continue;
    for (const std::string_view other : good) {
      const std::string reported(other);
      CAPTURE(reported);
      CHECK(FindCode(other)->severity != Severity::kError);
    }
  }
}

TEST_CASE("every code belongs to one group, and the pages name each") {
  const std::string page = CodesMarkdown();
  std::size_t total = 0;
  for (const CodeGroup& group : CodeGroups()) {
    total += group.codes.size();
    CHECK(group.doc.ends_with('.'));
    for (const CodeInfo* info : group.codes) {
      CHECK(page.find("\n### " + std::string(info->code) + "\n") != std::string::npos);
      CHECK(page.find("](#" + std::string(info->code) + ")") != std::string::npos);
    }
  }
  CHECK(total == AllCodes().size());
}

constexpr CodeInfo kExample = {
    .code = "tea-cold",
    .severity = Severity::kWarning,
    .summary = "tea that has gone cold",
    .explanation = R"(
Tea is **best** while it is hot: `kettle --on` helps, and so does drinking it at once.

- one lump or two, it makes no difference to how fast it cools down
- none
1. pour

    verbatim   text

```
fenced

code
```
The end.
)",
    .bad = "\ntea:\n  cold: true\n",
    .good = "\ntea:\n  cold: false\n",
};

TEST_CASE("a code is explained on a terminal, wrapped and indented") {
  CHECK(ExplainText(kExample, false, 44) == R"(warning: tea-cold
tea that has gone cold

  Tea is best while it is hot: `kettle --on`
  helps, and so does drinking it at once.

  - one lump or two, it makes no difference
    to how fast it cools down
  - none
  1. pour

      verbatim   text

      fenced

      code
  The end.

Reported

    tea:
      cold: true

Put right

    tea:
      cold: false
)");
}

TEST_CASE("with colour, marks give way to it") {
  const std::string text = ExplainText(kExample, true, 80);
  CHECK(text.find("Tea is \x1b[1mbest\x1b[0m while") != std::string::npos);
  CHECK(text.find("\x1b[36mkettle --on\x1b[0m helps") != std::string::npos);
  CHECK(text.find('`') == std::string::npos);
  CHECK(text.starts_with("\x1b[1;93mwarning\x1b[0m: \x1b[1mtea-cold\x1b[0m\n"));
}

TEST_CASE("a code is explained in Markdown") {
  const std::string text = ExplainMarkdown(kExample, 2);
  CHECK(text.starts_with("## tea-cold\n\n*warning*: tea that has gone cold\n\nTea is **best**"));
  CHECK(
      text.ends_with("\n**Reported**\n\n```yaml\ntea:\n  cold: true\n```\n"
                     "\n**Put right**\n\n```yaml\ntea:\n  cold: false\n```\n"));
}

TEST_CASE("functions, aggregations and what templates have are looked up by name") {
  CHECK(ReferenceText("topk", false, 80)
            .find("topk [by|without (label, ...)] (scalar, instant "
                  "vector)") != std::string::npos);
  CHECK(ReferenceText("rate", false, 80).starts_with("PromQL function\n\n    rate("));
  CHECK(
      ReferenceText("humanize", false, 80).starts_with("Template function\n\n    humanize NUMBER"));
  CHECK(ReferenceText("$value", false, 80).starts_with("Template variable\n\n    $value\n"));
  CHECK(ReferenceText(".Labels", false, 80).starts_with("Template field\n\n    .Labels\n"));
  CHECK(ReferenceText("no_such_thing", false, 80).empty());
  CHECK(ReferenceText("", false, 80).empty());
  for (const std::string_view name : ReferenceNames()) {
    CAPTURE(name);
    CHECK_FALSE(ReferenceText(name, false, 80).empty());
  }
  CHECK(ReferenceNames().size() > 90 + 14 + 29);
}

TEST_CASE("the reference pages have a row for each function") {
  const std::string promql = PromqlMarkdown();
  CHECK(promql.find("\n| `sum [by\\|without (label, ...)] (instant vector)` | ") !=
        std::string::npos);
  CHECK(std::count(promql.begin(), promql.end(), '\n') > 90 + 14);
  const std::string templates = TemplatesMarkdown();
  CHECK(templates.find("\n| `$labels` | ") != std::string::npos);
  CHECK(templates.find("\n| `reReplaceAll PATTERN REPLACEMENT TEXT` | ") != std::string::npos);
}

}  // namespace
}  // namespace check::reference

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <initializer_list>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/diagnostic/finding.h"
#include "libcheck/schema/schema.h"
#include "libcheck/slo/read.h"
#include "libcheck/slo/specs/pyrra.h"
#include "libcheck/slo/specs/pyrra_codes.h"
#include "libcheck/slo/specs/pyrra_table.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check::slo {
namespace {

// Lines of text, as one text.
std::string Lines(std::initializer_list<std::string_view> lines) {
  return fmt::format("{}", fmt::join(lines, "\n"));
}

// What is said of a specification, a line each.
std::string Said(const Diagnostics& diagnostics) {
  std::vector<std::string> lines;
  for (const Diagnostic& problem : diagnostics.found()) {
    const Finding finding = ToFinding(problem);
    const Place& where = finding.where;
    lines.push_back(fmt::format("{}:{} {} {}: {} `{}`", where.begin.line, where.begin.column,
                                ToString(finding.severity), finding.info->code, finding.message,
                                where.excerpt.substr(where.marked.begin, where.marked.size())));
  }
  return fmt::format("{}", fmt::join(lines, "\n"));
}

std::string SaidOf(std::string text) {
  const SourceBuffer file(SharedText("slo.yaml"), std::move(text));
  Arena arena;
  Diagnostics diagnostics;
  ReadSlos(file, arena, diagnostics);
  return Said(diagnostics);
}

std::string WithSpec(std::string_view spec) {
  return fmt::format(
      "apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: {{name: shop}}\n"
      "spec:\n{}",
      spec);
}

std::string Ratio(std::string_view target, std::string_view window, std::string_view errors,
                  std::string_view total) {
  return WithSpec(fmt::format(
      "  target: {}\n  window: {}\n  indicator:\n    ratio:\n      errors: {{metric: '{}'}}\n"
      "      total: {{metric: '{}'}}\n",
      target, window, errors, total));
}

std::string Latency(std::string_view success, std::string_view total) {
  return WithSpec(fmt::format(
      "  target: \"99\"\n  window: 4w\n  indicator:\n    latency:\n      success: {{metric: "
      "'{}'}}\n      total: {{metric: '{}'}}\n",
      success, total));
}

constexpr std::string_view kErrors = "x_total{code=~\"5..\"}";
constexpr std::string_view kTotal = "x_total";

TEST_CASE("the table of Pyrra's objectives is sound") {
  for (const std::string& problem : schema::CheckTable(kPyrraObjective)) FAIL_CHECK(problem);
}

TEST_CASE("examples of Pyrra's codes are reported, or not") {
  for (const CodeInfo* code :
       {&kSloConstantIndicator, &kSloIgnoredSelectorPart, &kSloNotHistogram, &kSloRoundedTarget}) {
    CAPTURE(code->code);
    const std::string bad = SaidOf(std::string(code->bad));
    CHECK(bad.find(fmt::format(" {}: ", code->code)) != std::string::npos);
    CHECK(bad.find('\n') == std::string::npos);
    CHECK(SaidOf(std::string(code->good)).empty());
  }
}

TEST_CASE("an objective of Pyrra is read") {
  const SourceBuffer file(SharedText("slo.yaml"), R"(
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata:
  name: shop-latency
  namespace: mon
  labels: {pyrra.dev/team: web, role: rules}
  annotations: {pyrra.dev/runbook: "https://runbooks.example"}
spec:
  description: Fast pages
  target: 99.50
  window: 2w
  indicator:
    latency:
      success: {metric: 'http_seconds_bucket{job="shop",le="0.5"}'}
      total: {metric: 'http_seconds_count{job="shop"}'}
      grouping: [route]
  alerting:
    name: Slow
    absent: false
    severities: {fastBurn: page}
)");
  Arena arena;
  Diagnostics diagnostics;
  const std::vector<Slo> slos = ReadSlos(file, arena, diagnostics);
  CHECK(Said(diagnostics).empty());
  REQUIRE(slos.size() == 1);
  const Slo& slo = slos.front();
  CHECK(slo.format == Slo::Format::kPyrra);
  CHECK(slo.id == "mon/shop-latency");
  CHECK(slo.Title() == "shop-latency");
  CHECK(slo.description == "Fast pages");
  CHECK(slo.labels == std::vector<std::pair<std::string, std::string>>{{"team", "web"}});
  CHECK(slo.objective.percent() == "99.5");
  CHECK(slo.period.length_ms == 14LL * 24 * 3600 * 1000);
  CHECK(slo.indicator.kind == Indicator::Kind::kEvents);
  CHECK(slo.indicator.good.text == R"(http_seconds_bucket{job="shop",le="0.5"})");
  CHECK(slo.indicator.total.text == R"(http_seconds_count{job="shop"})");
  CHECK(slo.indicator.errors.empty());
  CHECK(slo.indicator.latency_s == 0.5);
  CHECK(slo.indicator.grouping == std::vector<std::string>{"route"});
  REQUIRE(slo.policy.alerts.size() == 4);
  CHECK(slo.policy.alerts[0].name == "Slow");
  CHECK(slo.policy.alerts[0].severity == "page");
  CHECK(slo.policy.alerts[3].severity == "warning");
  CHECK(slo.policy.alerts[1].tiers.front().long_ms == 3 * 3600 * 1000);
  const auto& details = dynamic_cast<const PyrraDetails&>(*slo.details);
  CHECK(details.burn_rates);
  CHECK_FALSE(details.absent);
  CHECK(details.part.matchers.at(1).value == "0.5");
}

TEST_CASE("a native histogram and a gauge are indicators too") {
  const SourceBuffer file(
      SharedText("slo.yaml"),
      WithSpec("  target: '99'\n  window: 4w\n  indicator:\n    latencyNative:\n"
               "      latency: 250ms\n      total: {metric: http_seconds}\n") +
          "---\n" +
          WithSpec("  target: '99'\n  window: 4w\n  alerting: {burnrates: false}\n  indicator:\n"
                   "    bool_gauge: {metric: probe_success, grouping: [instance]}\n"));
  Arena arena;
  Diagnostics diagnostics;
  const std::vector<Slo> slos = ReadSlos(file, arena, diagnostics);
  REQUIRE(slos.size() == 2);
  CHECK(slos[0].indicator.kind == Indicator::Kind::kNativeLatency);
  CHECK(slos[0].indicator.latency_s == 0.25);
  CHECK(slos[0].alerts);
  CHECK(slos[1].indicator.kind == Indicator::Kind::kGauge);
  CHECK(slos[1].indicator.total.text == "probe_success");
  CHECK_FALSE(slos[1].alerts);
}

TEST_CASE("faults of Pyrra's objectives have places in their selectors") {
  CHECK(SaidOf(Ratio("\"99.9\"", "4w", kErrors, kTotal)).empty());
  CHECK(SaidOf(Ratio("\"99.9\"", "4w", "x_total{code=~\"5..\"", kTotal)) ==
        Lines({"9:44 error promql-syntax: unexpected end of input inside braces ``"}));
  CHECK(SaidOf(Ratio("\"99.9\"", "4w", kErrors, "sum(rate(x_total[5m]))")) ==
        Lines({"10:24 error bad-value: expected a selector of series, not an expression "
               "`sum(rate(x_total[5m]))`"}));
  CHECK(SaidOf(Latency("x_bucket{job=\"a\"}", "x_count")) ==
        Lines({"9:26 error bad-value: the bucket needs a matcher on `le` `x_bucket{job=\"a\"}`"}));
  CHECK(SaidOf(Latency("x_bucket{le=~\"0.1|0.5\"}", "x_count")) ==
        Lines({"9:35 error bad-value: `0.1|0.5` of `le` is not a number `le=~\"0.1|0.5\"`"}));
  CHECK(SaidOf(Latency("x_bucket{le=\"+Inf\"}", "x_sum")) ==
        Lines({"10:24 warning slo-not-histogram: `x_sum` does not look like the count of a "
               "histogram `x_sum`",
               "9:35 warning slo-constant-indicator: the bucket `+Inf` contains every request, so "
               "none is ever too slow `le=\"+Inf\"`"}));
}

TEST_CASE("names that Pyrra's objectives pass on are those of labels") {
  std::string text = Ratio("\"99\"", "4w", kErrors, kTotal);
  const std::string_view metadata = "metadata: {name: shop}";
  text.replace(text.find(metadata), metadata.size(),
               "metadata: {name: shop, labels: {pyrra.dev/: x, pyrra.dev/team: web, a/b: c},\n"
               "  annotations: {pyrra.dev/run-book: x}}");
  CHECK(SaidOf(text) == Lines({"3:33 error bad-value: a label of rules needs a name `pyrra.dev/`",
                               "4:17 warning slo-label-name: `run-book` needs quotes in PromQL "
                               "`pyrra.dev/run-book`"}));
}

TEST_CASE("targets and windows of Pyrra's objectives") {
  const auto said = [](std::string_view target, std::string_view window) {
    return SaidOf(Ratio(target, window, kErrors, kTotal));
  };
  CHECK(said("99.9", "30d").empty());
  CHECK(said("9.99e1", "30d").empty());
  CHECK(said("\"100\"", "4w") ==
        Lines({"5:11 error bad-value: a target of 100 % leaves no error budget: its alerts fire at "
               "the first error, or never `\"100\"`"}));
  CHECK(said("\"0\"", "4w") == Lines({"5:11 error bad-value: a target of 0 % promises nothing: its "
                                      "alerts never fire `\"0\"`"}));
  CHECK(said("\"-1\"", "4w") ==
        Lines({"5:11 error bad-value: a target of -1 % is not between 0 and 100 `\"-1\"`"}));
  CHECK(said("nan", "4w") ==
        Lines({"5:11 error bad-value: a target of nan % is not between 0 and 100 `nan`"}));
  CHECK(said("\"0.999\"", "4w") == Lines({"5:11 warning slo-objective-is-ratio: an objective of "
                                          "0.999 % allows nearly all events to fail "
                                          "`\"0.999\"`"}));
  CHECK(said("\"99\"", "4 weeks") ==
        Lines({"6:11 error bad-value: invalid duration `4 weeks` `4 weeks`"}));
  CHECK(said("\"99\"", "0d") ==
        Lines({"6:11 error bad-value: the window must be greater than 0 `0d`"}));
}

// Where Pyrra accepts what we refuse, and why that is better.
const std::map<std::string, std::string_view> kRefusedByUs = {
    {"target '100'", "there is no error budget, so that no alert can be right"},
    {"kind misspelt", "Kubernetes knows no such kind, so that it cannot be applied"},
    {"apiVersion v1", "Kubernetes knows no such kind, so that it cannot be applied"},
};

TEST_CASE("conformance: Pyrra's verdict of specifications") {
  const auto folder = test::Shared("conformance/slo/specs", "specifications of Pyrra");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t better = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*folder / "cases.jsonl")) {
    const auto row = nlohmann::json::parse(line);
    if (row.at("tool") != "pyrra") continue;
    const auto path = row.at("file").get<std::string>();
    CAPTURE(path);
    const SourceBuffer file{SharedText(path), test::ReadText(*folder / path)};
    Arena arena;
    Diagnostics diagnostics;
    const std::vector<Slo> slos = ReadSlos(file, arena, diagnostics);
    const std::string said = Said(diagnostics);
    CAPTURE(said);
    const bool accepts = row.at("validate").at("ok").get<bool>();
    CHECK(diagnostics.HasErrors() == slos.empty());
    ++total;
    const auto mutation = row.contains("mutation") && !row["mutation"].is_null()
                              ? row["mutation"].get<std::string>()
                              : std::string();
    if (accepts && kRefusedByUs.contains(mutation)) {
      CHECK(diagnostics.HasErrors());
      ++better;
      continue;
    }
    CHECK(diagnostics.HasErrors() != accepts);
    agreed += diagnostics.HasErrors() != accepts ? 1 : 0;
    // Of its warnings, that of a missing namespace is left out: without one, an object goes into
    // the namespace that is applied to.
    std::size_t warnings = 0;
    for (const auto& warning : row.at("validate").at("warnings")) {
      warnings += warning.get<std::string>().find("namespace") == std::string::npos ? 1 : 0;
    }
    if (warnings > 0) CHECK(diagnostics.found().size() == warnings);
  }
  test::PrintConformance("slo/specs, Pyrra", agreed + better, total);
}

}  // namespace
}  // namespace check::slo

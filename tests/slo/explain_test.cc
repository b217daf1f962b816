#include "libcheck/slo/explain.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "libcheck/rules/load.h"
#include "libcheck/slo/figure_text.h"
#include "libcheck/slo/rule_texts.h"

namespace check::slo {
namespace {

constexpr std::int64_t kDay = 86'400'000;

Slo Make(const char* percent, std::int64_t period_ms, Policy policy) {
  Slo slo;
  slo.name = "slo";
  slo.objective = *Objective::ParsePercent(percent);
  slo.period.length_ms = period_ms;
  slo.policy = std::move(policy);
  return slo;
}

std::string After(const ExplainedOutage& outage) {
  return outage.detection_s() ? SpanText(*outage.detection_s()) : "never";
}

// The table of the workbook's parameters: 30d, page 14.4x and 6x, ticket 3x and 1x.
TEST_CASE("worked figures of the workbook's policy come out") {
  struct Row {
    const char* objective;
    double errors;
    const char* page;
    double spent;
    const char* ticket;
  };
  for (const Row& row :
       {Row{"99.9", 1, "51.8s", 0.02, "4m19s"}, Row{"99.9", 0.1, "8m38s", 0.02, "43m12s"},
        Row{"99.9", 0.01, "3h36m", 0.05, "7h12m"}, Row{"99.9", 0.004, "never", 0, "18h"},
        Row{"99", 0.1, "3h36m", 0.05, "7h12m"}, Row{"99.99", 0.0015, "57m36s", 0.02, "4h48m"}}) {
    CAPTURE(row.errors);
    const Slo slo = Make(row.objective, 30 * kDay, WorkbookPolicy(30 * kDay));
    const Explanation explanation = Explain(slo, {.error_ratios = {row.errors}});
    REQUIRE(explanation.severities.size() == 2);
    const ExplainedOutage& page = explanation.severities[0].outages[0];
    CHECK(After(page) == row.page);
    if (page.spent()) CHECK(*page.spent() == doctest::Approx(row.spent));
    CHECK(After(explanation.severities[1].outages[0]) == row.ticket);
  }
}

TEST_CASE("worked figures of Pyrra's policy have its `for`") {
  const Slo slo = Make("99.9", 28 * kDay, PyrraPolicy(28 * kDay));
  const Explanation explanation = Explain(slo, {});
  const auto& page = explanation.severities[0].outages;
  CHECK(After(page[0]) == "2m50s");
  CHECK(*page[0].spent() == doctest::Approx(0.0704).epsilon(0.001));
  CHECK(After(page[1]) == "10m24s");
  CHECK(After(page[2]) == "4h27m");
  CHECK(explanation.tiers[3].share == doctest::Approx(0.143).epsilon(0.002));
}

TEST_CASE("evaluations come at intervals") {
  const Slo slo = Make("99.9", 30 * kDay, WorkbookPolicy(30 * kDay));
  const Explanation explanation = Explain(slo, {.interval_ms = 30'000, .error_ratios = {1}});
  CHECK(After(explanation.severities[0].outages[0]) == "1m");
}

std::string Kinds(const Explanation& explanation) {
  std::string kinds;
  for (const PolicyFault& fault : explanation.faults) {
    kinds += fmt::format("{}{}", kinds.empty() ? "" : " ", ToString(fault.kind));
  }
  return kinds;
}

Policy Tiers(const std::vector<const char*>& tiers) {
  Policy policy = {.name = "flags", .alerts = {}};
  for (const char* tier : tiers) policy.alerts.push_back(*ParseTierFlag(tier));
  return policy;
}

TEST_CASE("policies that cannot do what they are for") {
  const auto kinds = [](const char* objective, std::int64_t period_ms, Policy policy,
                        double rate = 0) {
    return Kinds(
        Explain(Make(objective, period_ms, std::move(policy)), {.requests_per_second = rate}));
  };
  for (const char* objective : {"99.9", "95", "93.1"}) {
    CHECK(kinds(objective, 30 * kDay, WorkbookPolicy(30 * kDay)) == "");
    CHECK(kinds(objective, 28 * kDay, WorkbookPolicy(28 * kDay)) == "");
    CHECK(kinds(objective, 7 * kDay, WorkbookPolicy(7 * kDay)) == "");
  }
  CHECK(kinds("93", 30 * kDay, WorkbookPolicy(30 * kDay)) == "tier-unreachable");
  CHECK(kinds("99.9", 7 * kDay, WorkbookPolicy(30 * kDay)) ==
        "factor-period-mismatch factor-period-mismatch factor-period-mismatch "
        "factor-period-mismatch");
  CHECK(kinds("99", kDay / 2, PyrraPolicy(kDay / 2)) == "window-rounds-to-zero");
  CHECK(kinds("99.9", 30 * kDay, Tiers({"page:1x:3d"})) == "single-window");
  CHECK(kinds("99.9", 30 * kDay, Tiers({"page:20x:2d/4h"})) == "spent-before-firing silent-burn");
  CHECK(kinds("99.9", 30 * kDay, Tiers({"page:1x:40d/4h"})) == "window-beyond-period");
  CHECK(kinds("99.9", 30 * kDay, Tiers({"page:1x:1h/5m:for=2h"})) == "hold-beyond-windows");
  CHECK(kinds("99.9", 30 * kDay, WorkbookPolicy(30 * kDay), 0.01) == "low-traffic");
}

TEST_CASE("rules are found in documents, and without a group") {
  const std::string markdown =
      "# Alerts\n\n```yaml\nalert: A\nexpr: up == 0\n```\n\n- more\n\n  ```yaml\n  - alert: B\n"
      "    expr: up == 1\n  - alert: C\n    expr: up ==\n  ```\n\n```\nls\n```\n";
  CHECK(HoldsRules(markdown));
  CHECK_FALSE(HoldsRules("```\nls\n```\n"));
  CHECK_FALSE(HoldsRules("version: prometheus/v1\nslos: []\n"));
  CHECK(HoldsRules("alert: A\nexpr: up\n"));
  const SourceBuffer file("doc.md", markdown);
  Arena arena;
  Diagnostics diagnostics;
  std::string found;
  for (const SourceFile* text : RuleTexts(file, arena)) {
    for (const rules::RuleSet& set : rules::Load(*text, {}, arena, diagnostics).sets) {
      for (const rules::Rule& rule : set.groups[0].rules) {
        const Location outer = Location{set.file, rule.name_node->span}.Outermost();
        const LineColumn at = outer.file->PositionOf(outer.span.begin);
        found += fmt::format("{} at {}:{}; ", rule.name(), at.line, at.column);
      }
    }
  }
  CHECK(found == "A at 4:8; B at 11:12; C at 13:12; ");
  REQUIRE(diagnostics.found().size() == 1);
  const Location fault = diagnostics.found()[0].where.Outermost();
  CHECK(fault.file->PositionOf(fault.span.begin).line == 14);
}

}  // namespace
}  // namespace check::slo

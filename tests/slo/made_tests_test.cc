#include <doctest/doctest.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/files/memory_files.h"
#include "libcheck/slo/outage_trials.h"
#include "libcheck/slo/read.h"
#include "libcheck/slo/rule_files.h"
#include "libcheck/slo/unit_tests.h"
#include "libcheck/unittest/suite.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

// Tests that are made together with rules: they pass, and they fail when the rules are wrong.
namespace check::slo {
namespace {

constexpr std::int64_t kHour = 3'600'000;

Slo Shop(const char* objective, std::string errors, std::string total) {
  Slo slo;
  slo.name = slo.id = "shop";
  slo.objective = *Objective::ParsePercent(objective);
  slo.indicator.errors.text = std::move(errors);
  slo.indicator.total.text = std::move(total);
  slo.policy = WorkbookPolicy(slo.period.length_ms);
  return slo;
}

Slo Shop(const char* objective = "99.5") {
  return Shop(objective, "requests_total{job=\"shop\",code=~\"5..\"}",
              "requests_total{job=\"shop\"}");
}

struct Made {
  std::string rules;
  UnitTests tests;
};

Made MakeOf(const Slo& slo, std::string_view layout) {
  const Layout* found = FindLayout(layout);
  REQUIRE(found != nullptr);
  auto groups = found->make(slo, {});
  REQUIRE_MESSAGE(groups.ok(), (groups ? "" : groups.error().message));
  const std::vector<SloRules> all = {{&slo, found, std::move(*groups)}};
  const std::vector<std::string> files = {"rules.yml"};
  return {*RuleFileText(all, RuleFormat::kRules, ""), MakeUnitTests(all, files)};
}

// What is wrong with the tests, or with the rules: the names of those that fail.
std::vector<std::string> Failed(const std::string& rules, const std::string& tests) {
  MemoryFiles files;
  files.Write("rules.yml", rules);
  files.Write("rules_test.yml", tests);
  unittest::SuiteOptions options;
  options.files = &files;
  const std::vector<std::string> paths = {"rules_test.yml"};
  const unittest::SuiteOutcome outcome = unittest::RunSuite(paths, options);
  std::vector<std::string> failed;
  for (const auto& file : outcome.files) {
    for (const Diagnostic& diagnostic : file->diagnostics.found()) {
      failed.push_back(diagnostic.message);
    }
    for (const unittest::GroupOutcome& group : file->groups) {
      if (!group.passed()) failed.emplace_back(group.group->name.value);
    }
    if (file->groups.empty()) failed.emplace_back("no test was run");
  }
  return failed;
}

std::string Replaced(std::string text, std::string_view what, std::string_view with) {
  std::size_t at = 0;
  std::size_t count = 0;
  while ((at = text.find(what, at)) != std::string::npos) {
    text.replace(at, what.size(), with);
    at += with.size();
    ++count;
  }
  REQUIRE(count > 0);
  return text;
}

TEST_CASE("made tests pass on the rules that they were made with") {
  for (const char* layout : {"sloth", "exact", "pyrra"}) {
    for (const char* objective : {"99.5", "99.9", "95"}) {
      CAPTURE(layout);
      CAPTURE(objective);
      const Made made = MakeOf(Shop(objective), layout);
      CHECK(Failed(made.rules, made.tests.yaml) == std::vector<std::string>{});
      CHECK(made.tests.untested == std::vector<std::string>{});
      // Where little more can fail than a condition allows, no outage is heavy. Pyrra has an alert
      // for missing series, too.
      const std::size_t tests = std::string_view(objective) == "95" ? 10 : 12;
      CHECK(made.tests.tests == tests + (std::string_view(layout) == "pyrra" ? 1 : 0));
    }
  }
}

TEST_CASE("made tests of queries of any form pass") {
  const std::pair<const char*, const char*> queries[] = {
      {"sum(rate(errors_total[{{.window}}]))", "sum(rate(requests_total[{{.window}}]))"},
      {"sum(rate(d_seconds_count[{{.window}}])) - "
       "sum(rate(d_seconds_bucket{le=\"0.3\"}[{{.window}}]))",
       "sum(rate(d_seconds_count[{{.window}}]))"},
      {"sum by (job) (increase(errors_total{job=~\"a|b\"}[{{.window}}]))",
       "sum by (job) (increase(requests_total{job=~\"a|b\"}[{{.window}}]))"},
  };
  for (const auto& [errors, total] : queries) {
    CAPTURE(errors);
    for (const char* layout : {"sloth", "exact"}) {
      const Made made = MakeOf(Shop("99.9", errors, total), layout);
      CHECK(Failed(made.rules, made.tests.yaml) == std::vector<std::string>{});
      CHECK(made.tests.tests == 12);
    }
  }
}

TEST_CASE("made tests fail if a condition is too high, too low, or looks at other windows") {
  const Made made = MakeOf(Shop(), "exact");
  for (const char* factor : {"14.4", "6", "3", "1"}) {
    CAPTURE(factor);
    const std::string condition = fmt::format("> ({} * 0.005)", factor);
    for (const double times : {0.8, 1.25}) {
      // Then 1x for 3d, which holds whenever 3x does, is what makes the alert fire.
      if (std::string_view(factor) == "3" && times > 1) continue;
      const std::string other = fmt::format("> ({} * {} * 0.005)", factor, times);
      CHECK_FALSE(Failed(Replaced(made.rules, condition, other), made.tests.yaml).empty());
    }
  }
  // The long window alone: the alert goes on for too long.
  const std::string with_short =
      "and\n            slo:error_ratio:increase5m{slo_id=\"shop\"} > (14.4 * 0.005)\n";
  CHECK_FALSE(Failed(Replaced(made.rules, with_short, ""), made.tests.yaml).empty());
  // The short one in its place: it fires too soon.
  const std::string hour = "slo:error_ratio:increase1h{slo_id=\"shop\"} > (14.4";
  const std::string minutes = "slo:error_ratio:increase5m{slo_id=\"shop\"} > (14.4";
  CHECK_FALSE(Failed(Replaced(made.rules, hour, minutes), made.tests.yaml).empty());
}

// Each specification that is accepted, in the layout of its own tool and by numbers of events.
TEST_CASE("made tests of specifications of others pass") {
  const auto folder = test::Shared("conformance/slo/specs", "specifications");
  if (!folder) return;
  std::size_t passed = 0;
  std::size_t total = 0;
  std::size_t tests = 0;
  for (const std::string& line : test::Lines(*folder / "cases.jsonl")) {
    const std::string name = nlohmann::json::parse(line).at("file");
    // MetricsQL is for VictoriaMetrics.
    if (name.find("victoria-metrics") != std::string::npos) continue;
    const SourceBuffer file{SharedText(name), test::ReadText(*folder / name)};
    Arena arena;
    Diagnostics diagnostics;
    const std::vector<Slo> slos = ReadSlos(file, arena, diagnostics);
    if (diagnostics.HasErrors()) continue;
    for (const Slo& slo : slos) {
      for (const Layout* layout : {&OwnLayout(slo), FindLayout("exact")}) {
        auto groups = layout->make(slo, {});
        if (!groups) continue;
        const std::vector<SloRules> all = {{&slo, layout, std::move(*groups)}};
        const UnitTests made = MakeUnitTests(all, std::vector<std::string>{"rules.yml"});
        if (made.tests == 0) continue;
        CAPTURE(name);
        CAPTURE(layout->name);
        const auto rules = RuleFileText(all, RuleFormat::kRules, "");
        REQUIRE(rules.ok());
        const auto failed = Failed(*rules, made.yaml);
        CHECK(failed == std::vector<std::string>{});
        ++total;
        passed += failed.empty() ? 1 : 0;
        tests += made.tests;
      }
    }
  }
  test::PrintConformance(fmt::format("rules made of specifications pass their {} tests:", tests),
                         passed, total);
}

TEST_CASE("what cannot be tested is told") {
  Slo low = Shop("90");
  CHECK(MakeOf(low, "sloth").tests.untested.front() ==
        std::string("`shop`: alert `ErrorBudgetBurn` (page): 14.4x over 1h and 5m "
                    "cannot be exceeded, even if everything fails"));
  const Slo gauge =
      Shop("99", "1 - avg_over_time(up[{{.window}}])", "avg_over_time(up[{{.window}}]) * 0 + 1");
  CHECK(MakeOf(gauge, "sloth").tests.tests == 0);
  CHECK(MakeOf(gauge, "sloth").tests.untested ==
        std::vector<std::string>{"`shop`: no tests: its queries are not the rates "
                                 "of a few counters"});
}

TEST_CASE("an outage that is tried lets only one condition of an alert hold first") {
  const BurnAlert page = WorkbookPolicy(720 * kHour).alerts.front();
  std::vector<std::string> untested;
  const auto trials = OutageTrialsOf(page, 0.001, 300'000, untested);
  CHECK(untested.empty());
  REQUIRE(trials.size() == 6);
  // 14.4 * 0.001 * 1.1 for 1h: reached after 1h / 1.1, that is 54.5 minutes.
  CHECK(trials[0].error_ratio == doctest::Approx(0.01584));
  CHECK(trials[0].interval == 60'000);
  REQUIRE(trials[0].looks.size() == 4);
  CHECK(trials[0].looks[1].time - trials[0].quiet == 45 * 60'000);
  CHECK_FALSE(trials[0].looks[1].fires);
  CHECK(trials[0].looks[2].time - trials[0].quiet == 70 * 60'000);
  CHECK(trials[0].looks[2].fires);
  CHECK_FALSE(trials[0].looks[3].fires);
  CHECK(trials[1].error_ratio == doctest::Approx(0.01296));
}

}  // namespace
}  // namespace check::slo

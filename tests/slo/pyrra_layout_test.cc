#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/slo/layouts.h"
#include "libcheck/slo/read.h"
#include "libcheck/slo/write_rules.h"
#include "tests/slo/rule_differences.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check::slo {
namespace {

const std::map<std::string, LayoutOptions> kVariants = {
    {"plain", {}},
    {"generic", {.generic = true}},
    {"operator", {}},
    {"prom3off", {.exact_buckets = true}},
    {"external-url", {.external_url = "http://pyrra.example"}},
};

Result<std::vector<MadeGroup>> Make(const Slo& slo, const LayoutOptions& options = {}) {
  return FindLayout("pyrra")->make(slo, options);
}

// The files of the groups, by the ending of their names.
std::map<std::string, std::vector<MadeGroup>> ByPart(const std::vector<MadeGroup>& groups) {
  std::map<std::string, std::vector<MadeGroup>> parts;
  for (const MadeGroup& group : groups) parts[group.part].push_back(group);
  return parts;
}

// Which of a case's files holds the groups of `part`.
std::string FileOf(const nlohmann::json& files, const std::string& part) {
  for (const auto& file : files) {
    const auto path = file.get<std::string>();
    if (part.empty() || path.ends_with("-" + part + ".yaml")) return path;
  }
  return {};
}

// How the rules of `slo` differ from those of Pyrra. `theirs` reads its file with the groups of a
// part.
template <typename Read>
std::vector<std::string> Differences(const Slo& slo, const std::string& variant, Read theirs) {
  const auto groups = Make(slo, kVariants.at(variant));
  if (!groups) return {groups.error().message};
  std::vector<std::string> differences;
  for (const auto& [part, of_part] : ByPart(*groups)) {
    const std::string ours =
        variant == "operator"
            ? PrometheusRuleYaml(of_part, FindLayout("pyrra")->resource(slo, part))
            : RulesYaml(of_part);
    std::ranges::move(test::RuleDifferences(ours, theirs(part)), std::back_inserter(differences));
  }
  return differences;
}

TEST_CASE("conformance: rules as Pyrra makes them") {
  const auto folder = test::Shared("conformance/slo/specs", "rules of Pyrra");
  if (!folder) return;
  std::size_t agreed = 0;
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
    if (slos.empty()) continue;  // Refused: the reader's test has the reason.
    for (const auto& generated : row.at("generate")) {
      const auto variant = generated.at("variant").get<std::string>();
      CAPTURE(variant);
      const auto& files = generated.at("rules");
      const auto differences = Differences(slos.front(), variant, [&](const std::string& part) {
        return test::ReadText(*folder / FileOf(files, part));
      });
      for (const std::string& difference : differences) CHECK_MESSAGE(false, difference);
      total += files.size();
      agreed += differences.empty() ? files.size() : 0;
    }
  }
  test::PrintConformance("slo/specs, rules of Pyrra", agreed, total);
}

// Written by Pyrra 0.10: NAME.VARIANT.yaml, or NAME.VARIANT-PART.yaml.
TEST_CASE("rules of specifications of our own are those of Pyrra") {
  const std::filesystem::path folder = test::Testdata("slo/pyrra");
  std::size_t compared = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().stem().string();
    CAPTURE(name);
    const SourceBuffer file{SharedText(name), test::ReadText(entry.path())};
    Arena arena;
    Diagnostics diagnostics;
    const std::vector<Slo> slos = ReadSlos(file, arena, diagnostics);
    CHECK(diagnostics.found().empty());
    REQUIRE(slos.size() == 1);
    for (const auto& [variant, options] : kVariants) {
      CAPTURE(variant);
      const auto rules = [&](const std::string& part) {
        const std::string end = part.empty() ? "" : "-" + part;
        return folder / "rules" / fmt::format("{}.{}{}.yaml", name, variant, end);
      };
      if (!std::filesystem::exists(rules("")) && !std::filesystem::exists(rules("short"))) continue;
      const auto differences = Differences(slos.front(), variant, [&](const std::string& part) {
        return test::ReadText(rules(part));
      });
      for (const std::string& difference : differences) CHECK_MESSAGE(false, difference);
      ++compared;
    }
  }
  CHECK(compared == 9);
}

Slo FlagSlo(std::string errors, std::string good, std::string total) {
  Slo slo;
  slo.name = slo.id = "shop";
  slo.indicator.errors.text = std::move(errors);
  slo.indicator.good.text = std::move(good);
  slo.indicator.total.text = std::move(total);
  slo.policy = WorkbookPolicy(slo.period.length_ms);
  return slo;
}

// The expression of the first rule of that name.
std::string ExprOf(const Slo& slo, std::string_view name) {
  const auto groups = Make(slo, {.generic = true});
  if (!groups) return groups.error().message;
  for (const MadeGroup& group : *groups) {
    for (const MadeRule& rule : group.rules) {
      if (rule.name == name) return rule.expr;
    }
  }
  return {};
}

TEST_CASE("Pyrra's layout for objectives that are not Pyrra's") {
  CHECK(ExprOf(FlagSlo("x_total{code=~\"5..\",job=\"a\"}", "", "x_total{job=\"a\"}"),
               "x:burnrate5m") ==
        "sum(rate(x_total{code=~\"5..\",job=\"a\"}[5m])) / sum(rate(x_total{job=\"a\"}[5m]))");
  // What is not good is an error.
  CHECK(ExprOf(FlagSlo("", "x_total{code!~\"5..\"}", "x_total"), "x:burnrate5m") ==
        "sum(rate(x_total{code=~\"5..\"}[5m])) / sum(rate(x_total[5m]))");
  CHECK(ExprOf(FlagSlo("", "s_bucket{le=\"1\"}", "s_count"), "s:burnrate5m") ==
        "(sum(rate(s_count[5m])) - sum(rate(s_bucket{le=~\"1(\\\\.0)?\"}[5m]))) / "
        "sum(rate(s_count[5m]))");
  // Rates of selectors are what Pyrra makes of the selectors.
  CHECK(ExprOf(FlagSlo("sum(rate(e_total[{{.window}}]))", "", "(rate(x_total[{{ .window }}]))"),
               "x:burnrate1h") == "sum(rate(e_total[1h])) / sum(rate(x_total[1h]))");
  // The alerts are those of the objective's policy, one for each tier.
  const Slo slo = FlagSlo("e_total", "", "x_total");
  CHECK(ExprOf(slo, "ErrorBudgetBurn") ==
        "x:burnrate5m{slo=\"shop\"} > (14.4 * (1-0.999)) and x:burnrate1h{slo=\"shop\"} > (14.4 * "
        "(1-0.999))");
  const auto groups = Make(slo);
  REQUIRE(groups.ok());
  REQUIRE(groups->size() == 2);
  CHECK((*groups)[1].rules.size() == 7 + 4);
  CHECK((*groups)[1].rules.back().labels ==
        std::vector<std::pair<std::string, std::string>>{{"exhaustion", "30d"},
                                                         {"long", "3d"},
                                                         {"severity", "ticket"},
                                                         {"short", "6h"},
                                                         {"slo", "shop"}});
}

TEST_CASE("alerts whose windows round to 0 never fire") {
  const std::filesystem::path path = test::Testdata("slo/pyrra") / "short-window.yaml";
  const SourceBuffer file{SharedText("slo.yaml"), test::ReadText(path)};
  Arena arena;
  Diagnostics diagnostics;
  const std::vector<Slo> slos = ReadSlos(file, arena, diagnostics);
  REQUIRE(slos.size() == 1);
  const auto groups = Make(slos.front());
  REQUIRE(groups.ok());
  std::vector<std::size_t> tiers;
  for (const MadeRule& rule : groups->back().rules) {
    if (rule.burn) tiers.push_back(rule.burn->tiers.size());
  }
  CHECK(tiers == std::vector<std::size_t>{0, 1, 1, 1});
}

TEST_CASE("Pyrra's layout says what it cannot express") {
  CHECK(ExprOf(FlagSlo("sum(rate(e_total[{{.window}}])) * 2", "", "x_total"), "") ==
        "Pyrra's rules count the series of plain selectors, and `sum(rate(e_total[{{.window}}])) * "
        "2` is more than that");
  CHECK(
      ExprOf(FlagSlo("{job=\"a\"}", "", "x_total"), "") ==
      "`{job=\"a\"}` does not contain the name of the metric, which Pyrra's rules are named after");
  CHECK(ExprOf(FlagSlo("", "y_total", "x_total"), "") ==
        "Pyrra's rules count errors, and there is no selector for `y_total` subtracted from "
        "`x_total`");
  Slo slo = FlagSlo("e_total", "", "x_total");
  slo.indicator.kind = Indicator::Kind::kRatio;
  CHECK(ExprOf(slo, "") ==
        "Pyrra's rules count events, and the query of this objective is a ratio");
  slo.period.calendar.emplace();
  CHECK(ExprOf(slo, "") == "Pyrra's rules use a rolling period, and this one follows the calendar");
}

TEST_CASE("parts of Pyrra's layout can be left out, and labels added") {
  const Slo slo = FlagSlo("e_total", "", "x_total");
  const auto recordings =
      Make(slo, {.alerts = false, .extra_labels = {{"team", "web"}, {"slo", "mine"}}});
  REQUIRE(recordings.ok());
  REQUIRE(recordings->size() == 2);
  for (const MadeGroup& group : *recordings) {
    for (const MadeRule& rule : group.rules) {
      CHECK_FALSE(rule.is_alert);
      CHECK(rule.labels.front() == std::pair<std::string, std::string>("slo", "mine"));
    }
  }
  const auto alerts = Make(slo, {.recordings = false});
  REQUIRE(alerts.ok());
  for (const MadeGroup& group : *alerts) {
    for (const MadeRule& rule : group.rules) CHECK(rule.is_alert);
  }
}

TEST_CASE("differences of rules are noticed") {
  constexpr std::string_view kRules =
      "groups:\n- name: a\n  interval: 60s\n  rules:\n  - alert: A\n    expr: x > (14 * 0.1)\n"
      "    for: 1m0s\n    labels: {a: b}\n";
  const auto count = [&](std::string_view what, std::string_view with) {
    std::string changed(kRules);
    changed.replace(changed.find(what), what.size(), with);
    return test::RuleDifferences(changed, kRules).size();
  };
  CHECK(count("interval: 60s", "interval: 1m") == 0);
  CHECK(count("x > (14 * 0.1)", "(x) > 14 * 0.10000000000001") == 0);
  CHECK(count("name: a", "name: b") == 1);
  CHECK(count("interval: 60s", "interval: 61s") == 1);
  CHECK(count("14 *", "14.4 *") == 1);
  CHECK(count("1m0s", "1m1s") == 1);
  CHECK(count("a: b", "a: c") == 1);
  CHECK(count("alert: A", "record: A") == 1);
}

}  // namespace
}  // namespace check::slo

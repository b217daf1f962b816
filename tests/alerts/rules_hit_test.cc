#include "libcheck/alerts/rules_hit.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "libcheck/files/memory_files.h"
#include "libcheck/model/alert_matcher_parse.h"

namespace check::alerts {
namespace {

constexpr std::string_view kRules = R"(groups:
- name: g
  rules:
  - {alert: Full, expr: up, labels: {team: web}}
  - {alert: Summed, expr: 'sum by (instance) (up)', labels: {team: db}}
  - {alert: Slow, expr: up}
)";

// "Full all, Slow some"
std::string Hit(std::string_view text) {
  MemoryFiles files;
  files.Write("rules.yml", std::string(kRules));
  const std::string paths[] = {"rules.yml"};
  const RuleAlerts rules(paths, nullptr, RuleAlertOptions{.files = &files});
  const auto parsed = model::ParseMatchers(text, model::MatcherMode::kFallback);
  REQUIRE(!parsed.fault);
  std::string hits;
  for (const HitRule& hit : RulesHit(rules, parsed.matchers)) {
    hits += (hits.empty() ? "" : ", ") + hit.rule->name;
    hits += hit.share == alertmanager::Share::kAll    ? " all"
            : hit.share == alertmanager::Share::kSome ? " some"
                                                      : " perhaps";
  }
  return hits;
}

TEST_CASE("rules are hit if their alerts can match") {
  CHECK(Hit("alertname=Full") == "Full all");
  CHECK(Hit("alertname=Full, team=db").empty());
  CHECK(Hit("team=~\"web|db\"") == "Full all, Summed all, Slow some");
  CHECK(Hit("team!=web") == "Summed all, Slow some");
  CHECK(Hit("instance=a") == "Full some, Summed some, Slow some");
  CHECK(Hit("severity=page") == "Full some, Slow some");
  CHECK(Hit("severity=\"\"") == "Full some, Summed all, Slow some");
  CHECK(Hit("alertname=Full, alertname=Slow").empty());
  CHECK(Hit("alertname=~\"S.*\"") == "Summed all, Slow all");
}

}  // namespace
}  // namespace check::alerts

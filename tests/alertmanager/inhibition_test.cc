#include "libcheck/alertmanager/inhibition.h"

#include <doctest/doctest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/alertmanager/config_text.h"
#include "tests/support/shared.h"

namespace check::alertmanager {
namespace {

using nlohmann::json;

model::Labels LabelsOf(const json& labels, model::LabelTable& table) {
  std::vector<model::Label> list;
  for (const auto& [name, value] : labels.items()) {
    list.push_back({table.Intern(name), table.Intern(value.get<std::string>())});
  }
  return table.Make(list);
}

// Matchers stand in the rows as objects.
json Rewritten(json rules) {
  for (json& rule : rules) {
    for (const char* side : {"source_matchers", "target_matchers"}) {
      if (!rule.contains(side)) continue;
      for (json& matcher : rule[side]) {
        matcher = matcher.at("name").get<std::string>() + matcher.at("op").get<std::string>() +
                  matcher.at("value").dump();
      }
    }
  }
  return rules;
}

std::vector<InhibitRule> Read(const std::string& text) {
  return test::ConfigText("route: {receiver: a}\n" + test::Below("inhibit_rules", text))
      .routing()
      .inhibit_rules;
}

TEST_CASE("alerts are inhibited as in Alertmanager's own tests") {
  const auto path = test::Shared("conformance/alertmanager_inhibit/cases.jsonl", "inhibition");
  if (!path) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*path)) {
    CAPTURE(line);
    const json row = json::parse(line);
    const bool all_are_sources = row.at("kind") == "has_equal";
    std::vector<InhibitRule> rules;
    if (all_are_sources) {
      rules.emplace_back().equal = row.at("equal").get<std::vector<std::string>>();
    } else {
      rules = Read(Rewritten(row.at("rules")).dump());
    }
    model::LabelTable table;
    const model::Labels target = LabelsOf(row.at("target"), table);
    // Later alerts take the place of earlier ones with the same labels.
    std::map<std::string, std::pair<model::Labels, bool>> alerts;
    for (const json& alert : row.at(all_are_sources ? "source_alerts" : "alerts")) {
      const model::Labels labels = LabelsOf(alert.at("labels"), table);
      const json& end = alert.at("ends_at_offset_s");
      alerts[labels.ToString()] = {labels, end.is_null() || end.get<int>() > 0};
    }
    std::vector<model::Labels> firing;
    for (const auto& [text, alert] : alerts) {
      if (alert.second) firing.push_back(alert.first);
    }
    // A rule without matchers has only alerts that match both sides: they are asked for `equal`.
    bool inhibited = false;
    if (all_are_sources) {
      for (const model::Labels source : firing) inhibited |= HasEqual(rules[0], source, target);
    } else {
      inhibited = FindInhibition(rules, firing, target).has_value();
    }
    const bool same = inhibited == row.at("inhibited").get<bool>();
    CHECK(same);
    ++total;
    agreed += same ? 1 : 0;
  }
  test::PrintConformance("alertmanager_inhibit/cases.jsonl", agreed, total);
}

TEST_CASE(
    "an alert mutes neither itself nor one that could mute it, and labels both lack are equal") {
  const auto rules = Read(R"(
- {source_matchers: [severity="critical"], target_matchers: [severity=~"critical|warning"], equal: [cluster]}
- {name: maintenance, source_match: {alertname: Maintenance}, target_match_re: {job: "a.*"}}
)");
  CHECK(rules[1].name == "maintenance");
  model::LabelTable table;
  const std::vector<model::Labels> firing = {
      table.Make({{"severity", "critical"}, {"alertname", "A"}}),
      table.Make({{"severity", "critical"}, {"alertname", "B"}, {"cluster", "x"}}),
      table.Make({{"alertname", "Maintenance"}})};
  const auto by = [&](model::Labels target) {
    const auto found = FindInhibition(rules, firing, target);
    return found ? std::to_string(found->rule) + "/" + std::to_string(found->source) : "";
  };
  CHECK(by(firing[0]) == "");
  CHECK(by(table.Make({{"severity", "critical"}})) == "");
  CHECK(by(table.Make({{"severity", "warning"}})) == "0/0");
  CHECK(by(table.Make({{"severity", "warning"}, {"cluster", "x"}})) == "0/1");
  CHECK(by(table.Make({{"severity", "warning"}, {"cluster", "y"}})) == "");
  CHECK(by(table.Make({{"severity", "warning"}, {"cluster", "y"}, {"job", "api"}})) == "1/2");
}

}  // namespace
}  // namespace check::alertmanager

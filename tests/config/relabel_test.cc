#include "libcheck/config/common/relabel.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/shared.h"

namespace check::config {
namespace {

using nlohmann::json;

// Fields that are not given keep what `rule` has.
RelabelRule Rule(const json& fields, RelabelRule rule = {}) {
  const auto text = [&](const char* name, std::string& to) {
    if (fields.contains(name)) to = fields.at(name).get<std::string>();
  };
  if (fields.contains("source_labels")) {
    rule.source_labels = fields.at("source_labels").get<std::vector<std::string>>();
  }
  text("separator", rule.separator);
  text("target_label", rule.target_label);
  text("replacement", rule.replacement);
  if (fields.contains("regex")) {
    Result<Regex> regex = Regex::Compile(fields.at("regex").get<std::string>());
    REQUIRE(regex);
    rule.regex = std::move(*regex);
  }
  if (fields.contains("modulus")) rule.modulus = fields.at("modulus").get<std::uint64_t>();
  if (fields.contains("action")) {
    const auto action = FindRelabelAction(fields.at("action").get<std::string>());
    REQUIRE(action);
    rule.action = *action;
  }
  return rule;
}

std::vector<RelabelRule> Rules(const json& list) {
  std::vector<RelabelRule> rules;
  for (const json& fields : list) rules.push_back(Rule(fields));
  return rules;
}

RelabelLabels Labels(const json& given) {
  std::vector<RelabelLabels::Pair> pairs;
  for (const auto& [name, value] : given.items()) pairs.emplace_back(name, value);
  return RelabelLabels(std::move(pairs));
}

std::string Text(const RelabelLabels& labels) {
  std::string text;
  for (const auto& [name, value] : labels.Sorted()) text += name + "=" + value + " ";
  return text;
}

TEST_CASE("rules do to labels what Prometheus's own tests have them do") {
  const auto path = test::Shared("conformance/relabel/process.jsonl", "relabelling");
  if (!path) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*path)) {
    const json row = json::parse(line);
    CAPTURE(row.at("id").get<std::string>());
    const std::vector<RelabelRule> rules = Rules(row.at("configs"));
    for (const RelabelRule& rule : rules) CHECK_FALSE(RelabelProblem(rule).has_value());
    RelabelLabels labels = Labels(row.at("labels"));
    const bool kept = Relabel(rules, labels);
    const bool same = kept != row.at("drop").get<bool>() &&
                      (!kept || Text(labels) == Text(Labels(row.at("output"))));
    CHECK(same);
    ++total;
    agreed += same ? 1 : 0;
  }
  test::PrintConformance("relabel/process.jsonl", agreed, total);
}

TEST_CASE("target labels are templates of legacy names as Prometheus's own tests have it") {
  const auto path = test::Shared("conformance/relabel/target_label_legacy.jsonl", "target labels");
  if (!path) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*path)) {
    const json row = json::parse(line);
    RelabelRule rule;
    rule.names = model::NameValidation::kLegacy;
    rule.target_label = row.at("target_label");
    CAPTURE(rule.target_label);
    const bool same = RelabelProblem(rule).has_value() != row.at("valid").get<bool>();
    CHECK(same);
    ++total;
    agreed += same ? 1 : 0;
  }
  test::PrintConformance("relabel/target_label_legacy.jsonl", agreed, total);
}

TEST_CASE("rules are refused as Prometheus's own tests have it") {
  const auto path = test::Shared("conformance/relabel/validate.jsonl", "relabelling rules");
  if (!path) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*path)) {
    const json row = json::parse(line);
    ++total;
    // A RelabelRule always has an action; that none is given is for readers of files to tell.
    if (!row.at("config").contains("action")) {
      CHECK(row.at("error_contains").at(0) == "relabel action cannot be empty");
      continue;
    }
    CAPTURE(row.at("id").get<std::string>());
    RelabelRule before;
    if (!row.at("apply_defaults").get<bool>()) before.separator = before.replacement = "";
    RelabelRule rule = Rule(row.at("config"), std::move(before));
    if (row.at("name_validation") == "legacy") rule.names = model::NameValidation::kLegacy;
    const auto problem = RelabelProblem(rule);
    bool same = problem.has_value() != row.at("ok").get<bool>();
    if (problem && row.contains("error_contains")) {
      for (const json& part : row.at("error_contains")) {
        same = same && problem->upstream.find(part.get<std::string>()) != std::string::npos;
      }
    }
    CHECK(same);
    agreed += same ? 1 : 0;
  }
  test::PrintConformance("relabel/validate.jsonl (one has no action at all)", agreed, total);
}

TEST_CASE("each action does its work") {
  struct Row {
    const char* rules;
    const char* labels;
    const char* result;  // Null: dropped.
  };
  const Row kRows[] = {
      {R"([{"source_labels":["a","b"],"target_label":"c"}])", R"({"a":"1","b":"2"})",
       "a=1 b=2 c=1;2 "},
      {R"([{"target_label":"env","replacement":"prod"}])", R"({"a":"1"})", "a=1 env=prod "},
      {R"([{"source_labels":["a"],"target_label":"a","replacement":""}])", R"({"a":"1"})", ""},
      {R"x([{"source_labels":["a"],"regex":"(x)?y","target_label":"${1}z"}])x", R"({"a":"xy"})",
       "a=xy xz=x "},
      {R"([{"source_labels":["a"],"target_label":"b","action":"lowercase"}])", R"({"a":"ÄB"})",
       "a=ÄB b=äb "},
      {R"([{"source_labels":["a"],"target_label":"b","action":"Uppercase"}])", R"({"a":"äß"})",
       "a=äß b=Äß "},
      {R"([{"source_labels":["a"],"target_label":"b","action":"hashmod","modulus":1000}])",
       R"({"a":"foo"})", "a=foo b=696 "},
      {R"([{"source_labels":["a"],"regex":"1","action":"keep"}])", R"({"a":"12"})", nullptr},
      {R"([{"source_labels":["a"],"regex":"1.","action":"drop"}])", R"({"a":"12"})", nullptr},
      {R"([{"source_labels":["a"],"target_label":"b","action":"keepequal"}])",
       R"({"a":"1","b":"2"})", nullptr},
      {R"([{"source_labels":["a"],"target_label":"b","action":"dropequal"}])",
       R"({"a":"1","b":"1"})", nullptr},
      // What a rule adds comes after what was there, so it wins.
      {R"x([{"target_label":"m_x","replacement":"new"},{"regex":"[mn]_(.*)","action":"labelmap"}])x",
       R"({"n_x":"old"})", "m_x=new n_x=old x=new "},
      {R"([{"regex":"__.*","action":"labeldrop"}])", R"({"__a":"1","b":"2"})", "b=2 "},
      {R"([{"regex":"__.*","action":"labelkeep"}])", R"({"__a":"1","b":"2"})", "__a=1 "},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.rules);
    RelabelLabels labels = Labels(json::parse(row.labels));
    const bool kept = Relabel(Rules(json::parse(row.rules)), labels);
    CHECK(kept == (row.result != nullptr));
    if (kept && row.result != nullptr) CHECK(Text(labels) == row.result);
  }
}

}  // namespace
}  // namespace check::config

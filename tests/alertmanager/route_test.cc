#include "libcheck/alertmanager/route.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/alertmanager/config_text.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check::alertmanager {
namespace {

using nlohmann::json;
using test::Below;
using test::ConfigText;

RouteTree Read(std::string_view text) { return ConfigText(Below("route", text)).routing().routes; }

model::Labels LabelsOf(const json& labels, model::LabelTable& table) {
  std::vector<model::Label> list;
  for (const auto& [name, value] : labels.items()) {
    list.push_back({table.Intern(name), table.Intern(value.get<std::string>())});
  }
  return table.Make(list);
}

template <typename Agrees>
void ForEachRow(std::string_view name, Agrees&& agrees) {
  const std::string file(name);
  const auto path = test::Shared("conformance/" + file, "routes");
  if (!path) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*path)) {
    CAPTURE(line);
    const bool same = agrees(json::parse(line));
    CHECK(same);
    ++total;
    agreed += same ? 1 : 0;
  }
  test::PrintConformance(file, agreed, total);
}

json Milliseconds(Duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

json Described(const RouteTree& tree, std::uint32_t number) {
  const Route& route = tree[number];
  return {{"receiver", route.receiver},
          {"group_by", route.group_by},
          {"group_by_all", route.group_by_all},
          {"group_wait_ms", Milliseconds(route.group_wait)},
          {"group_interval_ms", Milliseconds(route.group_interval)},
          {"repeat_interval_ms", Milliseconds(route.repeat_interval)},
          {"labels", json(route.labels)},
          {"key", tree.Key(number)}};
}

TEST_CASE("alerts are routed as in Alertmanager's own tests") {
  ForEachRow("alertmanager_route/match.jsonl", [](const json& row) {
    const RouteTree tree = Read(row.at("route_yaml").get<std::string>());
    model::LabelTable table;
    json matches = json::array();
    for (const std::uint32_t route : tree.Match(LabelsOf(row.at("labels"), table))) {
      matches.push_back(Described(tree, route));
    }
    CHECK(matches == row.at("matches"));
    return matches == row.at("matches");
  });
}

TEST_CASE("routes inherit labels and grouping, and lie in order, as in Alertmanager's own tests") {
  ForEachRow("alertmanager_route/labels.jsonl", [](const json& row) {
    const RouteTree tree = Read(row.at("route_yaml").get<std::string>());
    model::LabelTable table;
    const auto matches = tree.Match(LabelsOf(row.at("labels"), table));
    return matches.size() == 1 && json(tree[matches[0]].labels) == row.at("route_labels");
  });
  ForEachRow("alertmanager_route/group_by_all.jsonl", [](const json& row) {
    const RouteTree tree = Read(row.at("route_yaml").get<std::string>());
    const json& expected = row.at("expected");
    return std::all_of(expected.begin(), expected.end(), [&](const json& route) {
      std::uint32_t at = 0;
      for (int child : route.at("route_path")) {
        at = tree.FirstChild(at);
        while (child-- > 0) at = tree.NextSibling(at);
      }
      return tree[at].group_by_all == route.at("group_by_all").get<bool>();
    });
  });
  ForEachRow("alertmanager_route/walk.jsonl", [](const json& row) {
    const RouteTree tree = Read(row.at("route_yaml").get<std::string>());
    json receivers = json::array();
    for (const Route& route : tree.routes()) receivers.push_back(route.receiver);
    return receivers == row.at("expected");
  });
}

TEST_CASE("alerts find the receivers that amtool's own tests name") {
  ForEachRow("amtool/routes_test.jsonl", [](const json& row) {
    const auto path = test::Shared("conformance/amtool/" + row.at("file").get<std::string>(), "it");
    REQUIRE(path);
    const RouteTree tree = ConfigText(test::ReadText(*path)).routing().routes;
    model::LabelTable table;
    json receivers = json::array();
    for (const std::uint32_t at : tree.Match(LabelsOf(row.at("labels"), table))) {
      receivers.push_back(tree[at].receiver);
    }
    return receivers == row.at("receivers");
  });
}

constexpr std::string_view kTree = R"(
receiver: default
group_by: [cluster, alertname]
repeat_interval: 3h
mute_time_intervals: [root]
labels: {a: root, b: root}
routes:
- matchers: ['team="a"']
  group_by: ['...']
  mute_time_intervals: [night]
  routes:
  - {match: {severity: page}, receiver: pager, continue: true, labels: {b: page}}
  - {matchers: [severity=~"page|ticket", 'x!="y"'], group_by: [], group_wait: 0s}
  - {match: {severity: page}, receiver: never}
- {match_re: {team: "b.*"}, receiver: b, continue: true}
- {match: {team: bb}, receiver: bb, active_time_intervals: [day]}
)";

TEST_CASE("what a route does not say it has from the one around it, intervals aside") {
  const RouteTree tree = Read(kTree);
  REQUIRE(tree.routes().size() == 7);
  CHECK(tree[0].group_by == std::vector<std::string>{"alertname", "cluster"});
  CHECK(tree[1].group_by_all);
  CHECK(tree[1].receiver == "default");
  CHECK(tree[1].repeat_interval == std::chrono::hours(3));
  CHECK(tree[1].mute_time_intervals == std::vector<std::string>{"night"});
  CHECK(tree[2].mute_time_intervals.empty());
  CHECK(tree[2].group_by_all);
  CHECK(tree[2].labels == std::map<std::string, std::string>{{"a", "root"}, {"b", "page"}});
  CHECK_FALSE(tree[3].group_by_all);
  CHECK(tree[3].group_by.empty());
  CHECK(tree[3].group_wait == Duration::zero());
  CHECK(tree[3].matchers.size() == 2);
  CHECK(tree[4].depth == 2);
  CHECK(tree[4].parent == 1);
  CHECK(tree[5].parent == 0);
  CHECK(tree[1].end == 5);
  CHECK(tree[6].end == 7);
  CHECK(tree[6].active_time_intervals == std::vector<std::string>{"day"});
}

TEST_CASE("an alert goes to the first child that matches, to later ones after `continue`") {
  const RouteTree tree = Read(kTree);
  model::LabelTable table;
  using Routes = std::vector<std::uint32_t>;
  const auto match = [&](std::initializer_list<std::pair<std::string_view, std::string_view>> l) {
    return tree.Match(table.Make(l));
  };
  CHECK(match({}) == Routes{0});
  CHECK(match({{"team", "a"}}) == Routes{1});
  CHECK(match({{"team", "a"}, {"severity", "page"}}) == Routes{2, 3});
  CHECK(match({{"team", "a"}, {"severity", "page"}, {"x", "y"}}) == Routes{2, 4});
  CHECK(match({{"team", "b"}}) == Routes{5});
  CHECK(match({{"team", "bb"}}) == Routes{5, 6});
  CHECK(tree.Visit(table.Make({{"team", "a"}, {"severity", "ticket"}})) == Routes{0, 1, 3});
}

TEST_CASE("groups are named by their routes' matchers and the labels that alerts are grouped by") {
  const RouteTree tree = Read(kTree);
  model::LabelTable table;
  const model::Labels alert =
      table.Make({{"alertname", "Down"}, {"team", "a"}, {"severity", "page"}});
  const auto key = [&](std::uint32_t route) {
    return tree.GroupKey(route, tree.GroupLabels(route, alert, table));
  };
  CHECK(key(0) == R"({}:{alertname="Down"})");
  CHECK(key(2) == R"({}/{team="a"}/{severity="page"}:)"
                  R"({alertname="Down", severity="page", team="a"})");
  CHECK(key(3) == R"({}/{team="a"}/{severity=~"page|ticket",x!="y"}:{})");
  CHECK(tree.Key(5) == R"({}/{team=~"^(?:b.*)$"})");
}

TEST_CASE("what Alertmanager refuses in a route is an error") {
  const auto error = [](std::string_view text) { return ConfigText(Below("route", text)).error(); };
  CHECK(error("{receiver: a, routes: [{match_re: {b: '('}}]}") ==
        "error parsing regexp: missing closing ): `^(?:()$`");
  CHECK(error("{receiver: a, matchers: ['a!b']}") == "bad matcher format: a!b");
  CHECK(error("{receiver: a, match: {a-b: c}}") == R"(invalid label name "a-b")");
  CHECK(error("{receiver: a, group_wait: 1x}") == R"(unknown unit "x" in duration "1x")");
}

TEST_CASE("the root takes all alerts, and intervals of both lists are known") {
  const auto read = [](std::string_view text) {
    const std::string_view open = text.substr(0, text.size() - 1);
    const ConfigText config(std::string(open) + ", receivers: [{name: a}]}");
    if (!config.error().empty()) return config.error();
    const Routing routing = config.routing();
    return std::to_string(routing.intervals.size()) + " intervals, " +
           std::to_string(routing.inhibit_rules.size()) + " rules";
  };
  CHECK(
      read("{route: {receiver: a}, time_intervals: [{name: b}], mute_time_intervals: [{name: c}], "
           "inhibit_rules: [{}]}") == "2 intervals, 1 rules");
  CHECK(read("{global: {}}") == "no routes provided");
  CHECK(read("{route: {}}") == "root route must specify a default receiver");
  CHECK(read("{route: {receiver: a, match: {b: c}}}") == "root route must not have any matchers");
  CHECK(read("{route: {receiver: a, continue: true}}") == "cannot have continue in root route");
  CHECK(read("{route: {receiver: a, mute_time_intervals: [b]}}") ==
        "root route must not have any mute time intervals");
  CHECK(read("{route: {receiver: a, active_time_intervals: [b]}}") ==
        "root route must not have any active time intervals");
}

TEST_CASE("routes lie within one another as deep as YAML lets them") {
  std::string text;
  constexpr int kDepth = 2'000;
  for (int i = 0; i < kDepth; ++i) {
    text += std::string(static_cast<std::size_t>(i), ' ') + "receiver: r" + std::to_string(i) +
            '\n' + std::string(static_cast<std::size_t>(i), ' ') + "routes:\n" +
            std::string(static_cast<std::size_t>(i), ' ') + "-\n";
  }
  text += std::string(kDepth, ' ') + "receiver: last\n";
  const RouteTree tree = Read(text);
  model::LabelTable table;
  const auto matches = tree.Match(table.Empty());
  REQUIRE(matches.size() == 1);
  CHECK(tree[matches[0]].receiver == "last");
  CHECK(tree[matches[0]].depth == kDepth);
}

}  // namespace
}  // namespace check::alertmanager

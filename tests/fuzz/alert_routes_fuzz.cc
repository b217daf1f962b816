#include <algorithm>
#include <string>

#include "libcheck/config/alertmanager/routing.h"
#include "libcheck/yaml/parse.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {

// A configuration, whatever is wrong with it.
void FuzzAlertRoutes(std::string_view bytes) {
  const SourceBuffer file("fuzz.yml", std::string(bytes));
  Arena arena;
  Diagnostics diagnostics;
  const yaml::Stream stream = yaml::Parse(file, arena, diagnostics);
  if (stream.documents.empty() || stream.documents[0].root == nullptr) return;
  const schema::Input input = {file, stream, arena};
  const schema::Values values(*stream.documents[0].root, input, yaml::Dialect::kGoYamlV2);
  const auto routing = config::alertmanager::MakeRouting(
      config::alertmanager::ReadConfig(values, model::MatcherMode::kFallback));
  if (!routing) return;
  const alertmanager::RouteTree& tree = routing->routes;

  model::LabelTable table;
  for (const model::Labels labels :
       {table.Empty(), table.Make({{"team", "a"}, {"severity", "page"}, {"a", "b"}})}) {
    const auto visited = tree.Visit(labels);
    const auto matched = tree.Match(labels);
    Require(matched.empty() == visited.empty(), "an alert that comes in ends somewhere");
    for (const std::uint32_t route : matched) {
      Require(std::find(visited.begin(), visited.end(), route) != visited.end(),
              "an alert passes through where it ends");
      const model::Labels group = tree.GroupLabels(route, labels, table);
      Require(group.list().size() <= labels.list().size(), "a group has labels of the alert");
      (void)tree.GroupKey(route, group);
    }
    (void)alertmanager::FindInhibition(routing->inhibit_rules, {&labels, 1}, labels);
    for (const std::uint32_t route : visited) {
      Require(model::MatchesAll(tree[route].matchers, labels), "what is visited matches");
    }
  }
}

}  // namespace check::fuzz

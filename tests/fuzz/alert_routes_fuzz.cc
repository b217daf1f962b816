#include <algorithm>
#include <string>

#include "libcheck/alertmanager/read.h"
#include "libcheck/yaml/parse.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {

// A route as it stands below `route:`.
void FuzzAlertRoutes(std::string_view bytes) {
  const SourceBuffer file("route.yml", std::string(bytes));
  Arena arena;
  Diagnostics diagnostics;
  const yaml::Stream stream = yaml::Parse(file, arena, diagnostics);
  if (stream.documents.empty() || stream.documents[0].root == nullptr) return;
  const yaml::Node& root = *stream.documents[0].root;
  (void)alertmanager::ReadInhibitRules(root, model::MatcherMode::kFallback, arena);
  const auto tree = alertmanager::ReadRoutes(root, model::MatcherMode::kFallback, arena);
  if (!tree) return;

  model::LabelTable table;
  for (const model::Labels labels :
       {table.Empty(), table.Make({{"team", "a"}, {"severity", "page"}, {"a", "b"}})}) {
    const auto visited = tree->Visit(labels);
    const auto matched = tree->Match(labels);
    Require(matched.empty() == visited.empty(), "an alert that comes in ends somewhere");
    for (const std::uint32_t route : matched) {
      Require(std::find(visited.begin(), visited.end(), route) != visited.end(),
              "an alert passes through where it ends");
      const model::Labels group = tree->GroupLabels(route, labels, table);
      Require(group.list().size() <= labels.list().size(), "a group has labels of the alert");
      (void)tree->GroupKey(route, group);
    }
    for (const std::uint32_t route : visited) {
      Require(model::MatchesAll((*tree)[route].matchers, labels), "what is visited matches");
    }
  }
}

}  // namespace check::fuzz

#include "libcheck/silences/receiver_witness.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/model/alert_matcher_parse.h"

namespace check::silences {
namespace {

alertmanager::RouteSpec Spec(std::uint32_t depth, std::string receiver, std::string_view matchers,
                             bool continues = false) {
  auto parsed = model::ParseMatchers(matchers, model::MatcherMode::kFallback);
  REQUIRE(!parsed.fault);
  return {.depth = depth,
          .matchers = std::move(parsed.matchers),
          .continues = continues,
          .receiver = std::move(receiver)};
}

// The labels that are found, having been looked up in the tree again; or the error.
std::string Found(const std::string& receiver, const api::v2::Pairs& wanted) {
  const alertmanager::RouteTree tree({{.receiver = "web"},
                                      Spec(1, "db", "team=db", true),
                                      Spec(1, "all", "team=~\"d.*\""),
                                      Spec(1, "hidden", "team=db"),
                                      Spec(1, "pager", "severity=~\"page|wake\", env!=dev"),
                                      Spec(2, "night", "hour=night")});
  const auto witness = FindReceiverWitness(tree, receiver, wanted);
  if (!witness) return witness.error().message;
  std::vector<std::pair<std::string_view, std::string_view>> labels(witness->labels.begin(),
                                                                    witness->labels.end());
  model::LabelTable table;
  const model::Labels made = table.Make(labels);
  bool arrives = false;
  for (const std::uint32_t end : tree.Match(made)) arrives |= end == witness->route;
  CHECK(arrives);
  CHECK(tree[witness->route].receiver == receiver);
  return made.ToString();
}

TEST_CASE("labels are found that reach a receiver") {
  CHECK(Found("db", {}) == "{team=\"db\"}");
  CHECK(Found("night", {{"env", "prod"}}).find("hour=\"night\"") != std::string::npos);
  CHECK(Found("web", {{"x", "y"}}) == "{x=\"y\"}");
  CHECK(Found("pager", {{"severity", "wake"}}) == "{severity=\"wake\"}");
  CHECK(Found("all", {{"team", "dc"}}) == "{team=\"dc\"}");
}

TEST_CASE("it is told why no labels reach a receiver") {
  CHECK(Found("nobody", {}) == "no route uses the receiver `nobody`");
  CHECK(Found("hidden", {}) == "no alert with these labels reaches the receiver `hidden`");
  CHECK(Found("pager", {{"env", "dev"}}) ==
        "no alert with these labels reaches the receiver `pager`");
}

}  // namespace
}  // namespace check::silences

#include "libcheck/alertmanager/route_text.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/alertmanager/muting.h"
#include "libcheck/alertmanager/route_trace.h"
#include "tests/alertmanager/config_text.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check::alertmanager {
namespace {

using nlohmann::json;
using test::ConfigText;

RouteTree RoutesOf(std::string_view text) { return ConfigText(std::string(text)).routing().routes; }

// What amtool prints for the words behind `config routes`.
std::string Printed(const std::vector<std::string>& words, const RouteTree& tree) {
  if (std::find(words.begin(), words.end(), "test") == words.end()) {
    return "Routing tree:\n" + DrawRoutes(tree) + '\n';
  }
  model::LabelTable table;
  std::vector<model::Label> labels;
  bool with_tree = false;
  std::string expected;
  constexpr std::string_view kVerify = "--verify.receivers=";
  for (const std::string& word : words) {
    if (word == "--tree") with_tree = true;
    if (word.starts_with(kVerify)) expected = word.substr(kVerify.size());
    const std::size_t sign = word.find('=');
    if (word.starts_with("--") || sign == std::string::npos) continue;
    labels.push_back({table.Intern(word.substr(0, sign)), table.Intern(word.substr(sign + 1))});
  }
  const model::Labels alert = table.Make(labels);
  std::string out = with_tree ? "Matching routes:\n" + DrawVisited(tree, alert) + "\n\n" : "";
  std::string receivers;
  for (const std::uint32_t route : tree.Match(alert)) {
    receivers += (receivers.empty() ? "" : ",") + tree[route].receiver;
  }
  out += receivers + '\n';
  if (!expected.empty() && expected != receivers) {
    out += "WARNING: Expected receivers did not match resolved receivers.\n";
  }
  return out;
}

TEST_CASE("routes are shown and tested as amtool 0.34 printed them") {
  const auto folder = test::Shared("conformance/amtool_recordings", "amtool");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*folder / "commands.jsonl")) {
    const json row = json::parse(line);
    const auto args = row.at("args").get<std::vector<std::string>>();
    if (std::find(args.begin(), args.end(), "routes") == args.end()) continue;
    if (row.at("stderr").get<std::string>().starts_with("amtool: error")) continue;
    CAPTURE(line);
    const bool is_local = row.at("requests").empty();
    const std::string text =
        is_local ? test::ReadText(*folder / "files" / "am.yml")
                 : json::parse(row.at("requests")[0].at("response").at("body").get<std::string>())
                       .at("config")
                       .at("original")
                       .get<std::string>();
    const std::string printed = Printed(args, RoutesOf(text));
    CHECK(printed == row.at("stdout").get<std::string>());
    ++total;
    agreed += printed == row.at("stdout") ? 1 : 0;
  }
  test::PrintConformance("amtool_recordings/commands.jsonl (routes)", agreed, total);
}

constexpr std::string_view kConfig = R"(
route:
  receiver: default
  routes:
  - matchers: ['team="db"']
    receiver: db
    routes:
    - {matchers: [severity="page"], receiver: pager, continue: true, mute_time_intervals: [night, lunch]}
    - {matchers: [severity!~"info|debug"], active_time_intervals: [lunch]}
    - {matchers: [env!="test"], receiver: "a \"b\""}
  - {match_re: {team: web.*}, receiver: web}
  - {receiver: rest, continue: true}
time_intervals:
- {name: night, time_intervals: [{times: [{start_time: '00:00', end_time: '06:00'}]}]}
- {name: lunch, time_intervals: [{times: [{start_time: '12:00', end_time: '13:00'}]}]}
)";

TEST_CASE("a tree has a line for each route, or for each that an alert visits") {
  const RouteTree tree = RoutesOf(kConfig);
  CHECK(DrawRoutes(tree) == R"(.
└── default-route  receiver: default
    ├── {team="db"}  receiver: db
    │   ├── {severity="page"}  continue: true  receiver: pager
    │   ├── {severity!~"info|debug"}  receiver: db
    │   └── {env!="test"}  receiver: a "b"
    ├── {team=~"^(?:web.*)$"}  receiver: web
    └── default-route  continue: true  receiver: rest
)");
  model::LabelTable table;
  CHECK(DrawVisited(tree, table.Make({{"team", "db"}, {"severity", "page"}})) == R"(.
└── default-route
    └── {team="db"}
        ├── {severity="page"}  receiver: pager
        └── {severity!~"info|debug"}  receiver: db
)");
}

TEST_CASE("the graph for dot has quotes and backslashes escaped") {
  CHECK(RoutesDot(RoutesOf(kConfig)) == R"(digraph routes {
  rankdir=LR;
  node [shape=box];
  r0 [label="default-route\ndefault"];
  r1 [label="{team=\"db\"}\ndb"];
  r0 -> r1;
  r2 [label="{severity=\"page\"}\npager"];
  r1 -> r2 [label="continue"];
  r3 [label="{severity!~\"info|debug\"}\ndb"];
  r1 -> r3;
  r4 [label="{env!=\"test\"}\na \"b\""];
  r1 -> r4;
  r5 [label="{team=~\"^(?:web.*)$\"}\nweb"];
  r0 -> r5;
  r6 [label="default-route\nrest"];
  r0 -> r6 [label="continue"];
}
)");
}

std::string Traced(const RouteTree& tree, model::Labels labels) {
  using Outcome = RouteStep::Outcome;
  std::string out;
  for (const RouteStep& step : TraceAlert(tree, labels)) {
    out += std::to_string(step.route) + ": ";
    switch (step.outcome) {
      case Outcome::kPassed:
        out += "passed";
        break;
      case Outcome::kEnded:
        out += "ended";
        break;
      case Outcome::kNoMatch:
        out += WhyNoMatch(*step.failed, labels);
        break;
      case Outcome::kNotTried:
        out += "taken by " + std::to_string(step.taken_by);
        break;
    }
    out += '\n';
  }
  return out;
}

TEST_CASE("a trace says of each route what became of the alert there, and why") {
  const RouteTree tree = RoutesOf(kConfig);
  model::LabelTable table;
  CHECK(Traced(tree, table.Make({{"team", "db"}, {"severity", "page"}})) == R"(0: passed
1: passed
2: ended
3: ended
4: taken by 3
5: taken by 1
6: taken by 1
)");
  CHECK(Traced(tree, table.Make({{"team", "db"}, {"severity", "info"}, {"env", "test"}})) ==
        R"(0: passed
1: ended
2: `severity` is `info`, not `page`
3: `severity` is `info`, which matches `info|debug`
4: `env` is `test`
5: taken by 1
6: taken by 1
)");
  CHECK(Traced(tree, table.Make({{"team", "we"}})) == R"(0: passed
1: `team` is `we`, not `db`
5: `team` is `we`, which does not match `^(?:web.*)$`
6: ended
)");
  CHECK(Traced(tree, table.Empty()).find("1: the alert has no label `team`\n") !=
        std::string::npos);
}

TEST_CASE("a route is muted by its own intervals, and where it has active ones outside of these") {
  const Routing routing = ConfigText(std::string(kConfig)).routing();
  const RouteTree& tree = routing.routes;
  constexpr std::int64_t kHour = 3'600'000;
  const auto muting = [&](std::uint32_t route, std::int64_t hour) {
    return MutingAt(tree[route], routing.intervals, hour * kHour);
  };
  CHECK_FALSE(muting(1, 3).is_muted());
  CHECK(muting(2, 3).muted_by == std::vector<std::string>{"night"});
  CHECK(muting(2, 12).muted_by == std::vector<std::string>{"lunch"});
  CHECK_FALSE(muting(2, 14).is_muted());
  CHECK(muting(3, 3).is_inactive);
  CHECK_FALSE(muting(3, 12).is_muted());
}

}  // namespace
}  // namespace check::alertmanager

#include "libcheck/silences/held_back.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "libcheck/model/alert_matcher_parse.h"

namespace check::silences {
namespace {

using api::v2::Alert;
using api::v2::Silence;

constexpr std::int64_t kNow = 1'000'000;

std::vector<model::AlertMatcher> Matchers(std::string_view text) {
  auto parsed = model::ParseMatchers(text, model::MatcherMode::kFallback);
  REQUIRE(!parsed.fault);
  return parsed.matchers;
}

alertmanager::Routing TestRouting() {
  std::vector<alertmanager::RouteSpec> specs = {
      {.receiver = "web", .group_by = {{"alertname"}}},
      {.depth = 1, .matchers = Matchers("team=db"), .continues = true, .receiver = "db"},
      {.depth = 1,
       .matchers = Matchers("team=~\"d.*\""),
       .receiver = "night",
       .mute_time_intervals = {"always"}},
      {.depth = 1,
       .matchers = Matchers("team=office"),
       .receiver = "office",
       .active_time_intervals = {"never"}}};
  return {.routes = alertmanager::RouteTree(std::move(specs)),
          .inhibit_rules = {{.source_matchers = Matchers("severity=critical"),
                             .target_matchers = Matchers("severity=info"),
                             .equal = {"instance"}}},
          .intervals = {{.name = "always", .intervals = {{}}}}};
}

const std::vector<Alert> kAlerts = {
    {.labels = {{"alertname", "Down"}, {"instance", "a"}, {"severity", "critical"}},
     .ends_at = {kNow + 1},
     .fingerprint = "f1"},
    {.labels = {{"alertname", "Down"}, {"instance", "b"}, {"severity", "critical"}},
     .ends_at = {kNow},
     .fingerprint = "f2"},
};

Silence MadeSilence(std::string id, std::string value, std::string state) {
  return {.id = std::move(id),
          .matchers = {{.name = "instance", .value = std::move(value)}},
          .status = std::move(state)};
}
const std::vector<Silence> kSilences = {MadeSilence("s1", "a", "active"),
                                        MadeSilence("s2", "a", "pending"),
                                        MadeSilence("s3", "b", "active")};

// In words: each destination with its reasons, and who is behind them.
std::string Account(const Alert& alert, bool is_known) {
  const alertmanager::Routing routing = TestRouting();
  model::LabelTable table;
  const HeldBack held = FindHeldBack(alert, is_known, {&routing, kAlerts, kSilences, kNow}, table);
  std::string text;
  for (const Destination& destination : held.destinations) {
    text += fmt::format("{}[{}] ", routing.routes[destination.route].receiver,
                        fmt::join(held.ReasonsAt(destination), ","));
  }
  for (const Inhibitor& by : held.inhibitors) {
    text += fmt::format("by {}{} ", by.source != nullptr ? by.source->fingerprint : "?",
                        by.rule ? " rule" : "");
  }
  for (const Inhibitor& by : held.disputed) text += "disputed " + by.source->fingerprint + " ";
  for (const Silence* silence : held.silences) text += silence->id + " ";
  for (const Silence* silence : held.later) text += "later " + silence->id + " ";
  return text + (held.is_complete() ? "held" : "notified");
}

Alert Imagined(api::v2::Pairs labels) { return {.labels = std::move(labels)}; }

TEST_CASE("an alert that the server does not have is followed by its labels") {
  CHECK(Account(Imagined({{"alertname", "Slow"}}), false) == "web[] notified");
  CHECK(Account(Imagined({{"team", "db"}}), false) == "db[] night[muted] notified");
  CHECK(Account(Imagined({{"team", "dc"}}), false) == "night[muted] held");
  CHECK(Account(Imagined({{"team", "office"}}), false) == "office[muted] held");
  CHECK(Account(Imagined({{"instance", "a"}, {"severity", "info"}}), false) ==
        "web[inhibited,silenced] by f1 rule s1 later s2 held");
  // What has been resolved inhibits nothing.
  CHECK(Account(Imagined({{"instance", "b"}, {"severity", "info"}}), false) ==
        "web[silenced] s3 held");
}

TEST_CASE("of an alert that the server has its status counts") {
  Alert alert = {.labels = {{"instance", "a"}, {"severity", "info"}}, .ends_at = {kNow + 1}};
  CHECK(Account(alert, true) == "web[] disputed f1 later s2 notified");
  alert.status.inhibited_by = {"f1"};
  alert.status.silenced_by = {"s1"};
  CHECK(Account(alert, true) == "web[inhibited,silenced] by f1 rule s1 later s2 held");
  alert.labels = {{"instance", "c"}};
  CHECK(Account(alert, true) == "web[inhibited,silenced] by f1 s1 held");
  alert.status = {.inhibited_by = {"gone"}};
  CHECK(Account(alert, true) == "web[inhibited] by ? held");
  alert.status = {};
  alert.ends_at = {kNow};
  CHECK(Account(alert, true) == "web[resolved] held");
}

}  // namespace
}  // namespace check::silences

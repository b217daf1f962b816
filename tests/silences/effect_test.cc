#include "libcheck/silences/effect.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "libcheck/model/alert_matcher_parse.h"

namespace check::silences {
namespace {

using api::v2::Alert;

std::vector<model::AlertMatcher> Matchers(std::string_view text) {
  auto parsed = model::ParseMatchers(text, model::MatcherMode::kFallback);
  REQUIRE(!parsed.fault);
  return parsed.matchers;
}

constexpr std::int64_t kNow = 1'000'000;

const std::vector<Alert> kAlerts = {
    {.labels = {{"alertname", "Down"}, {"env", "prod"}}, .ends_at = {kNow + 1}},
    {.labels = {{"alertname", "Down"}, {"env", "dev"}}, .ends_at = {kNow + 1}},
    {.labels = {{"alertname", "Slow"}}, .ends_at = {kNow + 1}},
    {.labels = {{"alertname", "Gone"}, {"env", "prod"}}, .ends_at = {kNow}},
};

TEST_CASE("the effect of a silence counts the alerts that are not resolved") {
  const auto hits = [](std::string_view text) {
    const auto matchers = Matchers(text);
    const Effect effect = EffectOf(matchers, kAlerts, kNow);
    CHECK(effect.alerts == 3);
    return effect.hits.size();
  };
  CHECK(hits("alertname=Down") == 2);
  CHECK(hits("alertname=Down, env=prod") == 1);
  CHECK(hits("env=prod") == 1);
  CHECK(hits("env!=prod") == 2);
  CHECK(hits("env=~\".*\"") == 3);
  CHECK(hits("env=~\".+\"") == 2);
  CHECK(EffectOf(Matchers("alertname=~\".+\""), kAlerts, kNow).hits_all());
  CHECK(!Hits({}, kAlerts[0]));
}

TEST_CASE("matchers for nearly anything are known") {
  CHECK(MatchesNearlyAnything(Matchers("alertname=~\".+\"")));
  CHECK(MatchesNearlyAnything(Matchers("alertname=~\".*\", env!=dev")));
  CHECK(!MatchesNearlyAnything(Matchers("alertname=~\".+\", env=dev")));
  CHECK(!MatchesNearlyAnything(Matchers("alertname=~\"a.*\"")));
  CHECK(MatchesEmpty(Matchers("a=\"\", b!=c")));
  CHECK(!MatchesEmpty(Matchers("a=\"\", b=c")));
}

TEST_CASE("matchers that are odd are told") {
  const auto odd = [](std::string_view text, const std::vector<Alert>& alerts) {
    const auto matchers = Matchers(text);
    std::string told;
    for (const OddMatcher& one : OddMatchers(matchers, alerts)) {
      told +=
          one.matcher->ToString() + (one.oddity == Oddity::kPlainRegexp ? " plain;" : " label;");
    }
    return told;
  };
  CHECK(odd("env=~prod, alertname=~\"a|b\"", kAlerts) == "env=~\"prod\" plain;");
  CHECK(odd("envv=prod", kAlerts) == "envv=\"prod\" label;");
  CHECK(odd("envv!~prod", kAlerts) == "envv!~\"prod\" plain;envv!~\"prod\" label;");
  CHECK(odd("envv=prod", {}).empty());
}

TEST_CASE("the matchers of a silence are compiled") {
  CHECK(MatchersOf({.matchers = {{.name = "a", .value = "b.", .is_regex = true}}})->size() == 1);
  CHECK(!MatchersOf({.matchers = {{.name = "a", .value = "(", .is_regex = true}}}));
}

}  // namespace
}  // namespace check::silences

#include "libcheck/silences/selection.h"

#include <doctest/doctest.h>

#include <string>

namespace check::silences {
namespace {

using api::v2::Silence;

constexpr std::int64_t kNow = 1'000'000;

Silence Made(std::int64_t start, std::int64_t end) {
  return {.id = "a",
          .matchers = {{.name = "env", .value = "prod"}, {.name = "x", .value = "y"}},
          .starts_at = {start},
          .ends_at = {end},
          .created_by = "anna"};
}

model::AlertMatcher Matcher(model::MatchType type, std::string name, std::string value) {
  return *model::AlertMatcher::Make(type, std::move(name), std::move(value));
}

TEST_CASE("the state of a silence is the server's, or else the clock's") {
  CHECK(StateOf(Made(0, kNow + 1), kNow) == State::kActive);
  CHECK(StateOf(Made(kNow + 1, kNow + 2), kNow) == State::kPending);
  CHECK(StateOf(Made(0, kNow), kNow) == State::kExpired);
  Silence silence = Made(0, kNow);
  silence.status = "active";
  CHECK(StateOf(silence, kNow) == State::kActive);
  CHECK(ToString(State::kPending) == "pending");
  CHECK(!ParseState("all"));
}

TEST_CASE("a silence fits if all that is said of it does") {
  const Silence active = Made(0, kNow + 5000);
  const Silence expired = Made(0, kNow - 5000);
  CHECK(Fits(active, {}, kNow));
  CHECK(!Fits(expired, {}, kNow));
  CHECK(Fits(expired, {.expired = true}, kNow));
  CHECK(!Fits(active, {.active = false}, kNow));
  CHECK(Fits(active, {.created_by = "anna", .ids = {"b", "a"}}, kNow));
  CHECK(!Fits(active, {.created_by = "ann"}, kNow));
  CHECK(!Fits(active, {.ids = {"b"}}, kNow));
  CHECK(Fits(active, {.within_ms = 5000}, kNow));
  CHECK(!Fits(active, {.within_ms = 4999}, kNow));
  CHECK(Fits(expired, {.expired = true, .within_ms = 5000}, kNow));
  CHECK(!Fits(expired, {.expired = true, .within_ms = 4999}, kNow));
}

TEST_CASE("matchers are compared as they are written") {
  const Silence silence = Made(0, kNow + 1);
  CHECK(Fits(silence, {.matchers = {Matcher(model::MatchType::kEqual, "env", "prod")}}, kNow));
  CHECK(!Fits(silence, {.matchers = {Matcher(model::MatchType::kRegexp, "env", "prod")}}, kNow));
  CHECK(!Fits(silence, {.matchers = {Matcher(model::MatchType::kNotEqual, "env", "prod")}}, kNow));
  CHECK(!Fits(silence,
              {.matchers = {Matcher(model::MatchType::kEqual, "env", "prod"),
                            Matcher(model::MatchType::kEqual, "team", "db")}},
              kNow));
  const auto filter = FilterOf(
      {.pending = false, .matchers = {Matcher(model::MatchType::kNotRegexp, "a b", "c\"")}});
  CHECK(filter.matchers == std::vector<std::string>{R"("a b"!~"c\"")"});
  CHECK(filter.active);
  CHECK(!filter.pending);
  CHECK(!filter.expired);
}

}  // namespace
}  // namespace check::silences

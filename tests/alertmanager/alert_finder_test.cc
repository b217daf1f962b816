#include "libcheck/alertmanager/alert_finder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

#include "libcheck/alertmanager/route_reach.h"
#include "libcheck/model/alert_matcher_parse.h"
#include "tests/alertmanager/config_text.h"

namespace check::alertmanager {
namespace {

using model::AlertMatcher;
using model::MatchType;
using Matchers = std::vector<AlertMatcher>;

Matchers Parse(std::string_view text) {
  model::ParsedMatchers parsed = model::ParseMatchers(text, model::MatcherMode::kFallback);
  REQUIRE_FALSE(parsed.matchers.empty());
  return std::move(parsed.matchers);
}

// Three labels that have one of a few values, or are missing, and matchers of them.
constexpr std::array<std::string_view, 3> kNames = {"x", "y", "z"};
constexpr std::array<std::string_view, 5> kValues = {"", "a", "b", "ab", "aab"};

Matchers RandomMatchers(std::mt19937& random) {
  constexpr std::array<std::string_view, 10> kPatterns = {"a*",   "a|b", "",    ".+",   ".*",
                                                          "a?b?", "b.*", "a+b", "\\ba", "[ab]{2}"};
  Matchers matchers;
  for (std::size_t i = random() % 3; i > 0; --i) {
    const auto type = static_cast<MatchType>(random() % 4);
    const std::string_view value = model::IsRegexp(type) ? kPatterns[random() % kPatterns.size()]
                                                         : kValues[random() % kValues.size()];
    matchers.push_back(*AlertMatcher::Make(type, std::string(kNames[random() % kNames.size()]),
                                           std::string(value)));
  }
  return matchers;
}

using Alert = std::array<std::string_view, 3>;

std::vector<Alert> AllAlerts() {
  std::vector<Alert> alerts;
  for (const std::string_view x : kValues) {
    for (const std::string_view y : kValues) {
      for (const std::string_view z : kValues) alerts.push_back({x, y, z});
    }
  }
  return alerts;
}

bool Matches(const Matchers& matchers, const Alert& alert) {
  for (const AlertMatcher& matcher : matchers) {
    const std::size_t label = matcher.name() == "x" ? 0 : matcher.name() == "y" ? 1 : 2;
    if (!matcher.Matches(alert[label])) return false;
  }
  return true;
}

Alert AlertOf(const ExampleAlert& example) {
  Alert alert;
  for (const auto& [name, value] : example) alert[name == "x" ? 0 : name == "y" ? 1 : 2] = value;
  return alert;
}

TEST_CASE("alerts are found where trying them all finds some") {
  const std::vector<Alert> alerts = AllAlerts();
  std::mt19937 random(13);
  std::array<int, 3> answers = {};
  for (int i = 0; i < 3'000; ++i) {
    AlertFinder finder;
    const Matchers wanted = RandomMatchers(random);
    std::vector<Matchers> others(random() % 5);
    AlertIndex index(finder);
    std::string asked = model::ToString(wanted);
    for (Matchers& each : others) {
      each = RandomMatchers(random);
      index.Add(finder.Set(each), 0);
      asked += " without " + model::ToString(each);
    }
    CAPTURE(asked);
    const auto is_one = [&](const Alert& alert) {
      if (!Matches(wanted, alert)) return false;
      return std::none_of(others.begin(), others.end(),
                          [&](const Matchers& each) { return Matches(each, alert); });
    };
    const AlertIndex* const without[] = {&index};
    const AlertSearch search = finder.Find(finder.Set(wanted), without);
    ++answers[static_cast<std::size_t>(search.found)];
    if (search.found == Answer::kYes) CHECK(is_one(AlertOf(search.example)));
    if (search.found == Answer::kNo) CHECK(std::none_of(alerts.begin(), alerts.end(), is_one));
    CHECK(finder.Exists(finder.Set(wanted), without) == search.found);
  }
  CHECK(answers[0] > 500);
  CHECK(answers[1] > 500);
  CHECK(answers[2] < 200);
}

TEST_CASE("an index passes over sets that have other values") {
  AlertFinder finder;
  AlertIndex index(finder);
  const char* const kSets[] = {R"(team="a")", R"(team=~"a|b")", R"(team="c")", R"(job=~"x.*")",
                               R"(job="x",team!="a")"};
  for (std::uint32_t i = 0; i < std::size(kSets); ++i) index.Add(finder.Set(Parse(kSets[i])), i);
  using Numbers = std::vector<std::uint32_t>;
  CHECK(index.MayOverlap(finder.Set(Parse(R"(team="b")"))) == Numbers{1, 3, 4});
  CHECK(index.MayOverlap(finder.Set(Parse(R"(team=~"a|c",job="y")"))) == Numbers{0, 1, 2, 3});
  CHECK(index.MayOverlap(AlertSet()) == Numbers{0, 1, 2, 3, 4});
}

TEST_CASE("how many alerts of a set match") {
  AlertFinder finder;
  const auto share = [&](std::string_view alerts, std::string_view matchers) {
    return finder.ShareIn(finder.Set(Parse(alerts)), finder.Set(Parse(matchers)));
  };
  CHECK(share(R"(a="x")", R"(a=~"x|y")") == Share::kAll);
  CHECK(share(R"(a="x")", R"(b="")") == Share::kSome);
  CHECK(share(R"(a="x",b="")", R"(b="")") == Share::kAll);
  CHECK(share(R"(a="x")", R"(a!~"x.*")") == Share::kNone);
  CHECK(share(R"(a=~"web-.*")", R"(a=~"[a-z]+-[0-9]*")") == Share::kSome);
  CHECK(share(R"(a=~"web-[0-9]+")", R"(a=~"[a-z]+-[0-9]*")") == Share::kAll);
  CHECK(share(R"(a=~"\\bweb")", R"(a=~"w.*")") == Share::kUnknown);
  CHECK(share(R"(a=~"\\bweb",b="1")", R"(a=~"\\bweb")") == Share::kAll);
  const std::vector<std::string> values = {"a.b", "c|d", ""};
  const Matchers one_of = {HasOneOf("a", values)};
  CHECK(finder.ShareIn(finder.Set(one_of), finder.Set(Parse(R"(a=~"a\\.b|c\\|d|")"))) ==
        Share::kAll);
  CHECK(finder.AreDisjoint(finder.Set(one_of), finder.Set(Parse(R"(a="axb")"))) == Answer::kYes);
  CHECK(finder.Exists(finder.Set(Matchers{HasOneOf("a", {})})) == Answer::kNo);
}

RouteTree Tree(std::string_view text) {
  return test::ConfigText(test::Below("route", text)).routing().routes;
}

TEST_CASE("which routes alerts of a set reach") {
  const RouteTree tree = Tree(R"(receiver: root
routes:
  - matchers: [severity="page", team=~"a|b"]
    continue: true
  - matchers: [severity=~"page|ticket"]
    routes:
      - matchers: [severity="page"]
      - matchers: [severity="ticket"]
  - matchers: [severity="page", team="a"]
  - matchers: [team="a"]
)");
  AlertFinder finder;
  const auto shares = [&](std::string_view alerts) {
    std::string text;
    const AlertSet set = alerts.empty() ? AlertSet() : finder.Set(Parse(alerts));
    for (const RouteReach& reach : ReachOf(tree, set, finder)) {
      for (const Share share : {reach.enters, reach.ends}) text += "-~+?"[static_cast<int>(share)];
      text += ' ';
    }
    return text;
  };
  CHECK(shares("") == "+~ ~~ ~- ~~ ~~ -- ~~ ");
  CHECK(shares(R"(severity="page",team="a")") == "+- ++ +- ++ -- -- -- ");
  CHECK(shares(R"(severity="info")") == "+~ -- -- -- -- -- ~~ ");
  CHECK(shares(R"(severity="info",team="a")") == "+- -- -- -- -- -- ++ ");
  CHECK(FindEnding(tree, 6, AlertSet(), finder).example == ExampleAlert{{"team", "a"}});
  CHECK(FindEnding(tree, 4, AlertSet(), finder).example == ExampleAlert{{"severity", "ticket"}});
  CHECK(FindEnding(tree, 2, AlertSet(), finder).found == Answer::kNo);
}

TEST_CASE("each of thousands of siblings is reached") {
  std::string text = "receiver: root\nroutes:\n";
  for (int i = 0; i < 2'000; ++i) {
    text += "  - matchers: ['service=~\"svc-(" + std::to_string(i) + "|" + std::to_string(i + 1) +
            ")\"', 'severity!=\"none\"']\n";
  }
  const RouteTree tree = Tree(text);
  AlertFinder finder;
  const auto reach = ReachOf(tree, AlertSet(), finder);
  CHECK(reach[0].ends == Share::kSome);
  CHECK(std::all_of(reach.begin(), reach.end(),
                    [](const RouteReach& each) { return each.ends == Share::kSome; }));
}

}  // namespace
}  // namespace check::alertmanager

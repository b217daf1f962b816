#include "libcheck/alertmanager/route_classes.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/alertmanager/route_diff.h"

namespace check::alertmanager {
namespace {

using model::AlertMatcher;
using model::MatchType;

AlertMatcher Matcher(MatchType type, std::string name, std::string value) {
  auto matcher = AlertMatcher::Make(type, std::move(name), std::move(value));
  REQUIRE(matcher.ok());
  return *std::move(matcher);
}

/// Trees and label sets, the same for the same seed.
class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}

  std::size_t Below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(engine_);
  }

  RouteTree Tree() {
    std::vector<RouteSpec> specs(1);
    specs.front().receiver = "default";
    AddChildren(1, specs);
    return RouteTree(std::move(specs));
  }

  std::vector<std::pair<std::string_view, std::string_view>> Labels() {
    std::vector<std::pair<std::string_view, std::string_view>> labels;
    for (const std::string_view name : kNames) {
      const std::string_view value = kValues[Below(std::size(kValues))];
      if (!value.empty()) labels.emplace_back(name, value);
    }
    return labels;
  }

  AlertShape Shape() {
    AlertShape shape;
    shape.may_have_others = Below(2) == 0;
    for (const std::string_view name : kNames) {
      if (Below(4) == 0) continue;
      LabelShape label = {std::string(name), Below(2) == 0, Below(4) == 0, {}};
      for (std::size_t i = Below(4); i > 0 && !label.any_value; --i) {
        label.values.emplace_back(kValues[2 + Below(std::size(kValues) - 2)]);
      }
      std::sort(label.values.begin(), label.values.end());
      label.values.erase(std::unique(label.values.begin(), label.values.end()), label.values.end());
      if (label.presence() == LabelPresence::kNever) label.may_be_absent = true;
      shape.Set(std::move(label));
    }
    return shape;
  }

  std::vector<std::pair<std::string_view, std::string_view>> LabelsOf(const AlertShape& shape) {
    std::vector<std::pair<std::string_view, std::string_view>> labels;
    for (const std::string_view name : kNames) {
      const LabelShape label = shape.Find(name);
      if (label.presence() == LabelPresence::kNever) continue;
      if (label.may_be_absent && Below(2) == 0) continue;
      std::string_view value = kValues[2 + Below(std::size(kValues) - 2)];
      if (!label.any_value) {
        const std::string& known = label.values[Below(label.values.size())];
        value = *std::find(std::begin(kValues), std::end(kValues), known);
      }
      labels.emplace_back(name, value);
    }
    return labels;
  }

 private:
  static constexpr std::string_view kNames[] = {"env", "job", "severity", "team"};
  static constexpr std::string_view kValues[] = {
      "", "", "db", "db1", "web", "prod", "Prod", "web-2", "page", "x\ty", "\xc3\xa9t\xc3\xa9"};
  static constexpr std::string_view kPatterns[] = {
      "db|web",   "db.*",  ".+",   ".*",         "",   "web-?[0-9]*", "[a-p].*",
      "(?i)prod", "x\\sy", "^db$", "p(age|rod)", "..", "[^d].*",      "d(b|x)?1?"};

  void AddChildren(std::uint32_t depth, std::vector<RouteSpec>& specs) {
    if (depth > 3) return;
    const std::size_t count = Below(depth == 1 ? 5 : 3);
    for (std::size_t i = 0; i < count; ++i) {
      RouteSpec spec;
      spec.depth = depth;
      spec.receiver = "r" + std::to_string(Below(4));
      spec.continues = Below(4) == 0;
      for (std::size_t matchers = Below(3); matchers > 0; --matchers) {
        spec.matchers.push_back(AnyMatcher());
      }
      specs.push_back(std::move(spec));
      AddChildren(depth + 1, specs);
    }
  }

  AlertMatcher AnyMatcher() {
    const std::string name(kNames[Below(std::size(kNames))]);
    const bool negated = Below(3) == 0;
    const bool regexp = Below(2) == 0;
    return Matcher(model::MatchTypeOf(regexp, negated), name,
                   std::string(regexp ? kPatterns[Below(std::size(kPatterns))]
                                      : kValues[Below(std::size(kValues))]));
  }

  std::mt19937 engine_;
};

bool IsMeant(const AlertDescription& description, model::Labels labels) {
  return model::MatchesAll(description.matchers, labels) &&
         std::none_of(description.except.begin(), description.except.end(),
                      [&](const auto& matchers) { return model::MatchesAll(matchers, labels); });
}

model::Labels LabelsOf(const ExampleAlert& example, model::LabelTable& table) {
  std::vector<model::Label> labels;
  for (const auto& [name, value] : example) {
    labels.push_back({table.Intern(name), table.Intern(value)});
  }
  return table.Make(labels);
}

std::vector<std::vector<std::uint32_t>> Ends(const std::vector<const RouteTree*>& trees,
                                             model::Labels labels) {
  std::vector<std::vector<std::uint32_t>> ends;
  for (const RouteTree* tree : trees) ends.push_back(tree->Match(labels));
  return ends;
}

TEST_CASE("every alert is in the one class that is described so, and takes its routes") {
  std::size_t classes = 0;
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const RouteTree before = random.Tree();
    const RouteTree after = random.Tree();
    const std::vector<const RouteTree*> trees = {&before, &after};
    const RouteClasses divided =
        RouteClassifier(trees).Divide(nullptr, [](const RouteClass&) { return true; });
    REQUIRE(divided.is_complete());
    model::LabelTable table;
    for (const RouteClass& alerts : divided.classes) {
      ++classes;
      const model::Labels example = LabelsOf(alerts.example, table);
      CAPTURE(example.ToString());
      CAPTURE(ToString(alerts.description, 100));
      CHECK(Ends(trees, example) == alerts.ends);
      CHECK(before.Visit(example) == alerts.visited[0]);
      CHECK(IsMeant(alerts.description, example));
    }
    for (int i = 0; i < 50; ++i) {
      const model::Labels labels = table.Make(random.Labels());
      CAPTURE(labels.ToString());
      std::size_t found = 0;
      for (const RouteClass& alerts : divided.classes) {
        if (!IsMeant(alerts.description, labels)) continue;
        ++found;
        CHECK(Ends(trees, labels) == alerts.ends);
      }
      CHECK(found == 1);
    }
  }
  CHECK(classes > 3000);
}

TEST_CASE("alerts of a shape are each in one of its classes, and there is an alert in each") {
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const RouteTree tree = random.Tree();
    const AlertShape shape = random.Shape();
    const RouteClasses divided =
        RouteClassifier({&tree}, {&shape, 1}).Divide(&shape, [](const RouteClass&) {
          return true;
        });
    REQUIRE(divided.is_complete());
    model::LabelTable table;
    for (const RouteClass& alerts : divided.classes) {
      const model::Labels example = LabelsOf(alerts.example, table);
      CAPTURE(example.ToString());
      CHECK(tree.Match(example) == alerts.ends[0]);
      for (const LabelShape& label : shape.labels) {
        // Labels that no matcher names are in no example.
        const std::string value(example.Get(label.name));
        if (value.empty() || label.any_value) continue;
        CHECK(std::find(label.values.begin(), label.values.end(), value) != label.values.end());
      }
    }
    for (int i = 0; i < 50; ++i) {
      const model::Labels labels = table.Make(random.LabelsOf(shape));
      CAPTURE(labels.ToString());
      const auto is_in = [&](const RouteClass& alerts) {
        return IsMeant(alerts.description, labels) && tree.Match(labels) == alerts.ends[0] &&
               tree.Visit(labels) == alerts.visited[0];
      };
      CHECK(std::count_if(divided.classes.begin(), divided.classes.end(), is_in) == 1);
    }
  }
}

TEST_CASE("alerts of which something is known are divided as far as it goes") {
  std::vector<RouteSpec> specs(4);
  specs[0].receiver = "default";
  for (std::size_t i = 1; i < specs.size(); ++i) {
    specs[i].depth = 1;
    specs[i].receiver = "r" + std::to_string(i);
  }
  specs[1].matchers = {Matcher(MatchType::kEqual, "team", "db")};
  specs[2].matchers = {Matcher(MatchType::kRegexp, "team", "web.*"),
                       Matcher(MatchType::kNotEqual, "env", "")};
  specs[3].matchers = {Matcher(MatchType::kEqual, "env", "")};
  const RouteTree tree(std::move(specs));
  AlertShape shape;
  shape.Set({"team", false, false, {"db", "ops", "web1"}});
  const auto receivers = [&] {
    std::string text;
    const RouteClassifier classifier({&tree}, {&shape, 1});
    for (const RouteClass& alerts :
         classifier.Divide(&shape, [](const RouteClass&) { return true; }).classes) {
      text += ToString(alerts.description, 3) + " " + tree[alerts.ends[0][0]].receiver + "\n";
    }
    return text;
  };
  CHECK(receivers() ==
        "{team=\"db\"} r1\n"
        "{env!=\"\",team=~\"web.*\"} r2\n"
        "{env=\"\",team!=\"db\"} r3\n"
        "{env!=\"\",team!=\"db\",team!~\"web.*\"} default\n");
  shape.Set({"env", true, false, {}});
  CHECK(receivers() == "{team=\"db\"} r1\n{team!=\"db\"} r3\n");
  shape.Set({"team", true, false, {"ops"}});
  CHECK(receivers() == "{} r3\n");
}

TEST_CASE("what is not looked at is counted") {
  std::vector<RouteSpec> specs(1);
  specs[0].receiver = "default";
  for (int i = 0; i < 40; ++i) {
    RouteSpec& spec = specs.emplace_back();
    spec.depth = 1;
    spec.receiver = "r";
    spec.continues = true;
    spec.matchers = {Matcher(MatchType::kEqual, "l" + std::to_string(i), "x")};
  }
  const RouteTree tree(std::move(specs));
  const RouteClasses divided = RouteClassifier({&tree}).Divide(
      nullptr, [](const RouteClass&) { return true; }, {.classes = 100});
  CHECK(divided.classes.size() == 100);
  CHECK(divided.left_out > 0);
  CHECK_FALSE(divided.is_complete());
}

}  // namespace
}  // namespace check::alertmanager

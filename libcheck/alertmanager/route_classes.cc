#include "libcheck/alertmanager/route_classes.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace check::alertmanager {
namespace {

using model::AlertMatcher;
using model::MatchType;

std::vector<std::span<const AlertMatcher>> MatchersOf(std::span<const RouteTree* const> trees) {
  std::vector<std::span<const AlertMatcher>> matchers;
  for (const RouteTree* tree : trees) {
    for (const Route& route : tree->routes()) matchers.emplace_back(route.matchers);
  }
  return matchers;
}

AlertMatcher Opposite(const AlertMatcher& matcher) {
  const MatchType type =
      model::MatchTypeOf(model::IsRegexp(matcher.type()), !model::IsNegated(matcher.type()));
  return *AlertMatcher::Make(type, matcher.name(), matcher.value());
}

/// Says which alerts meet some conditions and not others, in as few words as it can.
class Describer {
 public:
  Describer(const AlertSpace& space, std::vector<PartSet> box)
      : space_(space), box_(std::move(box)) {}

  AlertDescription Describe(std::vector<AlertMatcher> met,
                            std::vector<std::span<const AlertMatcher>> not_met) {
    // Those that say most come first, so that the others need not be listed.
    std::sort(met.begin(), met.end(), [](const AlertMatcher& a, const AlertMatcher& b) {
      return std::tuple(Rank(a), a) < std::tuple(Rank(b), b);
    });
    for (const AlertMatcher& matcher : met) Add(matcher);
    for (bool has_changed = true; has_changed;) {
      has_changed = false;
      std::erase_if(not_met, [&](std::span<const AlertMatcher> matchers) {
        if (!CanMeet(matchers)) return true;
        const std::vector<AlertMatcher> open = Open(matchers);
        if (open.size() != 1) return false;
        Add(Opposite(open.front()));
        has_changed = true;
        return true;
      });
    }
    std::sort(description_.matchers.begin(), description_.matchers.end());
    for (const std::span<const AlertMatcher> matchers : not_met) {
      description_.except.push_back(Open(matchers));
    }
    return std::move(description_);
  }

 private:
  static int Rank(const AlertMatcher& matcher) {
    return (model::IsNegated(matcher.type()) ? 2 : 0) + (model::IsRegexp(matcher.type()) ? 1 : 0);
  }

  PartSet& BoxOf(const AlertMatcher& matcher) { return box_[space_.NumberOf(matcher.name())]; }
  PartSet Matching(const AlertMatcher& matcher) const {
    return space_.labels()[space_.NumberOf(matcher.name())].Matching(matcher);
  }

  void Add(const AlertMatcher& matcher) {
    const PartSet matching = Matching(matcher);
    PartSet& parts = BoxOf(matcher);
    if (parts.IsWithin(matching)) return;
    parts.Keep(matching);
    description_.matchers.push_back(matcher);
  }

  bool CanMeet(std::span<const AlertMatcher> matchers) {
    std::map<std::string_view, PartSet> left;
    for (const AlertMatcher& matcher : matchers) {
      PartSet& parts = left.try_emplace(matcher.name(), BoxOf(matcher)).first->second;
      parts.Keep(Matching(matcher));
      if (parts.empty()) return false;
    }
    return true;
  }

  // Those of the matchers that are not met by all alerts of the box.
  std::vector<AlertMatcher> Open(std::span<const AlertMatcher> matchers) {
    std::vector<AlertMatcher> open;
    for (const AlertMatcher& matcher : matchers) {
      if (!BoxOf(matcher).IsWithin(Matching(matcher))) open.push_back(matcher);
    }
    return open;
  }

  const AlertSpace& space_;
  std::vector<PartSet> box_;
  AlertDescription description_;
};

}  // namespace

/// Sends all alerts of a shape through the trees at once, and turns back at each route that only
/// some of them match.
class RouteClassSearch {
 public:
  RouteClassSearch(const RouteClassifier& classifier, const AlertShape* shape,
                   const RouteClassifier::IsWanted& is_wanted, const RouteClassLimits& limits)
      : classifier_(classifier),
        is_wanted_(is_wanted),
        limits_(limits),
        shape_(shape),
        steps_(limits.steps),
        box_(classifier.space_.BoxOf(shape)),
        known_(classifier.conditions_.size()) {
    alerts_.emplace_back(box_);
  }

  RouteClasses Run() {
    std::size_t count = 0;
    do {
      RouteClass found = Follow();
      if (is_wanted_(found)) {
        found.description = Describe();
        found_.classes.push_back(std::move(found));
      }
      if (++count == limits_.classes) {
        found_.left_out += static_cast<std::size_t>(std::count_if(
            choices_.begin(), choices_.end(), [](const Choice& c) { return c.other.has_value(); }));
        break;
      }
    } while (TurnBack());
    found_.unclear_labels = classifier_.space_.UnclearLabels();
    return std::move(found_);
  }

 private:
  // A condition, whether it is met on this way, and the alerts for which it is otherwise.
  struct Choice {
    std::uint32_t condition;
    bool is_met;
    std::optional<AlertRegion> other;
  };

  RouteClass Follow() {
    RouteClass found;
    for (std::size_t i = 0; i < classifier_.trees_.size(); ++i) {
      std::vector<std::uint32_t>& visited = found.visited.emplace_back();
      found.ends.push_back(classifier_.trees_[i]->MatchIf([&](std::uint32_t route) {
        const bool matches = Decide(classifier_.condition_of_[i][route]);
        if (matches) visited.push_back(route);
        return matches;
      }));
    }
    found.example_parts = alerts_.back().example();
    found.example = classifier_.space_.LabelsIn(found.example_parts, shape_);
    return found;
  }

  bool Decide(std::uint32_t number) {
    std::optional<bool>& known = known_[number];
    if (known) return *known;
    const AlertCondition& condition = classifier_.conditions_[number];
    AlertRegion met = alerts_.back();
    AlertRegion not_met = alerts_.back();
    const Answer can_be_met = met.Restrict(condition, true, steps_);
    const Answer can_fail = not_met.Restrict(condition, false, steps_);
    for (const Answer answer : {can_be_met, can_fail}) {
      if (answer == Answer::kUnknown) ++found_.left_out;
    }
    // One of the two is certain: the example of the alerts meets it or does not.
    const bool is_met = can_be_met == Answer::kYes;
    Choice choice = {number, is_met, std::nullopt};
    if (is_met && can_fail == Answer::kYes) choice.other = std::move(not_met);
    choices_.push_back(std::move(choice));
    alerts_.push_back(is_met ? std::move(met) : std::move(not_met));
    known = is_met;
    return is_met;
  }

  // To the last choice that can be made otherwise. False: there is none.
  bool TurnBack() {
    while (!choices_.empty()) {
      Choice& choice = choices_.back();
      alerts_.pop_back();
      if (choice.other) {
        choice.is_met = !choice.is_met;
        alerts_.push_back(*std::move(choice.other));
        choice.other.reset();
        known_[choice.condition] = choice.is_met;
        return true;
      }
      known_[choice.condition].reset();
      choices_.pop_back();
    }
    return false;
  }

  AlertDescription Describe() const {
    std::vector<AlertMatcher> met;
    std::vector<std::span<const AlertMatcher>> not_met;
    for (const Choice& choice : choices_) {
      const std::span<const AlertMatcher> matchers = classifier_.matchers_[choice.condition];
      if (choice.is_met) {
        met.insert(met.end(), matchers.begin(), matchers.end());
      } else {
        not_met.push_back(matchers);
      }
    }
    return Describer(classifier_.space_, box_).Describe(std::move(met), std::move(not_met));
  }

  const RouteClassifier& classifier_;
  const RouteClassifier::IsWanted& is_wanted_;
  const RouteClassLimits& limits_;
  const AlertShape* shape_;
  std::size_t steps_;  // That are left.
  std::vector<PartSet> box_;
  std::vector<std::optional<bool>> known_;  // Of each condition.
  std::vector<Choice> choices_;
  std::vector<AlertRegion> alerts_;  // Before the first choice, and after each.
  RouteClasses found_;
};

RouteClassifier::RouteClassifier(std::vector<const RouteTree*> trees,
                                 std::span<const AlertShape> shapes)
    : trees_(std::move(trees)), space_(MatchersOf(trees_), shapes) {
  std::map<std::vector<AlertMatcher>, std::uint32_t> known;
  for (const RouteTree* tree : trees_) {
    std::vector<std::uint32_t>& of_tree = condition_of_.emplace_back();
    for (const Route& route : tree->routes()) {
      const auto [at, is_new] =
          known.try_emplace(route.matchers, static_cast<std::uint32_t>(conditions_.size()));
      if (is_new) {
        conditions_.push_back(space_.ConditionOf(route.matchers));
        matchers_.emplace_back(route.matchers);
      }
      of_tree.push_back(at->second);
    }
  }
}

RouteClasses RouteClassifier::Divide(const AlertShape* shape, const IsWanted& is_wanted,
                                     const RouteClassLimits& limits) const {
  return RouteClassSearch(*this, shape, is_wanted, limits).Run();
}

std::string ToString(const AlertDescription& description, std::size_t most) {
  std::string text = model::ToString(description.matchers);
  for (std::size_t i = 0; i < std::min(most, description.except.size()); ++i) {
    text += i == 0 ? ", but not " : " or ";
    text += model::ToString(description.except[i]);
  }
  if (description.except.size() > most) {
    text += " or " + std::to_string(description.except.size() - most) + " more";
  }
  return text;
}

}  // namespace check::alertmanager

#include "libcheck/alertmanager/alert_space.h"

#include <algorithm>
#include <set>

namespace check::alertmanager {
namespace {

/// Looks for an alert in a box that meets none of some conditions.
class Search {
 public:
  /// `steps` are those that are left; each looks at one condition.
  Search(std::span<const AlertCondition* const> excluded, std::size_t& steps)
      : excluded_(excluded), steps_(steps) {}

  /// Leaves a box in `box`: an alert in the first part of each label will do.
  Answer Run(std::vector<PartSet>& box) {
    std::vector<const AlertCondition*> open(excluded_.begin(), excluded_.end());
    return Run(box, std::move(open));
  }

 private:
  Answer Run(std::vector<PartSet>& box, std::vector<const AlertCondition*> open) {
    if (!Settle(box, open)) return steps_ == 0 ? Answer::kUnknown : Answer::kNo;
    if (open.empty()) return Answer::kYes;
    const AlertCondition* met = MetByFirst(box, open);
    if (met == nullptr) return Answer::kYes;
    // Either its first label that is not settled yet is at fault, or it is not.
    for (const LabelCondition& label : *met) {
      PartSet& parts = box[label.label];
      if (parts.IsWithin(label.parts)) continue;
      std::vector<PartSet> without = box;
      without[label.label].Remove(label.parts);
      const Answer answer = Run(without, open);
      if (answer == Answer::kYes) box = std::move(without);
      if (answer != Answer::kNo) return answer;
      parts.Keep(label.parts);
      return Run(box, std::move(open));
    }
    return Answer::kNo;  // Settle() leaves none without such a label.
  }

  // Of alerts in the first part of each label, which most often will do, being without the label:
  // a condition that they meet, or null.
  static const AlertCondition* MetByFirst(std::span<const PartSet> box,
                                          std::span<const AlertCondition* const> open) {
    std::vector<std::size_t> first;
    for (const PartSet& parts : box) first.push_back(parts.First());
    for (const AlertCondition* condition : open) {
      if (std::all_of(condition->begin(), condition->end(), [&](const LabelCondition& label) {
            return label.parts.Has(first[label.label]);
          })) {
        return condition;
      }
    }
    return nullptr;
  }

  // Takes out of `open` what cannot be met any more, and out of the box what only one label can
  // keep from being met. False: nothing is left, or it takes too long.
  bool Settle(std::vector<PartSet>& box, std::vector<const AlertCondition*>& open) {
    for (bool has_changed = true; has_changed;) {
      has_changed = false;
      for (std::size_t i = 0; i < open.size();) {
        if (steps_ == 0) return false;
        --steps_;
        const LabelCondition* only = nullptr;
        std::size_t count = 0;
        bool is_refuted = false;
        for (const LabelCondition& label : *open[i]) {
          if (!box[label.label].Intersects(label.parts)) {
            is_refuted = true;
            break;
          }
          if (box[label.label].IsWithin(label.parts)) continue;
          only = &label;
          ++count;
        }
        if (!is_refuted && count > 1) {
          ++i;
          continue;
        }
        if (!is_refuted) {
          if (count == 0) return false;
          box[only->label].Remove(only->parts);
          has_changed = true;
        }
        open[i] = open.back();
        open.pop_back();
      }
    }
    return true;
  }

  std::span<const AlertCondition* const> excluded_;
  std::size_t& steps_;
};

}  // namespace

AlertSpace::AlertSpace(std::span<const std::span<const model::AlertMatcher>> matchers,
                       std::span<const AlertShape> shapes) {
  std::map<std::string, std::vector<model::AlertMatcher>> by_label;
  for (const std::span<const model::AlertMatcher> list : matchers) {
    for (const model::AlertMatcher& matcher : list) by_label[matcher.name()].push_back(matcher);
  }
  for (auto& [label, on_label] : by_label) {
    std::set<std::string> values;
    for (const AlertShape& shape : shapes) {
      const LabelShape known = shape.Find(label);
      values.insert(known.values.begin(), known.values.end());
    }
    numbers_.emplace(label, labels_.size());
    labels_.emplace_back(label, on_label, std::vector<std::string>(values.begin(), values.end()));
  }
}

AlertCondition AlertSpace::ConditionOf(std::span<const model::AlertMatcher> matchers) const {
  std::map<std::uint32_t, PartSet> parts;
  for (const model::AlertMatcher& matcher : matchers) {
    const std::uint32_t label = NumberOf(matcher.name());
    const PartSet matching = labels_[label].Matching(matcher);
    const auto [at, is_new] = parts.try_emplace(label, matching);
    if (!is_new) at->second.Keep(matching);
  }
  AlertCondition condition;
  for (auto& [label, of_label] : parts) condition.push_back({label, std::move(of_label)});
  return condition;
}

std::vector<PartSet> AlertSpace::BoxOf(const AlertShape* shape) const {
  std::vector<PartSet> box;
  for (const LabelParts& parts : labels_) {
    box.push_back(shape == nullptr ? parts.All() : parts.Of(shape->Find(parts.label())));
  }
  return box;
}

ExampleAlert AlertSpace::LabelsIn(std::span<const std::uint32_t> parts,
                                  const AlertShape* shape) const {
  std::map<std::string, std::string> found;
  if (shape != nullptr) {
    for (const LabelShape& label : shape->labels) {
      if (label.presence() != LabelPresence::kAlways || label.any_value) continue;
      found[label.name] = label.values.front();
    }
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] == 0) continue;
    const LabelParts& label = labels_[i];
    found[label.label()] = shape == nullptr ? label.Example(parts[i])
                                            : label.Example(parts[i], shape->Find(label.label()));
  }
  return {found.begin(), found.end()};
}

std::vector<std::string> AlertSpace::UnclearLabels() const {
  std::vector<std::string> unclear;
  for (const LabelParts& parts : labels_) {
    if (!parts.is_complete()) unclear.push_back(parts.label());
  }
  return unclear;
}

AlertRegion::AlertRegion(std::vector<PartSet> box) : box_(std::move(box)) {
  for (const PartSet& parts : box_) example_.push_back(static_cast<std::uint32_t>(parts.First()));
}

bool AlertRegion::Meets(const AlertCondition& condition) const {
  return std::all_of(condition.begin(), condition.end(), [&](const LabelCondition& label) {
    return label.parts.Has(example_[label.label]);
  });
}

Answer AlertRegion::Restrict(const AlertCondition& condition, bool is_met, std::size_t& steps) {
  std::vector<PartSet> box = box_;
  if (is_met) {
    for (const LabelCondition& label : condition) {
      box[label.label].Keep(label.parts);
      if (box[label.label].empty()) return Answer::kNo;
    }
  }
  if (!is_met) excluded_.push_back(&condition);
  if (Meets(condition) != is_met) {
    std::vector<PartSet> found = box;
    if (const Answer answer = Search(excluded_, steps).Run(found); answer != Answer::kYes) {
      if (!is_met) excluded_.pop_back();
      return answer;
    }
    // An alert without a label is the plainest example.
    for (std::size_t i = 0; i < found.size(); ++i) {
      example_[i] = static_cast<std::uint32_t>(found[i].First());
    }
  }
  box_ = std::move(box);
  return Answer::kYes;
}

}  // namespace check::alertmanager

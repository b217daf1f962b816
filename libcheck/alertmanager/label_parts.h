#ifndef LIBCHECK_ALERTMANAGER_LABEL_PARTS_H_
#define LIBCHECK_ALERTMANAGER_LABEL_PARTS_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "libcheck/alertmanager/alert_shape.h"
#include "libcheck/alertmanager/part_set.h"
#include "libcheck/model/alert_matcher.h"

namespace check::alertmanager {

/// All values that a label can have, divided by some matchers on it: values in one part are matched
/// by the same of them. Part 0 holds nothing but the absence of the label.
class LabelParts {
 public:
  /// `matchers` are on one label. There may be none. `values` are some that it is known to have.
  LabelParts(std::string label, std::span<const model::AlertMatcher> matchers,
             std::span<const std::string> values);

  const std::string& label() const { return label_; }
  std::size_t size() const { return examples_.size(); }
  /// A value out of a part; empty for part 0.
  const std::string& Example(std::size_t part) const { return examples_[part]; }
  /// The same, but one of those that `shape` lists if it does: there is one in the part then.
  std::string Example(std::size_t part, const LabelShape& shape) const;
  /// Whether each value is in one of the parts. If not, patterns were beyond what can be decided,
  /// and there may be values that are matched as those of no part are.
  bool is_complete() const { return is_complete_; }

  PartSet All() const { return PartSet(size(), true); }
  /// The parts whose values match, of a matcher that was given at first.
  PartSet Matching(const model::AlertMatcher& matcher) const;
  /// The parts that a label can be in of which this is known. Its values were given at first.
  PartSet Of(const LabelShape& shape) const;

 private:
  std::string MatchedBy(std::string_view value) const;
  std::optional<std::size_t> PartOf(std::string_view value) const;
  void AddExample(std::string value);
  void AddOthers();

  std::string label_;
  std::vector<model::AlertMatcher> matchers_;  // Each once, none negated.
  std::vector<std::string> examples_;
  // Parts, but the first, by what matches them: a letter for each of the matchers.
  std::unordered_map<std::string, std::size_t> by_matches_;
  bool is_complete_ = true;
};

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_LABEL_PARTS_H_

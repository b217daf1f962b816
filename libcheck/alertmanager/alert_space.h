#ifndef LIBCHECK_ALERTMANAGER_ALERT_SPACE_H_
#define LIBCHECK_ALERTMANAGER_ALERT_SPACE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/alertmanager/alert_finder.h"
#include "libcheck/alertmanager/alert_shape.h"
#include "libcheck/alertmanager/label_parts.h"
#include "libcheck/model/alert_matcher.h"

/// Sets of alerts, as far as matchers tell them apart: exact, with an example out of each.
namespace check::alertmanager {

/// What must hold for one label.
struct LabelCondition {
  std::uint32_t label = 0;  ///< Its number in the AlertSpace.
  PartSet parts;
  friend auto operator<=>(const LabelCondition&, const LabelCondition&) = default;
};

/// What must hold for an alert: all of these, each about another label, sorted.
using AlertCondition = std::vector<LabelCondition>;

/// All alerts there can be, with the labels that some matchers name.
class AlertSpace {
 public:
  /// `matchers` are all that will be asked about; `shapes` all that alerts are confined to.
  AlertSpace(std::span<const std::span<const model::AlertMatcher>> matchers,
             std::span<const AlertShape> shapes = {});

  std::span<const LabelParts> labels() const { return labels_; }
  std::uint32_t NumberOf(const std::string& label) const { return numbers_.at(label); }

  AlertCondition ConditionOf(std::span<const model::AlertMatcher> matchers) const;
  /// For each label the parts it can be in; null: nothing is known.
  std::vector<PartSet> BoxOf(const AlertShape* shape) const;
  /// The labels, sorted, of an alert in these parts, one of each label; those it does not have are
  /// omitted. `shape`, if not null, is what the alert is like: its values are taken, those of
  /// further labels too.
  ExampleAlert LabelsIn(std::span<const std::uint32_t> parts,
                        const AlertShape* shape = nullptr) const;
  /// Labels whose patterns were too much: of these not all that can be is known.
  std::vector<std::string> UnclearLabels() const;

 private:
  std::vector<LabelParts> labels_;
  std::map<std::string, std::uint32_t> numbers_;
};

/// The alerts that meet some conditions and do not meet others. There is at least one.
class AlertRegion {
 public:
  /// All alerts of a box, no label of which has no part.
  explicit AlertRegion(std::vector<PartSet> box);

  /// Leaves those that meet `condition`, or those that do not: if there are any, else it stays as
  /// it is. `condition` must live as long. `steps` are those that may be taken, and are taken
  /// off: without any left the answer can be unknown.
  Answer Restrict(const AlertCondition& condition, bool is_met, std::size_t& steps);

  /// One of the alerts: a part of each label, for AlertSpace::LabelsIn.
  const std::vector<std::uint32_t>& example() const { return example_; }

 private:
  bool Meets(const AlertCondition& condition) const;

  std::vector<PartSet> box_;
  std::vector<const AlertCondition*> excluded_;
  std::vector<std::uint32_t> example_;  // A part of each label.
};

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_ALERT_SPACE_H_

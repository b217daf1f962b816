#ifndef LIBCHECK_ALERTMANAGER_INHIBITION_H_
#define LIBCHECK_ALERTMANAGER_INHIBITION_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/model/alert_matcher.h"
#include "libcheck/model/labels.h"
#include "libcheck/source/source_file.h"

namespace check::alertmanager {

/// An item of `inhibit_rules`: alerts that match the source side mute those that match the target
/// side and have the same values of the labels `equal`.
struct InhibitRule {
  Span span;  ///< In its file.
  std::string name;
  std::vector<model::AlertMatcher> source_matchers;
  std::vector<model::AlertMatcher> target_matchers;
  std::vector<std::string> equal;
};

/// Whether two alerts have the same values of the labels `equal` of the rule.
bool HasEqual(const InhibitRule& rule, model::Labels source, model::Labels target);

/// Whether the rule lets `source` mute `target`. Labels that neither has are equal. If the target
/// matches the source side too, a source that matches both sides does not count: alerts mute
/// neither themselves nor each other.
bool Inhibits(const InhibitRule& rule, model::Labels source, model::Labels target);

/// Which rule, and which alert by it, mutes `target`: the first rule, and for that the first alert.
/// `firing` are all alerts that are not resolved; silenced and inhibited ones mute others as well.
struct Inhibition {
  std::size_t rule = 0;
  std::size_t source = 0;
};
std::optional<Inhibition> FindInhibition(std::span<const InhibitRule> rules,
                                         std::span<const model::Labels> firing,
                                         model::Labels target);

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_INHIBITION_H_

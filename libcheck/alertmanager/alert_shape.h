#ifndef LIBCHECK_ALERTMANAGER_ALERT_SHAPE_H_
#define LIBCHECK_ALERTMANAGER_ALERT_SHAPE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace check::alertmanager {

enum class LabelPresence : std::uint8_t { kMaybe, kAlways, kNever };

/// Known facts about one label of some alerts.
struct LabelShape {
  std::string name;
  bool may_be_absent = false;
  bool any_value = false;           ///< Its value is not known.
  std::vector<std::string> values;  ///< What it can be unless `any_value`; sorted, none empty.

  LabelPresence presence() const {
    if (!any_value && values.empty()) return LabelPresence::kNever;
    return may_be_absent ? LabelPresence::kMaybe : LabelPresence::kAlways;
  }
  friend bool operator==(const LabelShape&, const LabelShape&) = default;
};

/// What is known of the labels of some alerts, such as all that one rule can make: each of them has
/// labels like these. Nothing is known of how the values of two labels go together.
struct AlertShape {
  std::vector<LabelShape> labels;  ///< Sorted by name.
  bool may_have_others = true;     ///< Whether labels that are not listed can be there.

  /// Of a label that is not listed as well.
  LabelShape Find(std::string_view name) const;
  /// Takes the place of what was known of the label.
  void Set(LabelShape label);
  friend bool operator==(const AlertShape&, const AlertShape&) = default;
};

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_ALERT_SHAPE_H_

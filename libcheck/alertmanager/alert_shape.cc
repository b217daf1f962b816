#include "libcheck/alertmanager/alert_shape.h"

#include <algorithm>
#include <utility>

namespace check::alertmanager {
namespace {

bool IsBefore(const LabelShape& label, std::string_view name) { return label.name < name; }

}  // namespace

LabelShape AlertShape::Find(std::string_view name) const {
  const auto at = std::lower_bound(labels.begin(), labels.end(), name, IsBefore);
  if (at != labels.end() && at->name == name) return *at;
  return {std::string(name), true, may_have_others, {}};
}

void AlertShape::Set(LabelShape label) {
  const auto at = std::lower_bound(labels.begin(), labels.end(), label.name, IsBefore);
  if (at != labels.end() && at->name == label.name) {
    *at = std::move(label);
  } else {
    labels.insert(at, std::move(label));
  }
}

}  // namespace check::alertmanager

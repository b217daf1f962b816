#ifndef LIBCHECK_RESULT_NAMING_H_
#define LIBCHECK_RESULT_NAMING_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/model/labels.h"

namespace check::result {

/// What series have in common, which is said once, and what tells them apart.
struct Naming {
  explicit Naming(std::span<const model::Labels> series);

  std::vector<model::Label> common;         ///< Sorted by name.
  std::vector<std::string_view> different;  ///< Names of all other labels, the metric's first.

  /// `up{job="node"}`, or nothing.
  std::string CommonText() const;
  /// `{instance="a"}`: the labels that are not common. Nothing if all are.
  std::string NameOf(model::Labels labels) const;
};

/// `name{a="b"}` of labels sorted by name; nothing for none.
std::string MetricText(std::span<const model::Label> labels);

}  // namespace check::result

#endif  // LIBCHECK_RESULT_NAMING_H_

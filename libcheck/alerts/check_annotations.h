#ifndef LIBCHECK_ALERTS_CHECK_ANNOTATIONS_H_
#define LIBCHECK_ALERTS_CHECK_ANNOTATIONS_H_

#include <span>
#include <string_view>

#include "libcheck/alerts/rule_alerts.h"
#include "libcheck/diagnostic/diagnostic.h"

namespace check::alerts {

/// An annotation that a template of notifications reads by its name.
struct AnnotationRead {
  std::string_view name;
  Location where;
};

/// Reports annotations that templates read and none of the rules sets: each once, where it is read
/// first. Nothing if there may be rules that could not be read.
void CheckAnnotations(std::span<const AnnotationRead> reads, const RuleAlerts& rules,
                      Diagnostics& diagnostics);

}  // namespace check::alerts

#endif  // LIBCHECK_ALERTS_CHECK_ANNOTATIONS_H_

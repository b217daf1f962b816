#ifndef LIBCHECK_RULES_FEATURES_H_
#define LIBCHECK_RULES_FEATURES_H_

#include <string_view>

#include "libcheck/rules/load.h"

namespace check::rules {

/// Applies the feature flag `name` of Prometheus to `options`, if it concerns expressions.
void EnableFeature(std::string_view name, LoadOptions& options);

}  // namespace check::rules

#endif  // LIBCHECK_RULES_FEATURES_H_

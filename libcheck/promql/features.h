#ifndef LIBCHECK_PROMQL_FEATURES_H_
#define LIBCHECK_PROMQL_FEATURES_H_

#include <string_view>

#include "libcheck/promql/parse.h"

namespace check::promql {

/// Applies the feature flag `name` of Prometheus to `options`. False: it does not concern how
/// expressions are parsed or evaluated.
bool EnableFeature(std::string_view name, ParseOptions& options);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_FEATURES_H_

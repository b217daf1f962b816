#include "libcheck/rules/features.h"

#include "libcheck/promql/features.h"

namespace check::rules {

void EnableFeature(std::string_view name, LoadOptions& options) {
  promql::EnableFeature(name, options.promql);
}

}  // namespace check::rules

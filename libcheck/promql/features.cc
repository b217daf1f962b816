#include "libcheck/promql/features.h"

namespace check::promql {

bool EnableFeature(std::string_view name, ParseOptions& options) {
  if (name == "promql-experimental-functions") {
    options.experimental_functions = true;
  } else if (name == "promql-extended-range-selectors") {
    options.extended_range_selectors = true;
  } else if (name == "promql-binop-fill-modifiers") {
    options.fill_modifiers = true;
  } else {
    // Prometheus: the first is always on by now, the second concerns evaluation only.
    return name == "promql-duration-expr" || name == "promql-delayed-name-removal";
  }
  return true;
}

}  // namespace check::promql

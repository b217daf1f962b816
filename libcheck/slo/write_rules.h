#ifndef LIBCHECK_SLO_WRITE_RULES_H_
#define LIBCHECK_SLO_WRITE_RULES_H_

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/slo/layouts.h"

namespace check::slo {

/// A rule file with these groups, as Prometheus reads it. `comment` goes before everything: lines
/// without `#`; empty: there is none.
std::string RulesYaml(std::span<const MadeGroup> groups, std::string_view comment = {});

/// What a Kubernetes object is called.
struct ObjectMetadata {
  std::string name;
  std::string namespace_name;                                    ///< Empty: it does not say.
  std::vector<std::pair<std::string, std::string>> labels;       ///< Sorted by name.
  std::vector<std::pair<std::string, std::string>> annotations;  ///< Likewise.
};

/// The same as a PrometheusRule object (monitoring.coreos.com/v1) of the Prometheus operator.
std::string PrometheusRuleYaml(std::span<const MadeGroup> groups, const ObjectMetadata& metadata,
                               std::string_view comment = {});

}  // namespace check::slo

#endif  // LIBCHECK_SLO_WRITE_RULES_H_

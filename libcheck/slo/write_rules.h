#ifndef LIBCHECK_SLO_WRITE_RULES_H_
#define LIBCHECK_SLO_WRITE_RULES_H_

#include <span>
#include <string>
#include <string_view>

#include "libcheck/slo/layouts.h"
#include "libcheck/slo/slo.h"

namespace check::slo {

/// A rule file with these groups, as Prometheus reads it. `comment` goes before everything: lines
/// without `#`; empty: there is none.
std::string RulesYaml(std::span<const MadeGroup> groups, std::string_view comment = {});

/// The same as a PrometheusRule object (monitoring.coreos.com/v1) of the Prometheus operator.
std::string PrometheusRuleYaml(std::span<const MadeGroup> groups, const ResourceMeta& metadata,
                               std::string_view comment = {});

}  // namespace check::slo

#endif  // LIBCHECK_SLO_WRITE_RULES_H_

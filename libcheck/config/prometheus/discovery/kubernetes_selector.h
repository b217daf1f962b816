#ifndef LIBCHECK_CONFIG_PROMETHEUS_DISCOVERY_KUBERNETES_SELECTOR_H_
#define LIBCHECK_CONFIG_PROMETHEUS_DISCOVERY_KUBERNETES_SELECTOR_H_

#include <optional>
#include <string>
#include <string_view>

namespace check::config::prometheus {

/// Why Kubernetes refuses a field selector such as `status.phase=Running,spec.nodeName!=a`, in its
/// words, or nothing.
std::optional<std::string> FieldSelectorProblem(std::string_view selector);

/// The same for a label selector such as `app=web,tier in (front, back),!canary`.
std::optional<std::string> LabelSelectorProblem(std::string_view selector);

}  // namespace check::config::prometheus

#endif  // LIBCHECK_CONFIG_PROMETHEUS_DISCOVERY_KUBERNETES_SELECTOR_H_

#ifndef LIBCHECK_CONFIG_ALERTMANAGER_RESOURCES_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_RESOURCES_H_

#include <cstddef>
#include <functional>
#include <string_view>

#include "libcheck/config/alertmanager/check.h"

/// Configurations of Alertmanager in Kubernetes objects.
namespace check::config::alertmanager {

/// Whether an object of a kind may hold one: ConfigMap, Secret, AlertmanagerConfig, and lists.
bool MayHoldConfig(std::string_view kind);

/// Whether what a ConfigMap or Secret calls `key` is a configuration by its name:
/// "alertmanager.yaml".
bool IsConfigKey(std::string_view key);

struct ResourceCheck {
  std::size_t config_count = 0;  ///< Of configurations and AlertmanagerConfigs.
  std::size_t receiver_count = 0;
};

/// Checks one configuration, and gives how many receivers it has.
using ConfigTextCheck =
    std::function<std::size_t(const SourceFile& config, Diagnostics& diagnostics)>;

/// Has `check` look at the configurations in ConfigMaps and Secrets of `file`, and reports what is
/// wrong with its AlertmanagerConfig resources; also that there is none of either. Places in base64
/// are those of the whole value. Nodes live in `arena`.
ResourceCheck CheckResources(const SourceFile& file, const ConfigTextCheck& check, Arena& arena,
                             Diagnostics& diagnostics);

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_RESOURCES_H_

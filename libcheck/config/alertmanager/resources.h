#ifndef LIBCHECK_CONFIG_ALERTMANAGER_RESOURCES_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_RESOURCES_H_

#include <cstddef>
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

/// Reports all that is wrong with the configurations in ConfigMaps and Secrets of `file`, and with
/// its AlertmanagerConfig resources; also that there is none. Places in base64 are those of the
/// whole value. Files that they name are in containers, and not looked for. Nodes live in `arena`.
ResourceCheck CheckResources(const SourceFile& file, const CheckOptions& options, Arena& arena,
                             Diagnostics& diagnostics);

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_RESOURCES_H_

#ifndef LIBCHECK_MIMIR_TENANT_CONFIG_H_
#define LIBCHECK_MIMIR_TENANT_CONFIG_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/api/reply.h"
#include "libcheck/api/server.h"
#include "libcheck/base/result.h"

namespace check::mimir {

/// Where the Alertmanager's configuration API is below a server's URL:
/// https://grafana.com/docs/mimir/latest/references/http-api/#alertmanager and Cortex alike.
inline constexpr std::string_view kAlertmanagerConfig = "/api/v1/alerts";

/// The Alertmanager configuration of a tenant. It has secrets.
struct TenantConfig {
  std::string config;                            ///< The text of an alertmanager.yml.
  std::map<std::string, std::string> templates;  ///< By the names that `templates` may have.
  friend bool operator==(const TenantConfig&, const TenantConfig&) = default;
};

/// As it is sent, and what an answer says. The error says why it is not that.
std::string ToYaml(const TenantConfig& config);
Result<TenantConfig> ReadTenantConfig(std::string_view yaml);

/// What the server keeps; nothing if that is nothing. `server` is made with `kMimirApi`.
api::Reply<std::optional<TenantConfig>> GetTenantConfig(const api::Server& server,
                                                        std::string_view path);
/// Replaces it: nothing if that was done, or why not.
std::optional<api::Fault> SetTenantConfig(const api::Server& server, std::string_view path,
                                          const TenantConfig& config);

/// The names of the template files of an alertmanager.yml, as it has them.
std::vector<std::string> TemplateNames(std::string_view config);

}  // namespace check::mimir

#endif  // LIBCHECK_MIMIR_TENANT_CONFIG_H_

#ifndef LIBCHECK_MIMIR_CONFIG_API_H_
#define LIBCHECK_MIMIR_CONFIG_API_H_

#include <optional>
#include <string>
#include <string_view>

#include "libcheck/api/faults.h"
#include "libcheck/api/server.h"

/// What calls that change something at Mimir and Cortex have in common.
namespace check::mimir {

/// How faults of their configuration APIs are read and told.
extern const api::ApiKind kMimirApi;

/// Sends YAML: nothing if the server took it, or why not. It is not tried again; redirects are
/// faults.
std::optional<api::Fault> PostYaml(const api::Server& server, std::string_view path,
                                   std::string yaml);

/// Why `answer`, a success that says no more than that, is none: a page of something in between.
std::optional<api::Fault> NoSuccess(http::HttpResponse& answer, const api::Server& server);

}  // namespace check::mimir

#endif  // LIBCHECK_MIMIR_CONFIG_API_H_

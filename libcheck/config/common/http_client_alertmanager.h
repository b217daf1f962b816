#ifndef LIBCHECK_CONFIG_COMMON_HTTP_CLIENT_ALERTMANAGER_H_
#define LIBCHECK_CONFIG_COMMON_HTTP_CLIENT_ALERTMANAGER_H_

#include "libcheck/schema/schema.h"

namespace check::config {

/// kHttpClient as Alertmanager has it: the same fields, with the releases of Alertmanager that
/// brought them or would rather be without them.
extern const schema::Object kAlertmanagerHttpClient;

}  // namespace check::config

#endif  // LIBCHECK_CONFIG_COMMON_HTTP_CLIENT_ALERTMANAGER_H_

#ifndef LIBCHECK_CONFIG_PROMETHEUS_REMOTE_AUTH_H_
#define LIBCHECK_CONFIG_PROMETHEUS_REMOTE_AUTH_H_

#include "libcheck/schema/schema.h"

namespace check::config::prometheus {

extern const schema::Object kAzureAd;
extern const schema::Object kGoogleIam;

}  // namespace check::config::prometheus

#endif  // LIBCHECK_CONFIG_PROMETHEUS_REMOTE_AUTH_H_

#ifndef LIBCHECK_CONFIG_PROMETHEUS_DISCOVERY_URL_FIELD_H_
#define LIBCHECK_CONFIG_PROMETHEUS_DISCOVERY_URL_FIELD_H_

#include <string_view>

#include "libcheck/schema/validate.h"

namespace check::config::prometheus {

/// What upstream says of a URL, and whether it does.
struct UrlRules {
  std::string_view prefix = {};     ///< Before Go's words about what is no URL.
  std::string_view no_scheme = {};  ///< Of a URL without a scheme. Empty: it may have none.
  std::string_view no_host = {};    ///< Of a URL without a host. Empty: it may have none.
  bool only_http = false;           ///< Whether `no_scheme` is said of any scheme but HTTP's.
};

/// Reports what is wrong with the URL in a field, if that has been set.
void CheckUrlField(schema::Section& section, std::string_view field, const UrlRules& rules);

}  // namespace check::config::prometheus

#endif  // LIBCHECK_CONFIG_PROMETHEUS_DISCOVERY_URL_FIELD_H_

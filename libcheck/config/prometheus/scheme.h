#ifndef LIBCHECK_CONFIG_PROMETHEUS_SCHEME_H_
#define LIBCHECK_CONFIG_PROMETHEUS_SCHEME_H_

#include <string_view>

#include "libcheck/config/common/http_client.h"
#include "libcheck/schema/schema.h"

namespace check::config::prometheus {

/// `scheme`: the server loads any, but can only send requests with these.
inline constexpr std::string_view kSchemes[] = {"", "http", "https"};
inline constexpr schema::Type kScheme = {.kind = schema::Kind::kChoice,
                                         .choices = kSchemes,
                                         .any_case = true,
                                         .check = CheckedElsewhere};

}  // namespace check::config::prometheus

#endif  // LIBCHECK_CONFIG_PROMETHEUS_SCHEME_H_

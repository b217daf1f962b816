#ifndef LIBCHECK_CONFIG_PROMETHEUS_SCHEME_H_
#define LIBCHECK_CONFIG_PROMETHEUS_SCHEME_H_

#include <optional>
#include <string_view>

#include "libcheck/schema/schema.h"

namespace check::config::prometheus {

/// Finds nothing wrong: the server loads any scheme, such as a placeholder that is filled in later.
std::optional<schema::TextProblem> SchemeProblem(std::string_view text);

/// `scheme`: requests can only be sent with these.
inline constexpr std::string_view kSchemes[] = {"", "http", "https"};
inline constexpr schema::Type kScheme = {
    .kind = schema::Kind::kChoice, .choices = kSchemes, .any_case = true, .check = SchemeProblem};

}  // namespace check::config::prometheus

#endif  // LIBCHECK_CONFIG_PROMETHEUS_SCHEME_H_

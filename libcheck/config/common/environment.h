#ifndef LIBCHECK_CONFIG_COMMON_ENVIRONMENT_H_
#define LIBCHECK_CONFIG_COMMON_ENVIRONMENT_H_

#include <string>
#include <string_view>
#include <vector>

namespace check::config {

/// Go's os.Expand with the environment: `$NAME` and `${NAME}` stand for variables, and `$$` for
/// `$`. Names of those that are empty or not set are added to `empty`.
std::string ExpandEnvironment(std::string_view text, std::vector<std::string>& empty);

}  // namespace check::config

#endif  // LIBCHECK_CONFIG_COMMON_ENVIRONMENT_H_

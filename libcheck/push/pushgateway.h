#ifndef LIBCHECK_PUSH_PUSHGATEWAY_H_
#define LIBCHECK_PUSH_PUSHGATEWAY_H_

#include <string>
#include <string_view>

#include "libcheck/base/result.h"

namespace check::push {

/// The path of a group of the Pushgateway: "/metrics/job/batch/instance/a" of "batch/instance/a".
/// Parts may have escapes such as `%2F`; values that hold slashes, or nothing, go in base64.
/// https://github.com/prometheus/pushgateway#url
Result<std::string> GroupPath(std::string_view group);

}  // namespace check::push

#endif  // LIBCHECK_PUSH_PUSHGATEWAY_H_

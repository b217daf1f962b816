#ifndef LIBCHECK_DISCOVERY_TARGET_LIST_H_
#define LIBCHECK_DISCOVERY_TARGET_LIST_H_

#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/discovery/discovery.h"

namespace check::discovery {

/// The groups in `text`, a list of targets as files hold them. `name` tells whether it is JSON or
/// YAML. Each group gets the label `label` with the value `source`, and its place after `source`
/// as what it is known by. The error reads "line 3: why".
Result<std::vector<TargetGroup>> ReadTargetList(const std::string& name, std::string text,
                                                std::string_view label, const std::string& source);

}  // namespace check::discovery

#endif  // LIBCHECK_DISCOVERY_TARGET_LIST_H_

#ifndef TOOLS_COMPAT_AMTOOL_LOAD_H_
#define TOOLS_COMPAT_AMTOOL_LOAD_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/alertmanager/route.h"
#include "tools/compat/amtool_log.h"

namespace tools::compat {

/// What amtool makes of a configuration.
struct AmtoolConfig {
  std::string log;    ///< What reading it logs.
  std::string error;  ///< Why it cannot be used, in amtool's words; then there is nothing else.
  std::size_t inhibit_rule_count = 0;
  std::size_t receiver_count = 0;
  std::vector<std::string> templates;  ///< Patterns; those of a file start in its folder.
  std::optional<check::alertmanager::RouteTree> routes;
};

AmtoolConfig LoadAmtoolFile(const std::string& path, const MatcherLog& log);
/// A configuration that a server has.
AmtoolConfig LoadAmtoolText(std::string text, const MatcherLog& log);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_AMTOOL_LOAD_H_

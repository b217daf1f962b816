#ifndef LIBCHECK_SLO_LAYOUTS_SLOTH_PLUGINS_H_
#define LIBCHECK_SLO_LAYOUTS_SLOTH_PLUGINS_H_

#include <optional>
#include <string_view>

#include "libcheck/base/result.h"
#include "libcheck/slo/layouts/sloth_rules.h"
#include "libcheck/slo/specs/sloth.h"

/// The plugins that come with Sloth 0.16: what each does to the rules of an objective.
namespace check::slo {

bool IsKnownSlothPlugin(std::string_view id);
/// What is wrong with the configuration of a known plugin.
std::optional<Error> CheckSlothPlugin(const SlothPlugin& plugin);
/// Whether queries are MetricsQL, which is not checked.
bool UsesMetricsQl(const SlothDetails& details);

/// Runs Sloth's own plugins and those of the specification, in the order of their priorities. The
/// error is one sentence: one of them is not known, or cannot do its work.
Result<SlothRules> RunSlothPlugins(const SlothParts& parts);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_LAYOUTS_SLOTH_PLUGINS_H_

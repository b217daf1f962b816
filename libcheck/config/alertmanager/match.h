#ifndef LIBCHECK_CONFIG_ALERTMANAGER_MATCH_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_MATCH_H_

#include <string_view>

#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/schema/validate.h"

/// What routes and inhibition rules say of labels.
namespace check::config::alertmanager {

/// What is wrong with the name of a label in `match` and the like, which know no UTF-8.
std::optional<schema::TextProblem> FormerNameProblem(std::string_view name);

/// Label names with values; and with regular expressions.
inline constexpr schema::Type kFormerName = schema::Checked(schema::kString, FormerNameProblem);
inline constexpr schema::Type kMatch = schema::MapOf(schema::kString);
inline constexpr schema::Type kMatchRe = schema::MapOf(kFormerName, kPattern, "common.plain");

/// Reports names in a `match` that cannot be, and patterns of a `match_re` that are null.
void CheckMatch(schema::Section& section, std::string_view match, std::string_view match_re);

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_MATCH_H_

#ifndef LIBCHECK_LINT_MISSING_GROUP_H_
#define LIBCHECK_LINT_MISSING_GROUP_H_

#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/regex_replacement.h"

namespace check::lint {

/// The references in `replacement` to groups that `pattern` does not have. Names in letters count
/// only if `pattern` names groups: `${NAMESPACE}` may be filled in before Prometheus reads the
/// file.
std::vector<GroupReference> FindMissingGroups(std::string_view pattern,
                                              std::string_view replacement);

/// "`$2` refers to a group that `(.*)` does not have".
std::string MissingGroupMessage(std::string_view pattern, std::string_view replacement,
                                const GroupReference& reference);

/// How to treat it.
std::string MissingGroupNote(std::string_view pattern, const GroupReference& reference);

}  // namespace check::lint

#endif  // LIBCHECK_LINT_MISSING_GROUP_H_

#ifndef LIBCHECK_SLO_INCIDENTS_H_
#define LIBCHECK_SLO_INCIDENTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/slo/episodes.h"

namespace check::slo {

/// Incidents that a person has written down, in the order of their starts.
///
/// CSV, separated by commas, semicolons or tabs, whose first line names the columns `start`, `end`
/// and perhaps `note`; others are ignored. Or YAML: a list of mappings with these keys, or such
/// a list under `incidents`. Times are Unix times, RFC 3339, or local times of `zone`.
///
/// The error is one sentence that names `path` and the line.
Result<std::vector<Episode>> ReadIncidents(std::string_view path, std::string text,
                                           std::string_view zone);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_INCIDENTS_H_

#ifndef TOOLS_SLO_INCIDENTS_H_
#define TOOLS_SLO_INCIDENTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/slo/episodes.h"

namespace tools {

/// The incidents of the file that --incidents names, or of standard input ("-"); none if it is
/// empty. The error is one sentence.
check::Result<std::vector<check::slo::Episode>> ReadIncidentsFile(const std::string& path,
                                                                  std::string_view zone);

}  // namespace tools

#endif  // TOOLS_SLO_INCIDENTS_H_

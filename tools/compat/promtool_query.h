#ifndef TOOLS_COMPAT_PROMTOOL_QUERY_H_
#define TOOLS_COMPAT_PROMTOOL_QUERY_H_

#include "tools/compat/kingpin.h"

namespace tools::compat {

/// `promtool query instant` and so on.
int QueryInstant(const Parsed& parsed);
int QueryRange(const Parsed& parsed);
int QuerySeries(const Parsed& parsed);
int QueryLabels(const Parsed& parsed);
int QueryAnalyze(const Parsed& parsed);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_PROMTOOL_QUERY_H_

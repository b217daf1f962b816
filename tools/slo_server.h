#ifndef TOOLS_SLO_SERVER_H_
#define TOOLS_SLO_SERVER_H_

#include <memory>

#include "libcheck/slo/event_source.h"
#include "libcheck/slo/events_from_series.h"
#include "tools/query_source.h"

namespace tools {

/// Events counted in the raw samples of a server, which are fetched as they are needed.
std::unique_ptr<check::slo::EventSource> MakeServerEvents(std::unique_ptr<QuerySource> server,
                                                          const check::slo::SeriesOptions& options);

}  // namespace tools

#endif  // TOOLS_SLO_SERVER_H_

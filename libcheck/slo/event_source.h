#ifndef LIBCHECK_SLO_EVENT_SOURCE_H_
#define LIBCHECK_SLO_EVENT_SOURCE_H_

#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/slo/events.h"
#include "libcheck/slo/slo.h"
#include "libcheck/storage/queryable.h"

namespace check::slo {

/// What happened to an objective, or to one of its groups.
struct SloEvents {
  std::vector<std::pair<std::string, std::string>> group;  ///< Values of Indicator::grouping.
  Events events;
};

/// Where events come from: files, or a server.
class EventSource {
 public:
  virtual ~EventSource() = default;

  /// The events of `slo` within `times` and before it, as far as its windows and its period reach
  /// back. Always one unless the indicator has groups. The error says in one sentence why there are
  /// none, and what to do.
  virtual Result<std::vector<SloEvents>> Read(const Slo& slo, storage::TimeRange times) = 0;

  /// Of the first and the last sample; the whole of time where that is not known.
  virtual storage::TimeRange extent() const = 0;
};

}  // namespace check::slo

#endif  // LIBCHECK_SLO_EVENT_SOURCE_H_

#ifndef LIBCHECK_SLO_EVENT_SOURCE_H_
#define LIBCHECK_SLO_EVENT_SOURCE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/promql/value.h"
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

  /// The value that PromQL gives for `query` at `time`, in ms; nothing if the answer is empty. The
  /// error is one sentence: there are no samples to ask, or the query fails.
  virtual Result<std::optional<double>> Ask(const std::string& query, std::int64_t time);

  /// Of the first and the last sample; the whole of time where that is not known.
  virtual storage::TimeRange extent() const = 0;
};

/// The first value of an answer to an instant query, if there is one.
std::optional<double> FirstValue(const promql::Value& value);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_EVENT_SOURCE_H_

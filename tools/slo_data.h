#ifndef TOOLS_SLO_DATA_H_
#define TOOLS_SLO_DATA_H_

#include <memory>
#include <string>

#include "libcheck/base/result.h"
#include "libcheck/slo/event_source.h"
#include "libcheck/storage/queryable.h"
#include "tools/flag_set.h"
#include "tools/query_source.h"

namespace tools {

/// Where a command finds the events of objectives: files of samples or of events, or a server.
struct SloDataFlags {
  SourceFlags source;
  std::string server;       ///< Its URL, or the name of a context; empty: the usual one.
  bool cumulative = false;  ///< Columns of events hold counters.
  std::string new_series;   ///< What the first value of a late counter is: "from-zero", "strict".
  std::string start;
  std::string end;

  void Declare(FlagSet& flags);

  /// Whether --data names a file of numbers of events rather than one of samples.
  bool HoldsEvents() const;

  /// What it reads is what counts by the method of the objective: events, or slices of time. The
  /// error stands for all that was written to standard error.
  check::Result<std::unique_ptr<check::slo::EventSource>> Open() const;
  /// The times that --start and --end ask for, of what `events` has. Likewise.
  check::Result<check::storage::TimeRange> Times(const check::slo::EventSource& events,
                                                 const std::string& zone) const;

 private:
  check::Result<std::unique_ptr<check::slo::EventSource>> OpenPlain() const;
};

}  // namespace tools

#endif  // TOOLS_SLO_DATA_H_

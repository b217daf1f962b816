#ifndef TOOLS_SLO_SUBJECTS_H_
#define TOOLS_SLO_SUBJECTS_H_

#include <deque>
#include <string>
#include <string_view>

#include "libcheck/slo/burn.h"
#include "libcheck/slo/event_source.h"
#include "libcheck/slo/report.h"
#include "tools/slo_set.h"

namespace tools {

/// An objective, or one of its groups, with what counts by its method.
struct SloSubject {
  const check::slo::Slo* slo = nullptr;
  check::slo::SloEvents counted;

  check::slo::ReportSubject view() const { return {slo, counted.group, &counted.events}; }
  /// `shop/requests{route="/pay"}`
  std::string Title() const;
};

struct SloSubjects {
  std::deque<SloSubject> all;
  bool is_complete = true;  ///< False: what could not be read is reported on standard error.
};

/// The events of all objectives within `times`, and before them as far as they look back.
SloSubjects ReadSubjects(const SloSet& set, check::slo::EventSource& source,
                         check::storage::TimeRange times);

/// What there is to know about the data of `subject`, a line each: for people, below its figures.
std::string RemarkLines(const SloSubject& subject, std::string_view zone);

/// "1 failed event"
std::string FailedText(double errors);
/// ", 23 allowed in the whole period", and whether the data are all of it.
std::string AllowedText(const check::slo::BudgetState& state);

/// "2026-03-05 12:00:00"
std::string ClockText(std::int64_t ms, std::string_view zone);

}  // namespace tools

#endif  // TOOLS_SLO_SUBJECTS_H_

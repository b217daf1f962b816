#include "tools/slo_subjects.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "libcheck/base/time_expression.h"
#include "libcheck/slo/figure_text.h"
#include "tools/output.h"
#include "tools/query_list.h"

namespace tools {

namespace slo = check::slo;

std::string SloSubject::Title() const {
  if (counted.group.empty()) return slo->Title();
  return fmt::format("{}{{{}}}", slo->Title(), LabelText(counted.group));
}

SloSubjects ReadSubjects(const SloSet& set, slo::EventSource& source,
                         check::storage::TimeRange times) {
  SloSubjects subjects;
  for (const slo::Slo& slo : set.slos) {
    auto read = source.Read(slo, times);
    if (!read) {
      WriteError(fmt::format("`{}`: {}", slo.Title(), read.error().message));
      subjects.is_complete = false;
      continue;
    }
    for (slo::SloEvents& events : *read) subjects.all.push_back({&slo, std::move(events)});
  }
  return subjects;
}

std::string FailedText(double errors) {
  return fmt::format("{} failed {}", slo::EventsText(errors), errors == 1 ? "event" : "events");
}

std::string AllowedText(const slo::BudgetState& state) {
  return fmt::format(", {} allowed in the whole period{}",
                     slo::EventsText(std::round(state.events)),
                     state.is_complete ? "" : ", of which the data cover a part");
}

std::string ClockText(std::int64_t ms, std::string_view zone) {
  return check::FormatTime(ms, zone, check::TimeStyle::kDateTime);
}

std::string RemarkLines(const SloSubject& subject, std::string_view zone) {
  std::string lines;
  for (const slo::Events::Remark& remark : subject.counted.events.remarks) {
    lines += fmt::format("note: {} ({}", remark.text, ClockText(remark.start, zone));
    if (remark.end != remark.start) lines += " to " + ClockText(remark.end, zone);
    lines += ")\n";
  }
  return lines;
}

}  // namespace tools

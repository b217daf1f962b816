#ifndef LIBCHECK_SLO_LAYOUTS_PERIOD_H_
#define LIBCHECK_SLO_LAYOUTS_PERIOD_H_

#include <optional>

#include "libcheck/base/result.h"
#include "libcheck/slo/slo.h"

namespace check::slo {

/// What is wrong with the period of an objective for rules, which can only look back.
inline std::optional<Error> CheckRollingPeriod(const Slo& slo) {
  if (!slo.period.calendar) return std::nullopt;
  return Error{
      "its period follows the calendar, which rules cannot do: use `--window 30d` for a rolling "
      "one"};
}

}  // namespace check::slo

#endif  // LIBCHECK_SLO_LAYOUTS_PERIOD_H_

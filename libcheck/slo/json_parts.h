#ifndef LIBCHECK_SLO_JSON_PARTS_H_
#define LIBCHECK_SLO_JSON_PARTS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "libcheck/report/json_text.h"
#include "libcheck/slo/budget_curve.h"
#include "libcheck/slo/burn.h"
#include "libcheck/slo/report.h"

/// What the JSON of several commands has in common, so that it has the same names everywhere. Times
/// are in RFC 3339, shares go from 0 to 1, and what is not a finite number is null.
namespace check::slo {

using report::Json;

Json Number(double value);
Json Number(const std::optional<double>& value);
double Seconds(std::int64_t ms);
std::string At(std::int64_t ms);

/// `service`, `slo`, `group`, `objective_percent` and `budget`.
Json SubjectJson(const ReportSubject& subject);
Json ToJson(const BudgetState& budget);
Json ToJson(const BudgetCurve::Spender& spender);
Json ToJson(const Events::Remark& remark);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_JSON_PARTS_H_

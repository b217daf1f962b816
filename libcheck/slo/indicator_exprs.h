#ifndef LIBCHECK_SLO_INDICATOR_EXPRS_H_
#define LIBCHECK_SLO_INDICATOR_EXPRS_H_

#include <string>
#include <string_view>

#include "libcheck/base/result.h"
#include "libcheck/slo/slo.h"

/// What indicators count, as PromQL. Windows are durations such as "5m".
namespace check::slo {

/// The share of events that failed: two rates divided, the query of a raw ratio, and so on. The
/// error is one sentence: the indicator has no query that is known.
Result<std::string> ErrorRatioExpr(const Slo& slo, std::string_view window);

/// Numbers of events.
struct EventExprs {
  std::string errors;  ///< Without events that failed it is 0, not absent.
  std::string total;
};
/// The same in numbers. The error is one sentence: a ratio does not say of how many events.
Result<EventExprs> EventExprsOver(const Slo& slo, std::string_view window);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_INDICATOR_EXPRS_H_

#ifndef LIBCHECK_SLO_BURN_JSON_H_
#define LIBCHECK_SLO_BURN_JSON_H_

#include <span>
#include <string>
#include <vector>

#include "libcheck/slo/budget_curve.h"
#include "libcheck/slo/burn.h"
#include "libcheck/slo/promql_figures.h"
#include "libcheck/slo/report.h"

/// Burn rates and budgets for programs: an array with an object for each objective or group of one.
/// Times are in RFC 3339, shares go from 0 to 1, and what is not a finite number is null.
namespace check::slo {

struct BurnResult {
  ReportSubject subject;
  BurnFacts facts;
  std::vector<PromqlFigure> promql;  ///< Empty, or one for each window.
};
std::string BurnJson(std::span<const BurnResult> results);

/// Windows at many times.
struct BurnRange {
  ReportSubject subject;
  struct Step {
    std::int64_t time = 0;
    BudgetState budget;
    std::vector<WindowBurn> windows;
  };
  std::vector<Step> steps;
};
std::string BurnRangeJson(std::span<const BurnRange> ranges);

struct BudgetResult {
  ReportSubject subject;
  BudgetCurve curve;
};
std::string BudgetJson(std::span<const BudgetResult> results);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_BURN_JSON_H_

#ifndef LIBCHECK_SLO_REPORT_CHARTS_H_
#define LIBCHECK_SLO_REPORT_CHARTS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "libcheck/plot/svg_figure.h"
#include "libcheck/slo/report.h"

/// The pictures of a page about objectives.
namespace check::slo {

/// The remaining budget from the start of the period on, in per cent.
plot::Figure BudgetFigure(const ReportSubject& subject, const ReportFacts& facts,
                          const ReportOptions& options);

/// A long window of the policy, with the style of its line.
struct BurnWindow {
  std::int64_t window_ms = 0;
  std::size_t style = 0;
  std::vector<double> factors;  ///< Of the tiers that have it.
  double last = 0;              ///< Its burn rate at the end; NaN: no events.
  double highest = 0;           ///< Likewise, and when the window was full.
};

/// Burn rates over the long windows of the policy, the factors that they are compared with, and
/// below them when alerts fired.
plot::Figure BurnFigure(const ReportSubject& subject, const ReportFacts& facts,
                        const ReportOptions& options, std::vector<BurnWindow>& windows);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_REPORT_CHARTS_H_

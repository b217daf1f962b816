#ifndef LIBCHECK_SLO_REPORT_H_
#define LIBCHECK_SLO_REPORT_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/backtest/timeline.h"
#include "libcheck/slo/budget_curve.h"
#include "libcheck/slo/burn.h"
#include "libcheck/slo/episodes.h"
#include "libcheck/slo/events.h"
#include "libcheck/slo/slo.h"

/// Pages about objectives, for people: in a browser of any width, or on paper.
namespace check::slo {

/// An objective, or one of its groups, and what counts by its method. Both have to outlive what is
/// made of them.
struct ReportSubject {
  const Slo* slo = nullptr;
  std::vector<std::pair<std::string, std::string>> group;
  const Events* events = nullptr;
};

struct ReportOptions {
  /// The period that ends here is shown, of calendars the part of it up to here. In ms.
  std::int64_t end = 0;
  /// From here on; the period's start, if that is not given.
  std::optional<std::int64_t> start;
  std::string zone = "UTC";
  std::int64_t interval_ms = 60'000;  ///< Between evaluations of the alerts.
  /// What people noted, in order of their starts. Empty: what spent much of the budget.
  std::vector<Episode> incidents;
  std::string tool_version;
};

enum class ReportStatus : std::uint8_t {
  kNoEvents,
  kMet,
  kLow,        ///< Met, with little of the budget left.
  kOverspent,  ///< Not met.
};

/// What a page says of one objective.
struct ReportFacts {
  std::int64_t start = 0;  ///< Of what is shown, in ms: not before the data.
  std::int64_t end = 0;
  /// At `end`, and the days and hours of what is shown that spent most.
  BudgetState budget;
  std::vector<BudgetCurve::Spender> days;
  std::vector<BudgetCurve::Spender> hours;
  double burn_last_day = std::numeric_limits<double>::quiet_NaN();  ///< NaN: no events.
  ReportStatus status = ReportStatus::kNoEvents;
  std::vector<backtest::AlertTimeline> alerts;  ///< One for each alert of the policy.
  Score score;
};

ReportFacts MakeReportFacts(const ReportSubject& subject, const ReportOptions& options);

/// A page that needs nothing else: no script, no network. All of `subjects` belong to `service`,
/// which may be empty. The same input gives the same bytes.
std::string ReportPage(std::string_view service, std::span<const ReportSubject> subjects,
                       const ReportOptions& options);

/// The figures of all pages, for programs: an array of objects.
std::string ReportJson(std::span<const ReportSubject> subjects, const ReportOptions& options);

/// A page that leads to others: names of services and of the files beside it.
std::string ReportIndex(std::span<const std::pair<std::string, std::string>> services,
                        const ReportOptions& options);

/// The name of the file of a service's page, without what file systems mind: "shop.html".
std::string ReportFileName(std::string_view service);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_REPORT_H_

#include "libcheck/slo/promql_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "libcheck/slo/figure_text.h"
#include "libcheck/slo/indicator_exprs.h"

namespace check::slo {
namespace {

constexpr std::int64_t kHour = 3'600'000;
// Shorter windows hold too few of 5m for their average to be of interest.
constexpr std::int64_t kLeastAveraged = 6 * kHour;

// Ends of windows make for some difference; this is more.
bool Differs(double counted, const std::optional<double>& answer, double budget) {
  if (std::isnan(counted)) return answer && !std::isnan(*answer);
  if (!answer || std::isnan(*answer)) return true;
  const double difference = std::abs(counted - *answer);
  return difference > 0.2 * std::max(counted, *answer) && difference > 0.1 * budget;
}

std::int64_t UsualLength(const Events& events) {
  std::vector<std::int64_t> lengths;
  for (std::size_t i = 0; i < events.size(); ++i) {
    lengths.push_back(events.ends()[i] - events.begins()[i]);
  }
  if (lengths.empty()) return 0;
  const auto middle = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
  std::nth_element(lengths.begin(), middle, lengths.end());
  return *middle;
}

class Reasons {
 public:
  Reasons(const Events& events, std::int64_t time) : events_(events), time_(time) {
    usual_ = UsualLength(events);
  }

  std::string Of(const WindowBurn& window, const std::optional<double>& answer) const {
    const std::int64_t start = time_ - window.window_ms;
    if (answer && std::isnan(*answer)) {
      return "PromQL divides 0 by 0: it sees no growth in the window";
    }
    if (const auto gap = LongestIn(start)) {
      const std::string length = WindowText(gap->length);
      if (gap->start <= start + usual_) {
        return fmt::format(
            "the window begins where samples are missing for {}: PromQL's ranges are open on the "
            "left, so it has no sample before the gap and ignores what was counted in it",
            length);
      }
      return fmt::format(
          "samples are missing for {}: PromQL includes what was counted meanwhile, but "
          "extrapolates from the remaining samples",
          length);
    }
    if (!answer) {
      return "PromQL has no result: no counter of errors has two samples in the window";
    }
    for (const Events::Remark& remark : events_.remarks) {
      if (remark.kind == Events::Remark::Kind::kNewSeries && remark.end > start &&
          remark.start <= time_) {
        return "series begin within the window: PromQL ignores their first values, and "
               "extrapolates instead";
      }
    }
    if (!window.is_complete) {
      return "the data do not fill the window: PromQL extrapolates each counter separately";
    }
    return "PromQL ignores what was counted between the sample before the window and its first "
           "one, and extrapolates instead";
  }

  std::string OfAverage(const WindowBurn& window, double averaged) const {
    if (std::isnan(averaged)) {
      return "a 5m window without an event is 0/0, and a single one makes an average of ratios NaN";
    }
    constexpr std::int64_t kFiveMinutes = 5 * 60'000;
    if (const auto gap = LongestIn(time_ - window.window_ms); gap && gap->length > kFiveMinutes) {
      return fmt::format(
          "the 5m windows of the {} without samples are missing from the average of ratios, "
          "although what was counted meanwhile is known",
          WindowText(gap->length));
    }
    return "an average of ratios gives an idle 5m the same weight as a busy one, event counts do "
           "not";
  }

 private:
  struct Gap {
    std::int64_t start = 0;
    std::int64_t length = 0;
  };
  // The longest interval that is much longer than usual, of those from `start` on.
  std::optional<Gap> LongestIn(std::int64_t start) const {
    std::optional<Gap> longest;
    for (std::size_t i = events_.CountBefore(start); i < events_.CountUpTo(time_); ++i) {
      const std::int64_t length = events_.ends()[i] - events_.begins()[i];
      if (length < 4 * usual_ || (longest && longest->length >= length)) continue;
      longest = {events_.begins()[i], length};
    }
    return longest;
  }

  const Events& events_;
  std::int64_t time_;
  std::int64_t usual_ = 0;
};

}  // namespace

Result<std::vector<PromqlFigure>> PromqlFigures(const Slo& slo, const Events& events,
                                                const BurnFacts& facts, EventSource& source) {
  const Reasons reasons(events, facts.time);
  const double budget = slo.objective.budget();
  std::vector<PromqlFigure> figures;
  for (const WindowBurn& window : facts.windows) {
    PromqlFigure& figure = figures.emplace_back();
    figure.window_ms = window.window_ms;
    figure.is_period = window.is_period;
    const auto expr = ErrorRatioExpr(slo, WindowText(window.window_ms));
    if (!expr) return expr.error();
    const auto ratio = source.Ask(*expr, facts.time);
    if (!ratio) return ratio.error();
    figure.ratio = *ratio;
    figure.differs = Differs(window.ratio, figure.ratio, budget);
    if (figure.differs) figure.why = reasons.Of(window, figure.ratio);
    if (window.window_ms < kLeastAveraged) continue;
    const auto of_five = ErrorRatioExpr(slo, "5m");
    if (!of_five) return of_five.error();
    const std::string range = fmt::format("({})[{}:1m]", *of_five, WindowText(window.window_ms));
    const auto averaged =
        source.Ask(fmt::format("sum_over_time({0}) / count_over_time({0})", range), facts.time);
    if (!averaged) return averaged.error();
    figure.averaged = *averaged;
    figure.is_averaged_asked = true;
    // Of samples that are more than 5m apart there is none.
    figure.averaged_differs = figure.averaged && Differs(window.ratio, figure.averaged, budget);
    if (figure.averaged_differs && figure.why.empty()) {
      figure.why = reasons.OfAverage(window, *figure.averaged);
    }
  }
  return figures;
}

}  // namespace check::slo

#include "libcheck/slo/budget_curve.h"

#include <algorithm>
#include <functional>

#include "libcheck/base/time_expression.h"

namespace check::slo {
namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;
// Where clocks are put forward or back.
constexpr std::int64_t kQuarter = 15 * 60'000;

std::int64_t FloorTo(std::int64_t value, std::int64_t step) {
  return value - ((value % step) + step) % step;
}

// What hours and days of a zone spent. An interval belongs to where it begins.
class Spenders {
 public:
  Spenders(const Events& events, std::string_view zone, double budget_events)
      : events_(events), zone_(zone), budget_events_(budget_events) {}

  std::vector<BudgetCurve::Spender> Of(std::size_t from, std::size_t to, std::int64_t length,
                                       std::size_t most) {
    std::vector<BudgetCurve::Spender> all;
    while (from < to) {
      const std::int64_t stretch = FloorTo(LocalOf(events_.begins()[from]), length);
      std::size_t next = from + 1;
      while (next < to && FloorTo(LocalOf(events_.begins()[next]), length) == stretch) ++next;
      const EventSum sum = events_.SumOf(from, next);
      if (sum.errors > 0 && budget_events_ > 0) {
        all.push_back(
            {events_.begins()[from], events_.ends()[next - 1], sum, sum.errors / budget_events_});
      }
      from = next;
    }
    std::ranges::stable_sort(all, std::greater{}, &BudgetCurve::Spender::spent);
    if (all.size() > most) all.resize(most);
    return all;
  }

 private:
  // Offsets of zones are looked up under a lock.
  std::int64_t LocalOf(std::int64_t ms) {
    if (const std::int64_t quarter = FloorTo(ms, kQuarter); quarter != quarter_ || !is_known_) {
      quarter_ = quarter;
      is_known_ = true;
      offset_ = UtcOffset(ms, zone_);
    }
    return ms + offset_;
  }

  const Events& events_;
  std::string_view zone_;
  double budget_events_;
  std::int64_t quarter_ = 0;
  std::int64_t offset_ = 0;
  bool is_known_ = false;
};

}  // namespace

BudgetCurve BudgetOver(const Slo& slo, const Events& events, const BudgetCurveOptions& options) {
  BudgetCurve curve;
  curve.start = options.start;
  curve.end = options.end;
  curve.last = BudgetAt(slo, events, options.end);
  for (std::int64_t time = options.start;; time += options.step) {
    time = std::min(time, options.end);
    curve.points.push_back({time, BudgetAt(slo, events, time).remaining});
    if (time == options.end) break;
  }
  const std::size_t from = events.CountBefore(options.start);
  const std::size_t to = events.CountUpTo(options.end);
  Spenders spenders(events, options.zone, curve.last.events);
  curve.days = spenders.Of(from, to, kDay, options.most_spenders);
  curve.hours = spenders.Of(from, to, kHour, options.most_spenders);
  return curve;
}

}  // namespace check::slo

#include "libcheck/slo/condition.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "libcheck/base/number.h"

namespace check::slo {
namespace {

constexpr unsigned kMostScale = 38;
constexpr std::size_t kMostDigits = 18;
constexpr double kHighestFactor = 1e15;  // Nothing reaches a thousandth of it.

// Of 256 bits.
struct Product {
  Wide high = 0;
  Wide low = 0;

  friend auto operator<=>(const Product&, const Product&) = default;
};

Product Multiply(Wide a, Wide b) {
  constexpr Wide kMask = ~std::uint64_t{0};
  const Wide a0 = a & kMask;
  const Wide a1 = a >> 64;
  const Wide b0 = b & kMask;
  const Wide b1 = b >> 64;
  const Wide low = a0 * b0;
  const Wide middle = a1 * b0 + (low >> 64);
  const Wide other = a0 * b1 + (middle & kMask);
  return {a1 * b1 + (middle >> 64) + (other >> 64), (other << 64) | (low & kMask)};
}

Wide PowerOfTen(unsigned exponent) {
  Wide power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

Decimal ReadDecimal(std::string_view text) {
  Decimal decimal;
  bool behind_point = false;
  for (const char c : text) {
    if (c == '.') {
      behind_point = true;
      continue;
    }
    decimal.digits = decimal.digits * 10 + static_cast<Wide>(c - '0');
    if (behind_point) ++decimal.scale;
  }
  return decimal;
}

// The difference between the errors in a window and those at the threshold, at one time.
class Difference {
 public:
  Difference(const Signal& signal, std::int64_t window_ms, const Decimal& threshold, bool or_equal)
      : signal_(signal),
        window_ms_(window_ms),
        digits_(threshold.digits),
        power_(PowerOfTen(threshold.scale)),
        or_equal_(or_equal) {}

  bool IsExceeded(std::int64_t time) {
    const Signal::Sums now = signal_.SumsAt(time, now_);
    const Signal::Sums then = signal_.SumsAt(time - window_ms_, then_);
    const Wide requests = now.requests - then.requests;
    if (requests == 0) return false;  // 0/0 is NaN, which exceeds nothing.
    const Product errors = Multiply(now.errors - then.errors, power_);
    const Product allowed = Multiply(requests * static_cast<Wide>(kWhole), digits_);
    return or_equal_ ? errors >= allowed : errors > allowed;
  }

 private:
  const Signal& signal_;
  std::int64_t window_ms_;
  Wide digits_;
  Wide power_;
  bool or_equal_;
  std::size_t now_ = 0;
  std::size_t then_ = 0;
};

void AppendTicks(TickSet& set, Ticks ticks) {
  if (ticks.begin >= ticks.end) return;
  if (!set.empty() && set.back().end >= ticks.begin) {
    set.back().end = std::max(set.back().end, ticks.end);
  } else {
    set.push_back(ticks);
  }
}

// Rounded towards the past.
std::int64_t FloorDivide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// Calls `visit(ticks)` for stretches in which nothing changes how the difference goes on.
template <typename Visit>
void ForEachStretch(const Signal& signal, std::int64_t window_ms, std::int64_t step_ms, Ticks range,
                    Visit&& visit) {
  const std::vector<std::int64_t>& times = signal.times();
  std::size_t now = 0;
  std::size_t then = 0;
  for (std::int64_t begin = range.begin; begin < range.end;) {
    const std::int64_t time = begin * step_ms;
    while (now < times.size() && times[now] <= time) ++now;
    while (then < times.size() && times[then] + window_ms <= time) ++then;
    // A change at the very time of a tick is the end of one line and the beginning of another.
    std::int64_t end = range.end;
    if (now < times.size()) end = std::min(end, FloorDivide(times[now], step_ms) + 1);
    if (then < times.size()) end = std::min(end, FloorDivide(times[then] + window_ms, step_ms) + 1);
    visit(Ticks{begin, end});
    begin = end;
  }
}

// Where `holds(time)`, which between changes is true of times that are as large, or as small, as
// they can be.
template <typename Holds>
TickSet Where(const Signal& signal, std::int64_t window_ms, std::int64_t step_ms, Ticks range,
              Holds&& holds) {
  TickSet set;
  ForEachStretch(signal, window_ms, step_ms, range, [&](Ticks stretch) {
    const bool first = holds(stretch.begin * step_ms);
    const bool last = holds((stretch.end - 1) * step_ms);
    if (first == last) {
      if (first) AppendTicks(set, stretch);
      return;
    }
    // The first tick that is as the last one.
    std::int64_t low = stretch.begin;
    std::int64_t high = stretch.end - 1;
    while (high - low > 1) {
      const std::int64_t middle = low + (high - low) / 2;
      (holds(middle * step_ms) == last ? high : low) = middle;
    }
    AppendTicks(set, first ? Ticks{stretch.begin, high} : Ticks{high, stretch.end});
  });
  return set;
}

}  // namespace

TickSet Union(const TickSet& a, const TickSet& b) {
  TickSet both;
  std::ranges::merge(a, b, std::back_inserter(both), {}, &Ticks::begin, &Ticks::begin);
  TickSet all;
  for (const Ticks& ticks : both) AppendTicks(all, ticks);
  return all;
}

TickSet Intersection(const TickSet& a, const TickSet& b) {
  TickSet common;
  for (std::size_t i = 0, k = 0; i < a.size() && k < b.size();) {
    AppendTicks(common, {std::max(a[i].begin, b[k].begin), std::min(a[i].end, b[k].end)});
    a[i].end < b[k].end ? ++i : ++k;
  }
  return common;
}

Decimal ExactThreshold(double factor, const Objective& objective) {
  const Decimal a = ReadDecimal(FormatGoFloat(std::clamp(factor, 0.0, kHighestFactor), 'f', -1));
  std::string budget = objective.budget_text();
  // What nobody writes is rounded, so that the product fits.
  if (budget.size() > kMostDigits) budget = FormatGoFloat(objective.budget(), 'f', -1);
  const Decimal b = ReadDecimal(budget);
  Decimal product = {a.digits * b.digits, a.scale + b.scale};
  for (; product.scale > kMostScale; --product.scale) product.digits /= 10;
  return product;
}

TickSet Exceeding(const Signal& signal, std::int64_t window_ms, const Decimal& threshold,
                  bool or_equal, std::int64_t step_ms, Ticks range) {
  Difference difference(signal, window_ms, threshold, or_equal);
  return Where(signal, window_ms, step_ms, range,
               [&](std::int64_t time) { return difference.IsExceeded(time); });
}

TickSet WithRequests(const Signal& signal, std::int64_t window_ms, double least,
                     std::int64_t step_ms, Ticks range) {
  std::size_t now = 0;
  std::size_t then = 0;
  return Where(signal, window_ms, step_ms, range, [&](std::int64_t time) {
    const Wide requests =
        signal.SumsAt(time, now).requests - signal.SumsAt(time - window_ms, then).requests;
    return static_cast<double>(requests) >= least * Signal::kRequest;
  });
}

TickSet Active(const Signal& signal, const BurnAlert& alert, const Objective& objective,
               double least_requests, std::int64_t step_ms, Ticks range) {
  TickSet active;
  for (const Tier& tier : alert.tiers) {
    if (tier.has_empty_window) continue;
    const Decimal threshold = ExactThreshold(tier.factor, objective);
    TickSet set = Exceeding(signal, tier.long_ms, threshold, tier.or_equal, step_ms, range);
    if (tier.short_ms > 0) {
      set = Intersection(
          set, Exceeding(signal, tier.short_ms, threshold, tier.or_equal, step_ms, range));
    }
    if (least_requests > 0) {
      set = Intersection(set, WithRequests(signal, tier.long_ms, least_requests, step_ms, range));
    }
    active = Union(active, set);
  }
  return active;
}

TickSet FiringOf(const TickSet& active, std::int64_t for_ticks, std::int64_t keep_ticks) {
  TickSet firing;
  for (const Ticks& ticks : active) {
    // While it is kept firing, it is active still, and needs no `for`.
    const bool kept = !firing.empty() && ticks.begin <= firing.back().end;
    const std::int64_t begin = kept ? ticks.begin : ticks.begin + for_ticks;
    if (begin < ticks.end) AppendTicks(firing, {begin, ticks.end + keep_ticks});
  }
  return firing;
}

}  // namespace check::slo

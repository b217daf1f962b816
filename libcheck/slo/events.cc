#include "libcheck/slo/events.h"

#include <algorithm>
#include <limits>

namespace check::slo {

double EventSum::ratio() const {
  return any() ? errors / total : std::numeric_limits<double>::quiet_NaN();
}

void Events::Append(std::int64_t begin, std::int64_t end, double errors, double total) {
  begins_.push_back(begin);
  ends_.push_back(end);
  errors_.push_back(errors_.back() + errors);
  total_.push_back(total_.back() + total);
  covered_.push_back(covered_.back() + (end - begin));
}

EventSum Events::SumOf(std::size_t from, std::size_t to) const {
  if (from >= to) return {};
  return {errors_[to] - errors_[from], total_[to] - total_[from], covered_[to] - covered_[from]};
}

EventSum Events::Sum(std::int64_t end, std::int64_t length) const {
  return SumOf(CountBefore(end - length), CountUpTo(end));
}

std::size_t Events::CountUpTo(std::int64_t time) const {
  return static_cast<std::size_t>(std::ranges::upper_bound(ends_, time) - ends_.begin());
}

std::size_t Events::CountBefore(std::int64_t time) const {
  return static_cast<std::size_t>(std::ranges::lower_bound(begins_, time) - begins_.begin());
}

}  // namespace check::slo

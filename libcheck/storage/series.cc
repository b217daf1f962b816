#include "libcheck/storage/series.h"

#include <algorithm>

namespace check::storage {

void TimeColumn::push_back(std::int64_t time) {
  if (!irregular_.empty()) {
    irregular_.push_back(time);
  } else if (size_ == 0) {
    start_ = time;
  } else if (size_ == 1) {
    step_ = time - start_;
  } else if (time != start_ + static_cast<std::int64_t>(size_) * step_) {
    irregular_.reserve(size_ * 2);
    for (std::size_t i = 0; i < size_; ++i) {
      irregular_.push_back(start_ + static_cast<std::int64_t>(i) * step_);
    }
    irregular_.push_back(time);
  }
  ++size_;
}

void TimeColumn::AssignGrid(std::int64_t start, std::int64_t step, std::size_t count) {
  irregular_.clear();
  start_ = start;
  step_ = step;
  size_ = count;
}

std::size_t TimeColumn::CountUpTo(std::int64_t time) const {
  if (size_ == 0 || (*this)[0] > time) return 0;
  if (irregular_.empty()) {
    if (step_ <= 0) return size_;
    return std::min(size_, static_cast<std::size_t>((time - start_) / step_) + 1);
  }
  return static_cast<std::size_t>(std::upper_bound(irregular_.begin(), irregular_.end(), time) -
                                  irregular_.begin());
}

std::size_t TimeColumn::CountUpTo(std::int64_t time, std::size_t hint) const {
  if (irregular_.empty()) return CountUpTo(time);
  hint = std::min(hint, size_);
  if (hint > 0 && irregular_[hint - 1] > time) return CountUpTo(time);
  constexpr std::size_t kNear = 8;
  for (std::size_t i = hint; i < std::min(size_, hint + kNear); ++i) {
    if (irregular_[i] > time) return i;
  }
  return hint + kNear >= size_ ? size_ : CountUpTo(time);
}

}  // namespace check::storage

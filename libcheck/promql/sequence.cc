#include "libcheck/promql/sequence.h"

#include <algorithm>
#include <utility>

namespace check::promql {

SequenceValue SequenceValues::operator[](std::size_t i) const {
  if (!others_.empty()) {
    const auto after =
        std::upper_bound(others_.begin(), others_.end(), i,
                         [](std::size_t place, const Other& other) { return place < other.begin; });
    if (after != others_.begin() && i < std::prev(after)->end) return std::prev(after)->value;
  }
  return {.value = floats_[i]};
}

void SequenceValues::Append(const SequenceValue& value, std::size_t count) {
  const std::size_t begin = size();
  floats_.resize(begin + count, value.value);
  if (!value.omitted && !value.stale && value.histogram == nullptr) return;
  if (count > 0) others_.push_back({.begin = begin, .end = begin + count, .value = value});
}

void SequenceValues::AppendSteps(double first, double step, std::size_t count) {
  const std::size_t begin = size();
  floats_.resize(begin + count);
  for (std::size_t i = begin; i < size(); ++i) {
    floats_[i] = first;
    first += step;
  }
}

bool SequenceValues::any_histogram() const {
  return std::any_of(others_.begin(), others_.end(),
                     [](const Other& other) { return other.value.histogram != nullptr; });
}

std::vector<double> SequenceValues::TakeFloats() {
  others_.clear();
  return std::exchange(floats_, {});
}

}  // namespace check::promql

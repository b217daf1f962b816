#include <algorithm>
#include <memory>

#include "libcheck/base/kahan.h"
#include "libcheck/model/histogram.h"
#include "libcheck/model/histogram_schema.h"
#include "libcheck/model/histogram_zero.h"

namespace check::model {
namespace {

// A bucket while histograms are being put together.
struct Cell {
  std::int32_t index = 0;
  double count = 0;
  double lost = 0;
};
using Cells = std::vector<Cell>;

Cells Expand(const BucketSide& side, const std::vector<double>* lost) {
  Cells cells;
  cells.reserve(side.counts.size());
  std::int32_t index = 0;
  std::size_t at = 0;
  for (const BucketSpan& span : side.spans) {
    index += span.offset;
    for (std::uint32_t i = 0; i < span.length && at < side.counts.size(); ++i, ++at, ++index) {
      cells.push_back({index, side.counts[at], lost != nullptr ? (*lost)[at] : 0});
    }
  }
  return cells;
}

void Collapse(const Cells& cells, BucketSide& side, std::vector<double>* lost) {
  side.spans.clear();
  side.counts.clear();
  if (lost != nullptr) lost->clear();
  std::int32_t next = 0;
  for (const Cell& cell : cells) {
    if (!side.spans.empty() && cell.index == next) {
      ++side.spans.back().length;
    } else {
      side.spans.push_back({cell.index - next, 1});
    }
    next = cell.index + 1;
    side.counts.push_back(cell.count);
    if (lost != nullptr) lost->push_back(cell.lost);
  }
}

void KahanAddTo(Cell& cell, double value) {
  KahanSum sum{cell.count, cell.lost};
  sum.Add(value);
  cell.count = sum.sum;
  cell.lost = sum.lost;
}

void ReduceResolution(Cells& cells, std::int32_t from, std::int32_t to, bool kahan) {
  Cells reduced;
  for (const Cell& cell : cells) {
    const std::int32_t index = IndexInSchema(cell.index, from, to);
    if (reduced.empty() || reduced.back().index != index) {
      reduced.push_back({index, cell.count, cell.lost});
    } else if (kahan) {
      KahanAddTo(reduced.back(), cell.count);
      KahanAddTo(reduced.back(), cell.lost);
    } else {
      reduced.back().count += cell.count;
    }
  }
  cells = std::move(reduced);
}

enum class Mode { kAdd, kSubtract, kKahan };

// Adds `b` to `a`, but for those of its first buckets that the zero bucket covers.
Cells Merge(const Cells& a, const Cells& b, std::int32_t schema, double threshold, Mode mode) {
  Cells merged;
  merged.reserve(a.size() + b.size());
  auto theirs = b.begin();
  if (IsExponentialSchema(schema)) {
    while (theirs != b.end() && BucketBound(theirs->index, schema, {}) <= threshold) ++theirs;
  }
  auto ours = a.begin();
  while (ours != a.end() || theirs != b.end()) {
    if (theirs == b.end() || (ours != a.end() && ours->index < theirs->index)) {
      merged.push_back(*ours++);
      continue;
    }
    Cell addend = *theirs++;
    if (mode == Mode::kSubtract) addend.count *= -1;
    if (ours == a.end() || ours->index > addend.index) {
      merged.push_back(addend);
      continue;
    }
    Cell cell = *ours++;
    if (mode == Mode::kKahan) {
      KahanAddTo(cell, addend.count);
      if (addend.lost != 0) KahanAddTo(cell, addend.lost);
    } else {
      cell.count += addend.count;
    }
    merged.push_back(cell);
  }
  return merged;
}

std::vector<double> SharedBounds(std::span<const double> a, std::span<const double> b) {
  std::vector<double> shared;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(shared));
  return shared;
}

// Adds what is in `side` to the buckets that `shared` bounds.
void MapToBounds(const Cells& cells, std::span<const double> bounds,
                 const std::vector<double>& shared, bool subtract, bool with_lost,
                 std::vector<Cell>& target) {
  std::size_t at = 0;
  for (const Cell& cell : cells) {
    std::size_t goes_to = target.size() - 1;
    const auto index = static_cast<std::size_t>(cell.index);
    if (cell.index >= 0 && index < bounds.size()) {
      while (at < shared.size() && shared[at] < bounds[index]) ++at;
      if (at < shared.size()) goes_to = at;
    }
    KahanAddTo(target[goes_to], subtract ? -cell.count : cell.count);
    if (with_lost) KahanAddTo(target[goes_to], cell.lost);
  }
}

// Brings two histograms with different custom bounds to those that they share.
void CombineOverSharedBounds(FloatHistogram& to, const FloatHistogram& other, Mode mode,
                             FloatHistogram* lost) {
  auto shared =
      std::make_shared<const std::vector<double>>(SharedBounds(to.bounds(), other.bounds()));
  std::vector<Cell> target(shared->size() + 1);
  const std::vector<double>* lost_counts = lost != nullptr ? &lost->positive.counts : nullptr;
  MapToBounds(Expand(to.positive, lost_counts), to.bounds(), *shared, false, lost != nullptr,
              target);
  MapToBounds(Expand(other.positive, nullptr), other.bounds(), *shared, mode == Mode::kSubtract,
              false, target);
  Cells kept;
  for (std::size_t i = 0; i < target.size(); ++i) {
    if (target[i].count == 0 && target[i].lost == 0) continue;
    kept.push_back({static_cast<std::int32_t>(i), target[i].count, target[i].lost});
  }
  Collapse(kept, to.positive, lost != nullptr ? &lost->positive.counts : nullptr);
  if (shared->empty()) shared = nullptr;
  to.custom_bounds = shared;
  if (lost != nullptr) lost->custom_bounds = shared;
}

bool AdjustHint(CounterResetHint& ours, CounterResetHint theirs) {
  using enum CounterResetHint;
  if (theirs == ours || ours == kGauge) return false;
  if (theirs == kGauge) {
    ours = kGauge;
    return false;
  }
  const bool collision = ours != kUnknown && theirs != kUnknown;
  ours = kUnknown;
  return collision;
}

FloatHistogram NothingLost(const FloatHistogram& histogram) {
  FloatHistogram lost;
  lost.hint = histogram.hint;
  lost.schema = histogram.schema;
  lost.zero_threshold = histogram.zero_threshold;
  lost.custom_bounds = histogram.custom_bounds;
  lost.positive = {histogram.positive.spans, std::vector<double>(histogram.positive.counts.size())};
  lost.negative = {histogram.negative.spans, std::vector<double>(histogram.negative.counts.size())};
  return lost;
}

void CombineSides(FloatHistogram& to, const FloatHistogram& other, Mode mode,
                  FloatHistogram* lost) {
  const std::int32_t schema = std::min(to.schema, other.schema);
  const bool kahan = mode == Mode::kKahan;
  for (const bool positive : {true, false}) {
    BucketSide& side = positive ? to.positive : to.negative;
    std::vector<double>* lost_counts =
        lost == nullptr ? nullptr : &(positive ? lost->positive : lost->negative).counts;
    Cells ours = Expand(side, lost_counts);
    Cells theirs = Expand(positive ? other.positive : other.negative, nullptr);
    if (to.schema != schema) ReduceResolution(ours, to.schema, schema, kahan);
    if (other.schema != schema) ReduceResolution(theirs, other.schema, schema, kahan);
    Collapse(Merge(ours, theirs, schema, to.zero_threshold, mode), side, lost_counts);
  }
  to.schema = schema;
  if (lost != nullptr) {
    lost->schema = schema;
    lost->zero_threshold = to.zero_threshold;
  }
}

CombineResult Combine(FloatHistogram& to, const FloatHistogram& other, Mode mode,
                      std::optional<FloatHistogram>* kahan) {
  CombineResult result;
  if (to.uses_custom_buckets() != other.uses_custom_buckets()) {
    result.compatible = false;
    return result;
  }
  result.reset_collision = AdjustHint(to.hint, other.hint);
  FloatHistogram* lost = nullptr;
  if (kahan != nullptr) {
    if (!*kahan) *kahan = NothingLost(to);
    lost = &**kahan;
  }
  const auto combine = [&](double& ours, double theirs, double* lost_part) {
    if (lost_part != nullptr) {
      KahanSum sum{ours, *lost_part};
      sum.Add(theirs);
      ours = sum.sum;
      *lost_part = sum.lost;
    } else if (mode == Mode::kSubtract) {
      ours -= theirs;
    } else {
      ours += theirs;
    }
  };
  if (!to.uses_custom_buckets()) {
    const ZeroBucket theirs = ReconcileZeroBuckets(to, other, lost);
    double* lost_zero = lost != nullptr ? &lost->zero_count : nullptr;
    combine(to.zero_count, theirs.count, lost_zero);
    if (lost != nullptr) combine(to.zero_count, theirs.lost, lost_zero);
  }
  combine(to.count, other.count, lost != nullptr ? &lost->count : nullptr);
  combine(to.sum, other.sum, lost != nullptr ? &lost->sum : nullptr);
  if (to.uses_custom_buckets() && !SameBounds(to.bounds(), other.bounds())) {
    result.bounds_reconciled = true;
    CombineOverSharedBounds(to, other, mode, lost);
  } else {
    CombineSides(to, other, mode, lost);
  }
  if (lost != nullptr) {
    lost->positive.spans = to.positive.spans;
    lost->negative.spans = to.negative.spans;
  }
  return result;
}

}  // namespace

CombineResult FloatHistogram::Add(const FloatHistogram& other) {
  return Combine(*this, other, Mode::kAdd, nullptr);
}

CombineResult FloatHistogram::Subtract(const FloatHistogram& other) {
  return Combine(*this, other, Mode::kSubtract, nullptr);
}

CombineResult FloatHistogram::KahanAdd(const FloatHistogram& other,
                                       std::optional<FloatHistogram>& lost) {
  return Combine(*this, other, Mode::kKahan, &lost);
}

FloatHistogram FloatHistogram::InSchema(std::int32_t target) const {
  FloatHistogram copy = *this;
  if (target == schema) return copy;
  copy.hint = CounterResetHint::kUnknown;
  for (BucketSide* side : {&copy.positive, &copy.negative}) {
    Cells cells = Expand(*side, nullptr);
    ReduceResolution(cells, schema, target, false);
    Collapse(cells, *side, nullptr);
  }
  copy.schema = target;
  return copy;
}

}  // namespace check::model

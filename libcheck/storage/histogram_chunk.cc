#include "libcheck/storage/histogram_chunk.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <memory>
#include <span>

namespace check::storage {
namespace {

using model::BucketSide;
using model::BucketSpan;
using model::CounterResetHint;
using model::FloatHistogram;

constexpr std::size_t kTargetBytes = 1024;
constexpr std::size_t kFewestInChunk = 10;
constexpr std::int64_t kChunkRange = 24 * 60 * 60 * 1000;
constexpr std::size_t kHeaderBits = 3 * 8;

std::int64_t EndOfRange(std::int64_t time) {
  return time / kChunkRange * kChunkRange + kChunkRange;
}

// Bits of Prometheus's variable length numbers.
constexpr int kWidths[] = {3, 6, 9, 12, 18, 25, 56};

std::size_t SignedBits(std::int64_t value) {
  if (value == 0) return 1;
  std::size_t prefix = 2;
  for (const int width : kWidths) {
    const std::int64_t half = std::int64_t{1} << (width - 1);
    if (value >= 1 - half && value <= half) return prefix + static_cast<std::size_t>(width);
    ++prefix;
  }
  return 72;
}

std::size_t UnsignedBits(std::uint64_t value) {
  if (value == 0) return 1;
  std::size_t prefix = 2;
  for (const int width : kWidths) {
    if (value < std::uint64_t{1} << width) return prefix + static_cast<std::size_t>(width);
    ++prefix;
  }
  return 72;
}

std::size_t ThresholdBits(double threshold) {
  int exponent = 0;
  const bool is_short = threshold == 0 || (std::frexp(threshold, &exponent) == 0.5 &&
                                           exponent >= -242 && exponent <= 11);
  return is_short ? 8 : 72;
}

std::size_t BoundBits(double bound) {
  const double thousandfold = bound * 1000;
  if (thousandfold < 0 || thousandfold > 33554430 || std::round(thousandfold) / 1000 != bound) {
    return 65;
  }
  return UnsignedBits(static_cast<std::uint64_t>(std::round(thousandfold)) + 1);
}

std::size_t SpanBits(const std::vector<BucketSpan>& spans) {
  std::size_t bits = UnsignedBits(spans.size());
  for (const BucketSpan& span : spans) bits += UnsignedBits(span.length) + SignedBits(span.offset);
  return bits;
}

std::size_t LayoutBits(const FloatHistogram& histogram) {
  std::size_t bits = ThresholdBits(histogram.zero_threshold) + SignedBits(histogram.schema) +
                     SpanBits(histogram.positive.spans) + SpanBits(histogram.negative.spans);
  if (histogram.uses_custom_buckets()) {
    bits += UnsignedBits(histogram.bounds().size());
    for (const double bound : histogram.bounds()) bits += BoundBits(bound);
  }
  return bits;
}

using Layout = std::map<std::int32_t, double>;

Layout ByIndex(const BucketSide& side) {
  Layout buckets;
  std::int32_t index = 0;
  std::size_t at = 0;
  for (const BucketSpan& span : side.spans) {
    index += span.offset;
    for (std::uint32_t i = 0; i < span.length && at < side.counts.size(); ++i) {
      buckets.emplace_hint(buckets.end(), index++, side.counts[at++]);
    }
  }
  return buckets;
}

// Whether a counter can have come from `before` to `after`.
bool CanFollow(const BucketSide& before, const BucketSide& after) {
  if (before.spans == after.spans) {
    return std::equal(before.counts.begin(), before.counts.end(), after.counts.begin(),
                      [](double a, double b) { return !(a > b); });
  }
  const Layout now = ByIndex(after);
  for (const auto& [index, count] : ByIndex(before)) {
    const auto found = now.find(index);
    if (found == now.end() ? count != 0 : count > found->second) return false;
  }
  return true;
}

// The buckets of `side` in a layout that has all of them.
BucketSide InLayout(const BucketSide& side, const Layout& layout) {
  const Layout counts = ByIndex(side);
  BucketSide wide;
  std::int32_t next = 0;
  for (const auto& [index, unused] : layout) {
    if (!wide.spans.empty() && index == next) {
      ++wide.spans.back().length;
    } else {
      wide.spans.push_back({index - next, 1});
    }
    next = index + 1;
    const auto found = counts.find(index);
    wide.counts.push_back(found == counts.end() ? 0 : found->second);
  }
  return wide;
}

Layout Union(const BucketSide& a, const BucketSide& b) {
  Layout all = ByIndex(a);
  all.merge(ByIndex(b));
  return all;
}

}  // namespace

bool HistogramChunk::Fits(const FloatHistogram& next) const {
  const FloatHistogram& last = *last_;
  const bool gauge = next.hint == CounterResetHint::kGauge;
  if (gauge != gauge_ || next.schema != last.schema || next.zero_threshold != last.zero_threshold ||
      !model::SameBounds(next.bounds(), last.bounds())) {
    return false;
  }
  // Any gauge can follow any other; a counter must not have begun again.
  return gauge ||
         (next.hint != CounterResetHint::kReset && !(next.count < last.count) &&
          !(next.zero_count < last.zero_count) && CanFollow(last.positive, next.positive) &&
          CanFollow(last.negative, next.negative));
}

bool HistogramChunk::IsFull(std::int64_t time) {
  const std::int64_t range_end = end_computed_ ? EndOfRange(min_time_) : next_at_;
  if (!end_computed_ && bytes() >= kTargetBytes / 4) {
    const double ratio = static_cast<double>(kTargetBytes) / static_cast<double>(bytes());
    const double n = static_cast<double>(next_at_ - min_time_) /
                     (static_cast<double>(last_time_ - min_time_ + 1) * ratio);
    if (n > 1) {
      next_at_ =
          static_cast<std::int64_t>(static_cast<double>(min_time_) +
                                    static_cast<double>(next_at_ - min_time_) / std::floor(n));
    }
    end_computed_ = true;
  }
  return (time >= next_at_ || bytes() >= kTargetBytes * 2) &&
         (count_ >= kFewestInChunk || time >= range_end);
}

void HistogramChunk::Append(std::int64_t time, std::vector<model::HistogramPtr>& histograms) {
  if (!open_ || IsFull(time)) {
    end_computed_ = false;
    Begin(time, histograms);
  } else if (Fits(*histograms.back())) {
    Continue(time, histograms);
  } else {
    // Prometheus: the end that may have been computed for the chunk before stays computed.
    Begin(time, histograms);
  }
}

void HistogramChunk::Begin(std::int64_t time, std::vector<model::HistogramPtr>& histograms) {
  open_ = true;
  gauge_ = histograms.back()->hint == CounterResetHint::kGauge;
  first_ = histograms.size() - 1;
  // Whoever asks later cannot be sure that the chunk before is still there, so that even a reset
  // that was seen is not told.
  if (!gauge_ && histograms.back()->hint != CounterResetHint::kUnknown) {
    auto hinted = std::make_shared<FloatHistogram>(*histograms.back());
    hinted->hint = CounterResetHint::kUnknown;
    histograms.back() = std::move(hinted);
  }
  last_ = histograms.back();
  next_at_ = EndOfRange(time);
  CountFirst(time, *last_);
}

void HistogramChunk::Continue(std::int64_t time, std::vector<model::HistogramPtr>& histograms) {
  auto stored = std::make_shared<FloatHistogram>(*histograms.back());
  stored->hint = gauge_ ? CounterResetHint::kGauge : CounterResetHint::kNotReset;
  // They differ in buckets: all take those that any of them has.
  bool widen_others = false;
  for (const auto side : {&FloatHistogram::positive, &FloatHistogram::negative}) {
    if (((*stored).*side).spans == ((*last_).*side).spans) continue;
    const Layout all = Union((*stored).*side, (*last_).*side);
    if (all.size() != ((*stored).*side).counts.size()) {
      (*stored).*side = InLayout((*stored).*side, all);
    }
    if (all.size() == ((*last_).*side).counts.size()) continue;
    widen_others = true;
    for (std::size_t i = first_; i + 1 < histograms.size(); ++i) {
      auto wider = std::make_shared<FloatHistogram>(*histograms[i]);
      (*wider).*side = InLayout((*wider).*side, all);
      histograms[i] = std::move(wider);
    }
  }
  histograms.back() = std::move(stored);
  last_ = histograms.back();
  if (widen_others) {
    const std::vector<std::int64_t> times = times_;
    CountFirst(times[0], *histograms[first_]);
    for (std::size_t i = 1; i < times.size(); ++i) CountNext(times[i], *histograms[first_ + i]);
  }
  CountNext(time, *last_);
}

void HistogramChunk::CountFirst(std::int64_t time, const FloatHistogram& first) {
  count_ = 1;
  min_time_ = last_time_ = time;
  last_delta_ = 0;
  times_.assign(1, time);
  fields_.clear();
  for (const double value : {first.count, first.zero_count, first.sum}) {
    fields_.push_back({value});
  }
  for (const double value : first.positive.counts) fields_.push_back({value});
  for (const double value : first.negative.counts) fields_.push_back({value});
  bits_ = kHeaderBits + LayoutBits(first) + SignedBits(time) + 64 * fields_.size();
}

void HistogramChunk::CountNext(std::int64_t time, const FloatHistogram& next) {
  ++count_;
  const std::int64_t delta = time - last_time_;
  bits_ += SignedBits(delta - last_delta_);
  last_delta_ = delta;
  last_time_ = time;
  times_.push_back(time);
  std::size_t field = 0;
  for (const double value : {next.count, next.zero_count, next.sum}) {
    CountXor(fields_[field++], value);
  }
  for (const double value : next.positive.counts) CountXor(fields_[field++], value);
  for (const double value : next.negative.counts) CountXor(fields_[field++], value);
}

void HistogramChunk::CountXor(XorState& state, double value) {
  const std::uint64_t difference =
      std::bit_cast<std::uint64_t>(value) ^ std::bit_cast<std::uint64_t>(state.value);
  state.value = value;
  if (difference == 0) {
    bits_ += 1;
    return;
  }
  int leading = std::countl_zero(difference);
  const int trailing = std::countr_zero(difference);
  if (leading >= 32) leading = 31;
  if (state.leading != 0xff && leading >= state.leading && trailing >= state.trailing) {
    bits_ += 2 + static_cast<std::size_t>(64 - state.leading - state.trailing);
    return;
  }
  state.leading = static_cast<std::uint8_t>(leading);
  state.trailing = static_cast<std::uint8_t>(trailing);
  bits_ += 2 + 5 + 6 + static_cast<std::size_t>(64 - leading - trailing);
}

}  // namespace check::storage

#include "libcheck/model/histogram.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "libcheck/base/number.h"
#include "libcheck/model/histogram_compact.h"
#include "libcheck/model/histogram_schema.h"
#include "libcheck/model/histogram_zero.h"

namespace check::model {
namespace {

bool SameBits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

bool SameCounts(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), SameBits);
}

struct IndexedCount {
  std::int32_t index = 0;
  double count = 0;
};

// One side in a coarser schema, without the buckets that end at or below `threshold`.
std::vector<IndexedCount> MergedBuckets(const FloatHistogram& histogram, bool positive,
                                        double threshold, std::int32_t schema) {
  std::vector<IndexedCount> merged;
  for (SideIterator it(histogram, positive); it.Next();) {
    std::int32_t index = it.index();
    if (schema != histogram.schema) index = IndexInSchema(index, histogram.schema, schema);
    if (merged.empty() || merged.back().index != index) {
      merged.push_back({index, it.count()});
    } else {
      merged.back().count += it.count();
    }
  }
  if (threshold != 0 && IsExponentialSchema(schema)) {
    const auto kept = std::find_if(merged.begin(), merged.end(), [&](const IndexedCount& bucket) {
      return BucketBound(bucket.index, schema, {}) > threshold;
    });
    merged.erase(merged.begin(), kept);
  }
  return merged;
}

bool SideReset(const std::vector<IndexedCount>& current,
               const std::vector<IndexedCount>& previous) {
  auto at = current.begin();
  for (const IndexedCount& before : previous) {
    while (at != current.end() && at->index < before.index) ++at;
    // Prometheus: behind the last bucket of the current histogram only one is looked at.
    if (at == current.end()) return before.count != 0;
    const bool present = at->index == before.index;
    if (present ? at->count < before.count : before.count != 0) return true;
  }
  return false;
}

// Custom buckets with different bounds: what lies between the bounds that both have must not have
// become less.
bool CustomReset(const FloatHistogram& current, const FloatHistogram& previous) {
  struct Walk {
    SideIterator it;
    Bucket bucket;
    bool more;
    explicit Walk(const FloatHistogram& histogram) : it(histogram, true), more(it.Next()) {
      if (more) bucket = it.At();
    }
    double SumUpTo(double bound) {
      double sum = 0;
      while (more && bucket.upper <= bound) {
        sum += bucket.count;
        more = it.Next();
        if (more) bucket = it.At();
      }
      return sum;
    }
  };
  Walk now(current);
  Walk before(previous);
  const std::span<const double> a = current.bounds();
  const std::span<const double> b = previous.bounds();
  std::size_t i = 0;
  std::size_t j = 0;
  while (i <= a.size() && j <= b.size()) {
    const double bound = i < a.size() ? a[i] : kInf;
    const double other = j < b.size() ? b[j] : kInf;
    if (bound == other) {
      const double sum_now = now.SumUpTo(bound);
      if (sum_now < before.SumUpTo(bound)) return true;
      ++i, ++j;
    } else if (bound < other) {
      ++i;
    } else {
      ++j;
    }
  }
  return false;
}

std::optional<std::string> SpansProblem(const BucketSide& side, bool first_may_be_negative) {
  std::size_t buckets = 0;
  for (std::size_t i = 0; i < side.spans.size(); ++i) {
    if (side.spans[i].offset < 0 && (i > 0 || !first_may_be_negative)) {
      return fmt::format(
          "span number {} with offset {}: histogram has a span whose offset is negative", i + 1,
          side.spans[i].offset);
    }
    buckets += side.spans[i].length;
  }
  if (buckets != side.counts.size()) {
    return fmt::format(
        "spans need {} buckets, have {} buckets: histogram spans specify different number of "
        "buckets than provided",
        buckets, side.counts.size());
  }
  return std::nullopt;
}

std::optional<std::string> CountsProblem(const BucketSide& side) {
  for (std::size_t i = 0; i < side.counts.size(); ++i) {
    if (side.counts[i] < 0) {
      return fmt::format(
          "bucket number {} has observation count of {}: histogram has a bucket whose observation "
          "count is negative",
          i + 1, FormatGoFloat(side.counts[i], 'g', -1));
    }
  }
  return std::nullopt;
}

std::optional<std::string> CustomProblem(const FloatHistogram& histogram) {
  const std::span<const double> bounds = histogram.bounds();
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    if (std::isnan(bounds[i])) return "histogram custom bounds must not be NaN";
    if (i > 0 && bounds[i] <= bounds[i - 1]) {
      return fmt::format(
          "previous bound is {} and current is {}: histogram custom bounds must be in strictly "
          "increasing order",
          FormatGoFloat(bounds[i - 1], 'f', 6), FormatGoFloat(bounds[i], 'f', 6));
    }
  }
  if (!bounds.empty() && bounds.back() == kInf) {
    return "last +Inf bound must not be explicitly defined: histogram custom bounds must be finite";
  }
  if (auto problem = SpansProblem(histogram.positive, false)) return problem;
  std::int64_t reach = 0;
  for (const BucketSpan& span : histogram.positive.spans) reach += span.offset + span.length;
  if (static_cast<std::int64_t>(bounds.size()) + 1 < reach) {
    return fmt::format(
        "only {} custom bounds defined which is insufficient to cover total span length of {}: "
        "histogram custom bounds are too few",
        bounds.size(), reach);
  }
  return std::nullopt;
}

std::optional<std::string> Prefixed(std::string_view prefix, std::optional<std::string> problem) {
  if (problem) problem->insert(0, prefix);
  return problem;
}

}  // namespace

std::string_view ToString(CounterResetHint hint) {
  switch (hint) {
    case CounterResetHint::kUnknown:
      return "unknown";
    case CounterResetHint::kReset:
      return "reset";
    case CounterResetHint::kNotReset:
      return "not_reset";
    case CounterResetHint::kGauge:
      return "gauge";
  }
  return "unknown";
}

void FloatHistogram::Multiply(double factor) {
  zero_count *= factor;
  count *= factor;
  sum *= factor;
  for (double& bucket : positive.counts) bucket *= factor;
  for (double& bucket : negative.counts) bucket *= factor;
  if (factor < 0) hint = CounterResetHint::kGauge;
}

void FloatHistogram::Divide(double divisor) {
  zero_count /= divisor;
  count /= divisor;
  sum /= divisor;
  if (divisor == 0) {
    positive = {};
    negative = {};
    return;
  }
  for (double& bucket : positive.counts) bucket /= divisor;
  for (double& bucket : negative.counts) bucket /= divisor;
  if (divisor < 0) hint = CounterResetHint::kGauge;
}

void FloatHistogram::Compact(std::size_t max_empty) {
  CompactSide(positive, nullptr, max_empty);
  CompactSide(negative, nullptr, max_empty);
}

bool FloatHistogram::DetectReset(const FloatHistogram& previous) const {
  if (hint == CounterResetHint::kReset) return true;
  if (hint == CounterResetHint::kNotReset) return false;
  if (count < previous.count) return true;
  if (uses_custom_buckets()) {
    if (!previous.uses_custom_buckets()) return true;
    if (!SameBounds(bounds(), previous.bounds())) return CustomReset(*this, previous);
  }
  if (schema > previous.schema) return true;
  if (zero_threshold < previous.zero_threshold) return true;
  const ZeroBucket before = WidenedZeroBucket(previous, zero_threshold, nullptr);
  // A populated bucket of the previous histogram reaches over the new threshold.
  if (before.threshold != zero_threshold) return true;
  if (zero_count < before.count) return true;
  for (const bool side : {true, false}) {
    if (SideReset(MergedBuckets(*this, side, zero_threshold, schema),
                  MergedBuckets(previous, side, zero_threshold, schema))) {
      return true;
    }
  }
  return false;
}

bool FloatHistogram::HasOverflow() const {
  const auto any_infinite = [](std::span<const double> values) {
    return std::any_of(values.begin(), values.end(), [](double v) { return std::isinf(v); });
  };
  return std::isinf(zero_count) || std::isinf(count) || std::isinf(sum) ||
         any_infinite(positive.counts) || any_infinite(negative.counts) || any_infinite(bounds());
}

bool FloatHistogram::SameAs(const FloatHistogram& other) const {
  return schema == other.schema && SameBits(count, other.count) && SameBits(sum, other.sum) &&
         (!uses_custom_buckets() || SameBounds(bounds(), other.bounds())) &&
         zero_threshold == other.zero_threshold && SameBits(zero_count, other.zero_count) &&
         SameSpans(negative.spans, other.negative.spans) &&
         SameCounts(negative.counts, other.negative.counts) &&
         SameSpans(positive.spans, other.positive.spans) &&
         SameCounts(positive.counts, other.positive.counts);
}

std::optional<std::string> FloatHistogram::Problem() const {
  if (uses_custom_buckets()) {
    if (auto problem = CustomProblem(*this)) return Prefixed("custom buckets: ", problem);
    if (zero_count != 0) return "custom buckets: must have zero count of 0";
    if (zero_threshold != 0) return "custom buckets: must have zero threshold of 0";
    if (!negative.spans.empty()) return "custom buckets: must not have negative spans";
    if (!negative.counts.empty()) return "custom buckets: must not have negative buckets";
  } else if (IsExponentialSchema(schema)) {
    if (auto problem = SpansProblem(positive, true)) return Prefixed("positive side: ", problem);
    if (auto problem = SpansProblem(negative, true)) return Prefixed("negative side: ", problem);
    if (auto problem = CountsProblem(negative)) return Prefixed("negative side: ", problem);
    if (zero_count < 0) {
      return fmt::format(
          "zero bucket has observation count of {}: histogram has a bucket whose observation count "
          "is negative",
          FormatGoFloat(zero_count, 'g', -1));
    }
    if (custom_bounds) return "histogram with exponential schema must not have custom bounds";
  } else {
    return fmt::format(
        "histogram has an invalid schema, which must be between -4 and 8 for exponential buckets, "
        "or -53 for custom buckets, got schema {}",
        schema);
  }
  if (count < 0) {
    return fmt::format("observation count is  {}: histogram's observation count is negative",
                       FormatGoFloat(count, 'g', -1));
  }
  return Prefixed("positive side: ", CountsProblem(positive));
}

std::size_t FloatHistogram::SizeInBytes() const {
  // Prometheus: the size that its struct has, whatever ours may be.
  constexpr std::size_t kStruct = 168;
  return kStruct + 8 * (positive.spans.size() + negative.spans.size() + positive.counts.size() +
                        negative.counts.size() + bounds().size());
}

}  // namespace check::model

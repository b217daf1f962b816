#include "libcheck/api/histogram_answer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

namespace check::api {
namespace {

using model::BucketSide;
using model::FloatHistogram;

// A gap of so many buckets is written as empty buckets rather than as a new span.
constexpr std::int32_t kSmallGap = 2;

// Index of the bucket whose upper bound is `bound`, a positive number.
std::optional<std::int32_t> IndexOf(double bound, std::int32_t schema) {
  if (!(bound > 0)) return std::nullopt;
  const double exponent = std::isinf(bound) ? 1024 : std::log2(bound);
  const auto near = static_cast<std::int32_t>(std::llround(std::ldexp(exponent, schema)));
  for (std::int32_t index = near - 1; index <= near + 1; ++index) {
    if (model::BucketBound(index, schema, {}) == bound) return index;
  }
  return std::nullopt;
}

// Adds a bucket that is further from index 0 than all before it.
void Append(BucketSide& side, std::int32_t& next, std::int32_t index, double count) {
  const std::int32_t gap = index - next;
  if (side.spans.empty() || gap > kSmallGap) {
    side.spans.push_back({.offset = gap, .length = 0});
  } else {
    side.counts.insert(side.counts.end(), static_cast<std::size_t>(gap), 0.0);
    side.spans.back().length += static_cast<std::uint32_t>(gap);
  }
  side.counts.push_back(count);
  ++side.spans.back().length;
  next = index + 1;
}

}  // namespace

bool HistogramReader::Read(JsonStream& json, model::HistogramPtr& histogram) {
  FloatHistogram read;
  buckets_.clear();
  const bool ok = json.Object([&](std::string_view key) {
    if (key == "count") return json.Number(read.count);
    if (key == "sum") return json.Number(read.sum);
    if (key == "buckets") {
      return json.TakeNull() || json.Array([&] { return ReadBucket(json); });
    }
    return json.Skip();
  });
  if (!ok) return false;
  if (!MakeExponential(read) && !MakeCustom(read)) {
    return json.Fail("a histogram in it has buckets that overlap");
  }
  histogram = std::make_shared<const FloatHistogram>(std::move(read));
  return true;
}

bool HistogramReader::ReadBucket(JsonStream& json) {
  double fields[4] = {};
  std::size_t count = 0;
  const bool ok = json.Array([&] { return count < 4 && json.Number(fields[count++]); });
  if (!ok || count != 4 || !(fields[0] >= 0 && fields[0] <= 3)) {
    return json.Fail("a histogram in it has a bucket that is not `[rule, lower, upper, count]`");
  }
  buckets_.push_back({.rule = static_cast<Rule>(fields[0]),
                      .lower = fields[1],
                      .upper = fields[2],
                      .count = fields[3]});
  return true;
}

bool HistogramReader::MakeExponential(FloatHistogram& histogram) {
  if (MakeInSchema(last_schema_, histogram)) return true;
  for (std::int32_t schema = model::kMinSchema; schema <= model::kMaxSchema; ++schema) {
    if (!MakeInSchema(schema, histogram)) continue;
    last_schema_ = schema;
    return true;
  }
  return false;
}

// Buckets next to zero may have been cut at the threshold of the zero bucket, which is not there if
// it is empty.
bool HistogramReader::MakeInSchema(std::int32_t schema, FloatHistogram& histogram) const {
  histogram.schema = schema;
  histogram.positive = histogram.negative = {};
  histogram.zero_count = histogram.zero_threshold = 0;
  std::int32_t next_positive = 0;
  std::int32_t next_negative = 0;
  const auto add = [&](BucketSide& side, std::int32_t& next, double near, double far,
                       double count) {
    const std::optional<std::int32_t> index = IndexOf(far, schema);
    if (!index || (!side.spans.empty() && *index < next)) return false;
    const double whole = model::BucketBound(*index - 1, schema, {});
    if (whole != near) {
      const bool is_cut = side.spans.empty() && near > whole && near < far;
      if (!is_cut || (histogram.zero_threshold != 0 && histogram.zero_threshold != near)) {
        return false;
      }
      histogram.zero_threshold = near;
    }
    Append(side, next, *index, count);
    return true;
  };
  for (const ApiBucket& bucket : buckets_) {
    if (bucket.rule == Rule::kClosed && bucket.lower == -bucket.upper) {
      histogram.zero_threshold = bucket.upper;
      histogram.zero_count = bucket.count;
    }
  }
  // From zero outwards.
  for (const ApiBucket& bucket : buckets_) {
    if (bucket.rule == Rule::kClosed && bucket.lower == -bucket.upper) continue;
    if (bucket.lower < 0) continue;
    if (!add(histogram.positive, next_positive, bucket.lower, bucket.upper, bucket.count)) {
      return false;
    }
  }
  for (auto bucket = buckets_.rbegin(); bucket != buckets_.rend(); ++bucket) {
    if (bucket->lower >= 0) continue;
    if (bucket->rule == Rule::kClosed && bucket->lower == -bucket->upper) continue;
    if (!add(histogram.negative, next_negative, -bucket->upper, -bucket->lower, bucket->count)) {
      return false;
    }
  }
  return true;
}

bool HistogramReader::MakeCustom(FloatHistogram& histogram) {
  std::vector<double> bounds;
  histogram = {.schema = model::kCustomBuckets, .count = histogram.count, .sum = histogram.sum};
  std::int32_t next = 0;
  for (const ApiBucket& bucket : buckets_) {
    if (!(bucket.lower < bucket.upper)) return false;
    if (!std::isinf(bucket.lower) && (bounds.empty() || bounds.back() != bucket.lower)) {
      if (!bounds.empty() && bounds.back() > bucket.lower) return false;
      bounds.push_back(bucket.lower);
    }
    if (!std::isinf(bucket.upper)) bounds.push_back(bucket.upper);
    const std::size_t index = std::isinf(bucket.upper) ? bounds.size() : bounds.size() - 1;
    if (std::cmp_less(index, next)) return false;
    Append(histogram.positive, next, static_cast<std::int32_t>(index), bucket.count);
  }
  if (last_bounds_ == nullptr || *last_bounds_ != bounds) {
    last_bounds_ = std::make_shared<const std::vector<double>>(std::move(bounds));
  }
  histogram.custom_bounds = last_bounds_;
  return true;
}

}  // namespace check::api

#include "libcheck/model/histogram.h"

#include <doctest/doctest.h>

#include <string>

namespace check::model {
namespace {

FloatHistogram Exponential(std::int32_t schema, std::int32_t offset, std::vector<double> counts) {
  FloatHistogram h;
  h.schema = schema;
  for (double count : counts) h.count += count;
  h.sum = h.count * 2;
  h.positive.spans = {{offset, static_cast<std::uint32_t>(counts.size())}};
  h.positive.counts = std::move(counts);
  return h;
}

FloatHistogram Custom(std::vector<double> bounds, std::vector<double> counts) {
  FloatHistogram h = Exponential(kCustomBuckets, 0, std::move(counts));
  h.custom_bounds = std::make_shared<const std::vector<double>>(std::move(bounds));
  return h;
}

TEST_CASE("bucket bounds are powers of two, and the last one is the largest number") {
  CHECK(BucketBound(0, 0, {}) == 1);
  CHECK(BucketBound(1, 0, {}) == 2);
  CHECK(BucketBound(1, 2, {}) == 0x1.306fe0a31b715p+0);
  CHECK(BucketBound(-1, -1, {}) == 0.25);
  CHECK(BucketBound(1024, 0, {}) == std::numeric_limits<double>::max());
  CHECK(BucketBound(1025, 0, {}) == kInf);
  CHECK(BucketBound(256, -2, {}) == std::numeric_limits<double>::max());
  const double bounds[] = {5, 10};
  CHECK(BucketBound(-1, kCustomBuckets, bounds) == -kInf);
  CHECK(BucketBound(1, kCustomBuckets, bounds) == 10);
  CHECK(BucketBound(2, kCustomBuckets, bounds) == kInf);
}

TEST_CASE("adding brings both histograms to the coarser schema") {
  FloatHistogram a = Exponential(1, 1, {1, 2, 3, 4});
  const CombineResult result = a.Add(Exponential(0, 2, {10}));
  CHECK(result.compatible);
  CHECK(a.schema == 0);
  CHECK(a.TestExpression() == "{{count:20 sum:40 offset:1 buckets:[3 17]}}");
}

TEST_CASE("subtracting leaves buckets that compacting takes away") {
  FloatHistogram a = Exponential(0, 0, {1, 2, 3});
  a.Subtract(Exponential(0, 1, {2, 1, 5}));
  CHECK(a.positive.counts == std::vector<double>{1, 0, 2, -5});
  a.Compact(0);
  CHECK(a.positive.spans == std::vector<BucketSpan>{{0, 1}, {1, 2}});
  CHECK(a.ToString() == "{count:-2, sum:-4, (0.5,1]:1, (2,4]:2, (4,8]:-5}");
}

TEST_CASE("compacting cuts the ends of spans, splits at long gaps and joins over short ones") {
  FloatHistogram h;
  h.positive.spans = {{-2, 3}, {0, 4}, {3, 2}, {1, 0}, {1, 1}};
  h.positive.counts = {0, 1, 0, 0, 0, 2, 0, 3, 0, 0};
  SUBCASE("with no empty bucket allowed") {
    h.Compact(0);
    CHECK(h.positive.spans == std::vector<BucketSpan>{{-1, 1}, {3, 1}, {4, 1}});
    CHECK(h.positive.counts == std::vector<double>{1, 2, 3});
  }
  SUBCASE("with three") {
    h.Compact(3);
    CHECK(h.positive.spans == std::vector<BucketSpan>{{-1, 5}, {4, 1}});
    CHECK(h.positive.counts == std::vector<double>{1, 0, 0, 0, 2, 3});
  }
  SUBCASE("with any number") {
    h.Compact(1000);
    CHECK(h.positive.spans == std::vector<BucketSpan>{{-1, 10}});
    CHECK(h.positive.counts == std::vector<double>{1, 0, 0, 0, 2, 0, 0, 0, 0, 3});
  }
}

TEST_CASE("joining several spans in a row moves counts, as in Prometheus 3.14") {
  FloatHistogram h;
  h.positive.spans = {{0, 1}, {1, 1}, {2, 2}, {9, 1}, {1, 1}, {1, 1}};
  h.positive.counts = {1, 2, 3, 4, 5, 6, 7};
  h.Compact(2);
  CHECK(h.positive.spans == std::vector<BucketSpan>{{0, 7}, {9, 5}});
  CHECK(h.positive.counts == std::vector<double>{1, 0, 0, 0, 2, 0, 0, 3, 4, 5, 6, 7});
}

TEST_CASE("the zero bucket widens to the end of a populated bucket") {
  FloatHistogram a = Exponential(0, 0, {4, 8});  // (0.5,1] and (1,2]
  a.zero_count = 1;
  FloatHistogram b;
  b.zero_threshold = 0.75;
  b.zero_count = 10;
  b.count = 10;
  a.Add(b);
  CHECK(a.zero_threshold == 1);
  CHECK(a.zero_count == 15);
  CHECK(a.positive.counts == std::vector<double>{8});
}

TEST_CASE("custom bounds that differ are reduced to those that both have") {
  FloatHistogram a = Custom({1, 2, 4}, {1, 2, 3, 4});
  const CombineResult result = a.Add(Custom({2, 3}, {5, 6, 7}));
  CHECK(result.bounds_reconciled);
  CHECK(a.TestExpression() == "{{schema:-53 count:28 sum:56 custom_values:[2] buckets:[8 20]}}");
  CHECK_FALSE(a.Add(Exponential(0, 0, {1})).compatible);
}

TEST_CASE("hints that contradict each other become unknown, and a gauge stays a gauge") {
  using enum CounterResetHint;
  struct Row {
    CounterResetHint ours, theirs, result;
    bool collision;
  };
  for (const Row& row :
       {Row{kReset, kNotReset, kUnknown, true}, Row{kGauge, kReset, kGauge, false},
        Row{kNotReset, kGauge, kGauge, false}, Row{kUnknown, kReset, kUnknown, false},
        Row{kReset, kUnknown, kUnknown, false}, Row{kReset, kReset, kReset, false}}) {
    FloatHistogram a = Exponential(0, 0, {1});
    FloatHistogram b = a;
    a.hint = row.ours;
    b.hint = row.theirs;
    CHECK(a.Add(b).reset_collision == row.collision);
    CHECK(a.hint == row.result);
  }
}

TEST_CASE("a counter reset is seen in any bucket, unless the hint knows better") {
  const FloatHistogram before = Exponential(1, 0, {5, 0, 5});
  CHECK_FALSE(Exponential(1, 0, {5, 1, 5}).DetectReset(before));
  CHECK(Exponential(1, 0, {9, 0, 4}).DetectReset(before));
  // Prometheus: of the buckets behind the last one only the first is looked at.
  CHECK_FALSE(Exponential(1, 0, {20}).DetectReset(before));
  CHECK(Exponential(1, 0, {20}).DetectReset(Exponential(1, 0, {5, 5})));
  FloatHistogram no_buckets = Exponential(1, 0, {});
  no_buckets.count = 9;
  CHECK_FALSE(no_buckets.DetectReset(Exponential(1, 0, {0, 5})));
  CHECK(no_buckets.DetectReset(Exponential(1, 0, {5, 0})));
  CHECK(Exponential(1, 2, {20}).DetectReset(before));
  CHECK_FALSE(Exponential(0, 0, {5, 6}).DetectReset(before));
  CHECK(Exponential(2, 0, {50, 60}).DetectReset(before));
  FloatHistogram hinted = Exponential(1, 0, {1});
  hinted.hint = CounterResetHint::kNotReset;
  CHECK_FALSE(hinted.DetectReset(before));
  CHECK_FALSE(Custom({1, 3}, {5, 5, 5}).DetectReset(Custom({1, 2}, {4, 1, 1})));
  CHECK(Custom({1, 3}, {3, 50, 5}).DetectReset(Custom({1, 2}, {4, 1, 1})));
}

TEST_CASE("Kahan addition keeps what plain addition loses") {
  FloatHistogram plain = Exponential(0, 0, {1});
  plain.sum = 1;
  FloatHistogram exact = plain;
  FloatHistogram large = plain;
  large.sum = 1e100;
  FloatHistogram negative = plain;
  negative.sum = -1e100;
  std::optional<FloatHistogram> lost;
  for (const FloatHistogram* other : {&large, &negative}) {
    plain.Add(*other);
    exact.KahanAdd(*other, lost);
  }
  exact.Add(*lost);
  CHECK(plain.sum == 0);
  CHECK(exact.sum == 1);
  CHECK(exact.count == 3);
}

TEST_CASE("trimming keeps what lies on one side and interpolates in between") {
  FloatHistogram h = Custom({5, 10}, {2, 4, 6});
  h.Trim(7.5, true);
  CHECK(h.TestExpression() == "{{schema:-53 count:4 sum:17.5 custom_values:[5 10] buckets:[2 2]}}");
  h = Exponential(0, 0, {4, 4});
  h.Trim(1, false);
  CHECK(h.count == 4);
  CHECK(h.positive.spans == std::vector<BucketSpan>{{1, 1}});
}

TEST_CASE("notation writes what is not zero, with one span for each side") {
  FloatHistogram h = Exponential(1, -3, {5.1, 10, 7});
  h.count = 3.1;
  h.sum = -0.3;
  h.zero_count = 7.1;
  h.zero_threshold = 0.05;
  h.negative = {{{-5, 2}}, {4.1, 5}};
  h.hint = CounterResetHint::kReset;
  CHECK(h.TestExpression() ==
        "{{schema:1 count:3.1 sum:-0.3 z_bucket:7.1 z_bucket_w:0.05 counter_reset_hint:reset "
        "offset:-3 buckets:[5.1 10 7] n_offset:-5 n_buckets:[4.1 5]}}");
  CHECK(FloatHistogram().TestExpression() == "{{}}");
}

TEST_CASE("Prometheus's reasons for refusing a histogram") {
  FloatHistogram h = Exponential(0, 0, {1});
  CHECK_FALSE(h.Problem());
  h.schema = 9;
  CHECK(h.Problem()->find("invalid schema") != std::string::npos);
  h = Exponential(0, 0, {-1});
  h.count = 1;
  CHECK(*h.Problem() ==
        "positive side: bucket number 1 has observation count of -1: histogram has a bucket whose "
        "observation count is negative");
  CHECK(*Custom({2, 1}, {1}).Problem() ==
        "custom buckets: previous bound is 2.000000 and current is 1.000000: histogram custom "
        "bounds must be in strictly increasing order");
  CHECK(*Custom({}, {1, 1}).Problem() ==
        "custom buckets: only 0 custom bounds defined which is insufficient to cover total span "
        "length of 2: histogram custom bounds are too few");
}

}  // namespace
}  // namespace check::model

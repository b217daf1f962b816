#include "libcheck/api/bucket_statistics.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

namespace check::api {
namespace {

using promql::FloatPoint;

std::vector<BucketBounds> Buckets(int from, int count) {
  std::vector<BucketBounds> buckets;
  for (int i = from; i < from + count; ++i) buckets.push_back({0, i + 0.0, i + 1.0});
  return buckets;
}

std::string Classic(std::vector<ClassicBucket> buckets) {
  const auto statistics = StatisticsOfClassic(std::move(buckets));
  if (!statistics) return statistics.error().message;
  return *statistics ? (*statistics)->ToString() : "nothing";
}

TEST_CASE("native histograms are counted by the buckets they list") {
  const std::vector<BucketBounds> samples[] = {Buckets(0, 3), Buckets(2, 2), Buckets(0, 4)};
  CHECK(StatisticsOfNative(samples)->ToString() == "2/3.000/4");
  const std::vector<BucketBounds> moving[] = {Buckets(0, 2), Buckets(5, 2)};
  CHECK(StatisticsOfNative(moving)->ToString() == "2/2.000/2/4");
  CHECK_FALSE(StatisticsOfNative(std::span(samples).first(1)));
  const std::vector<BucketBounds> empty[2];
  CHECK(StatisticsOfNative(empty)->ToString() == "0/0.000/0");
}

TEST_CASE("classic histograms are counted by what their buckets have more than those below") {
  const std::vector<FloatPoint> a = {{1, 0}, {2, 1}};
  const std::vector<FloatPoint> b = {{1, 0.9}, {2, 1}};
  const std::vector<FloatPoint> c = {{1, 3}, {2, 5}};
  CHECK(Classic({{INFINITY, c}, {1, a}, {2, b}}) == "1/1.500/2/3");
  CHECK(Classic({}) == "nothing");
  CHECK(Classic({{1, std::span(a).first(1)}, {2, b}}) == "nothing");
  // The first that comes says how many samples there are.
  CHECK(Classic({{1, a}, {2, std::span(b).first(1)}}) == "0/0.500/1/2");
  const std::vector<FloatPoint> late = {{1, 1}, {3, 1}};
  CHECK(Classic({{1, a}, {2, late}}) == "matrix result is not time aligned");
}

TEST_CASE("many histograms are summarized, averages as whole numbers") {
  BucketSummary summary;
  CHECK(summary.count() == 0);
  summary.Add({.min = 1, .average = 1.9, .max = 3, .total = 3});
  summary.Add({.min = 2, .average = 2, .max = 2, .total = 2});
  CHECK(summary.ToString() ==
        "histogram series (2 in total):\n- min populated: 1/1.500/2\n- avg populated: 1/1.500/2\n"
        "- max populated: 2/2.500/3");
  summary.Add({.min = 0, .average = 0, .max = 0, .total = 4});
  CHECK(summary.ToString().ends_with("- max populated: 0/1.667/3\n- total: 2/3.000/4"));
}

}  // namespace
}  // namespace check::api

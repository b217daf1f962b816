#include "libcheck/storage/memory.h"

#include <doctest/doctest.h>

#include <string>

namespace check::storage {
namespace {

using model::CounterResetHint;
using model::FloatHistogram;
using model::MatchType;

std::vector<std::string> Selected(MemoryStore& store, std::vector<model::Matcher> matchers,
                                  std::size_t known = 0) {
  std::vector<CompiledMatcher> compiled;
  for (const model::Matcher& matcher : matchers) {
    compiled.push_back(*CompiledMatcher::Compile(matcher));
  }
  std::vector<const Series*> found;
  CHECK(store.Select(compiled, {}, known, found).ok());
  std::vector<std::string> names;
  for (const Series* series : found) names.push_back(series->labels.ToString());
  return names;
}

using Names = std::vector<std::string>;

TEST_CASE("selectors find series by every kind of matcher, in the order they were made") {
  MemoryStore store;
  for (const char* job : {"b", "a", "c"}) {
    CHECK(store.Append(store.labels().Make({{"__name__", "up"}, {"job", job}}), 0, 1).ok());
  }
  CHECK(store.Append(store.labels().Make({{"__name__", "up"}}), 0, 1).ok());
  CHECK(store.Append(store.labels().Make({{"__name__", "down"}, {"job", "a"}}), 0, 1).ok());
  const model::Matcher up{MatchType::kEqual, "__name__", "up"};
  CHECK(Selected(store, {up}).size() == 4);
  CHECK(Selected(store, {up, {MatchType::kEqual, "job", "a"}}) ==
        Names{R"({__name__="up", job="a"})"});
  CHECK(Selected(store, {up, {MatchType::kNotEqual, "job", "a"}}).size() == 3);
  CHECK(Selected(store, {up, {MatchType::kRegexp, "job", "a|b"}}) ==
        Names{R"({__name__="up", job="b"})", R"({__name__="up", job="a"})"});
  CHECK(Selected(store, {up, {MatchType::kNotRegexp, "job", "a|b|c"}}) ==
        Names{R"({__name__="up"})"});
  CHECK(Selected(store, {up, {MatchType::kEqual, "job", ""}}) == Names{R"({__name__="up"})"});
  CHECK(Selected(store, {{MatchType::kEqual, "job", "nothing"}}).empty());
  CHECK(Selected(store, {{MatchType::kRegexp, "job", "a"}}).size() == 2);
  CHECK(Selected(store, {up}, 3) == Names{R"({__name__="up"})"});
  CHECK_FALSE(CompiledMatcher::Compile({MatchType::kRegexp, "a", "("}).ok());
}

TEST_CASE("samples come in order of time, and the same one twice does no harm") {
  MemoryStore store;
  const model::Labels a = store.labels().Make({{"__name__", "a"}});
  CHECK(store.Append(a, 1000, 1).ok());
  CHECK(store.Append(a, 1000, 1).ok());
  CHECK(store.Append(a, 1000, 2).error().message ==
        "duplicate sample for timestamp 1000; overrides not allowed: existing 1, new value 2");
  CHECK(store.Append(a, 999, 1).error().message == "out of order sample");
  CHECK(store.AppendStale(store.SeriesIndex(a), 2000).ok());
  CHECK(store.Append(a, 3000, 3).ok());
  const Series& series = store.series(0);
  CHECK(series.floats == std::vector<double>{1, 3});
  CHECK(series.stale_times.size() == 1);
  CHECK(series.stale_times[0] == 2000);
}

TEST_CASE("times are found on and off the grid, whatever the hint") {
  TimeColumn regular;
  TimeColumn irregular;
  for (int i = 0; i < 100; ++i) {
    regular.push_back(i * 10);
    irregular.push_back(i * 10 + (i > 50 ? 1 : 0));
  }
  for (const TimeColumn* times : {&regular, &irregular}) {
    for (std::int64_t time = -5; time < 1010; ++time) {
      std::size_t expected = 0;
      while (expected < times->size() && (*times)[expected] <= time) ++expected;
      CHECK(times->CountUpTo(time) == expected);
      for (const std::size_t hint : {std::size_t{0}, expected, expected + 3, std::size_t{100}}) {
        CHECK(times->CountUpTo(time, hint) == expected);
      }
    }
  }
}

model::HistogramPtr Histogram(std::int32_t offset, std::vector<double> counts,
                              CounterResetHint hint = CounterResetHint::kUnknown) {
  auto h = std::make_shared<FloatHistogram>();
  for (const double count : counts) h->count += count;
  h->sum = 1;
  h->hint = hint;
  h->positive.spans = {{offset, static_cast<std::uint32_t>(counts.size())}};
  h->positive.counts = std::move(counts);
  return h;
}

TEST_CASE("histograms in a row come back with the hints and layouts of Prometheus's chunks") {
  using enum CounterResetHint;
  MemoryStore store;
  const model::Labels a = store.labels().Make({{"__name__", "a"}});
  std::int64_t time = 0;
  const auto append = [&](model::HistogramPtr h) {
    CHECK(store.Append(a, time += 1000, 0, std::move(h)).ok());
  };
  append(Histogram(0, {1, 2}, kNotReset));  // 0: the first is never known to be anything.
  append(Histogram(0, {2, 2}));             // 1: follows.
  append(Histogram(0, {2, 2, 5}));          // 2: follows with a new bucket.
  append(Histogram(0, {1, 2, 5}));          // 3: is less, which is not told.
  append(Histogram(0, {9, 9, 9}, kReset));  // 4: says so itself, which is not kept.
  append(Histogram(0, {1, 1, 1}, kGauge));  // 5
  append(Histogram(1, {2}, kGauge));        // 6: any gauge follows any other.
  append(Histogram(0, {9, 9, 9}));          // 7: a counter after gauges.
  CHECK(store.AppendStale(store.SeriesIndex(a), time += 1000).ok());
  append(Histogram(0, {9, 9, 9}));  // 8: after the end.
  const std::vector<CounterResetHint> expected = {
      kUnknown, kNotReset, kNotReset, kUnknown, kUnknown, kGauge, kGauge, kUnknown, kUnknown};
  const Series& series = store.series(0);
  REQUIRE(series.histograms.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CAPTURE(i);
    CHECK(series.histograms[i]->hint == expected[i]);
  }
  CHECK(series.histograms[0]->positive.counts == std::vector<double>{1, 2, 0});
  CHECK(series.histograms[6]->positive.counts == std::vector<double>{0, 2, 0});
}

TEST_CASE("a chunk that is full ends, and the histogram after it knows nothing") {
  MemoryStore store;
  const model::Labels a = store.labels().Make({{"__name__", "a"}});
  std::vector<double> counts(40);
  for (int i = 0; i < 60; ++i) {
    for (std::size_t j = 0; j < counts.size(); ++j) counts[j] += 0.1 * static_cast<double>(j + 1);
    CHECK(store.Append(a, i * 60000, 0, Histogram(0, counts)).ok());
  }
  std::size_t chunks = 0;
  for (const model::HistogramPtr& h : store.series(0).histograms) {
    if (h->hint == CounterResetHint::kUnknown) ++chunks;
  }
  CHECK(chunks == 6);
}

}  // namespace
}  // namespace check::storage

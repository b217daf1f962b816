#include "libcheck/promql/engine.h"

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>

#include "libcheck/base/arena.h"
#include "libcheck/promql/parse.h"
#include "libcheck/storage/memory.h"

namespace check::promql {
namespace {

// A store with three counters that go up by 1, 2 and 3 each minute for a day.
std::unique_ptr<storage::MemoryStore> Counters() {
  auto store = std::make_unique<storage::MemoryStore>();
  for (int i = 1; i <= 3; ++i) {
    const std::size_t series = store->SeriesIndex(store->labels().Make(
        {{"__name__", "x_total"}, {"i", std::to_string(i)}, {"odd", i % 2 == 0 ? "no" : "yes"}}));
    for (int minute = 0; minute < 1440; ++minute) {
      CHECK(store->AppendAt(series, minute * 60'000, i * minute).ok());
    }
  }
  return store;
}

struct Bound {
  Bound(std::string text, storage::Queryable& store, EngineOptions options = {})
      : source("", std::move(text)) {
    ParseOptions parse;
    parse.experimental_functions = true;
    parse.extended_range_selectors = true;
    const Expr* expr = ParseExpr(source, parse, arena, diagnostics);
    REQUIRE(expr != nullptr);
    query = std::make_unique<Query>(std::move(*Query::Bind(*expr, store, options)));
  }

  SourceBuffer source;
  Arena arena;
  Diagnostics diagnostics;
  std::unique_ptr<Query> query;
};

std::string At(std::string text, storage::Queryable& store, std::int64_t time,
               EngineOptions options = {}) {
  Bound bound(std::move(text), store, options);
  const QueryResult result = bound.query->RunInstant(time);
  return result.ok() ? ToString(result.value) : "error: " + *result.error;
}

TEST_CASE("a bound query gives the same at every time as one that is bound anew") {
  const auto store = Counters();
  for (const char* text :
       {"sum by (odd) (rate(x_total[5m]))", "x_total / on (i) x_total", "topk(2, x_total)",
        "max_over_time(rate(x_total[3m])[10m:1m])", "x_total @ 600", "x_total offset 7m",
        "histogram_quantile(0.5, x_total)", "count_values(\"v\", x_total)", "-x_total > 5"}) {
    CAPTURE(text);
    Bound bound(text, *store);
    // Forwards, and then once back.
    for (const int minute : {0, 1, 2, 3, 10, 11, 500, 1439, 1443, 1500, 20}) {
      const QueryResult result = bound.query->RunInstant(minute * 60'000);
      REQUIRE(result.ok());
      CHECK(ToString(result.value) == At(text, *store, minute * 60'000));
    }
  }
}

TEST_CASE("expressions may have a hundred thousand levels") {
  storage::MemoryStore store;
  const std::size_t series = store.SeriesIndex(store.labels().Make({{"__name__", "x"}}));
  for (int minute = 0; minute < 200; ++minute)
    CHECK(store.AppendAt(series, minute * 60'000, 1).ok());
  store.SetComplete("x", 200 * 60'000);
  constexpr int kLevels = 100'000;
  struct Case {
    std::string first;  // Repeated.
    std::string middle;
    std::string last;  // Repeated.
    std::string expected;
  };
  for (const Case& c : {
           Case{"", "x", " or x", R"({__name__="x"} => 1 @[60000])"},
           Case{"", "x", " + x", "{} => 100001 @[60000]"},
           Case{"", "x", " and x", R"({__name__="x"} => 1 @[60000])"},
           Case{"x * (", "x", ")", "{} => 1 @[60000]"},
           Case{"1 + ", "x", "", "{} => 100001 @[60000]"},
           Case{"-", "x", "", "{} => 1 @[60000]"},
           Case{"(", "x", ")", R"({__name__="x"} => 1 @[60000])"},
           Case{"abs(", "x", ")", "{} => 1 @[60000]"},
           Case{"sum(", "x", ")", "{} => 1 @[60000]"},
       }) {
    std::string text;
    for (int i = 0; i < kLevels; ++i) text += c.first;
    text += c.middle;
    for (int i = 0; i < kLevels; ++i) text += c.last;
    CAPTURE(text.substr(0, 20));
    Bound bound(text, store);
    CHECK(ToString(bound.query->RunInstant(60'000).value) == c.expected);
    // Asked for one step after the other.
    const Ahead ahead = {.interval = 60'000, .last = 180 * 60'000};
    for (const int minute : {1, 2}) {
      const QueryResult result = bound.query->RunInstant(minute * 60'000, &ahead);
      REQUIRE(result.ok());
      CHECK_FALSE(ToString(result.value).empty());
    }
  }
}

TEST_CASE("a bound query sees series and samples that come later") {
  storage::MemoryStore store;
  Bound bound("sum(x)", store);
  CHECK(ToString(bound.query->RunInstant(0).value).empty());
  const model::Labels a = store.labels().Make({{"__name__", "x"}, {"a", "1"}});
  CHECK(store.Append(a, 0, 1).ok());
  CHECK(ToString(bound.query->RunInstant(0).value) == "{} => 1 @[0]");
  CHECK(store.Append(store.labels().Make({{"__name__", "x"}, {"a", "2"}}), 0, 5).ok());
  CHECK(store.Append(a, 1000, 2).ok());
  CHECK(ToString(bound.query->RunInstant(1000).value) == "{} => 7 @[1000]");
  CHECK(store.AppendStale(store.SeriesIndex(a), 2000).ok());
  CHECK(ToString(bound.query->RunInstant(2000).value) == "{} => 5 @[2000]");
}

TEST_CASE("range queries agree with instant queries, step by step") {
  const auto store = Counters();
  for (const char* text :
       {"sum by (odd) (rate(x_total[5m]))", "x_total - on (i) x_total offset 1m",
        "bottomk(1, x_total)", "avg_over_time(x_total[10m:3m])", "x_total{i=\"1\"} @ 60"}) {
    CAPTURE(text);
    Bound range(text, *store);
    const QueryResult result = range.query->RunRange(0, 1'200'000, 45'000);
    REQUIRE(result.ok());
    Bound instant(text, *store);
    for (std::int64_t time = 0; time <= 1'200'000; time += 45'000) {
      const QueryResult at = instant.query->RunInstant(time);
      for (const VectorSample& sample : std::get<Vector>(at.value)) {
        bool found = false;
        for (const ResultSeries& series : std::get<Matrix>(result.value)) {
          for (const FloatPoint& point : series.floats) {
            found = found || (series.labels == sample.labels && point.time == time &&
                              point.value == sample.value);
          }
        }
        CHECK(found);
      }
    }
  }
}

TEST_CASE("what would need too much memory or time ends at once, and says why") {
  const auto store = Counters();
  constexpr const char* kTooMany =
      "error: query processing would load too many samples into memory in query execution";
  EngineOptions options;
  options.max_samples = 10'000;
  CHECK(At("x_total", *store, 0, options).find("error") == std::string::npos);
  CHECK(At("sum_over_time(x_total[1d])", *store, 86'000'000, options).find("error") ==
        std::string::npos);
  options.max_samples = 1'000;
  CHECK(At("sum_over_time(x_total[1d])", *store, 86'000'000, options) == kTooMany);
  options.max_samples = 1'000'000;
  const auto begin = std::chrono::steady_clock::now();
  // Hundreds of gigabytes of steps.
  CHECK(At("count_over_time(vector(1)[10y:1ms])", *store, 86'000'000, options) == kTooMany);
  CHECK(At("count_over_time(x_total[10y:1ms] offset -5y)", *store, 86'000'000, options) ==
        kTooMany);
  Bound range("vector(1) + 1", *store, options);
  CHECK("error: " + *range.query->RunRange(0, std::int64_t{1} << 50, 1).error == kTooMany);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(30));
  CHECK(At("count_over_time((nothing + nothing)[10y:1ms])", *store, 86'000'000, options) ==
        "error: query would take 315360000000 steps, more than the limit of 100000000");
  CHECK(At("absent_over_time(absent(nothing)[100y:1ms])", *store, 86'000'000, options)
            .find("error: query would take ") == 0);
  // Labels twice as long at every level.
  options.max_label_bytes = 1 << 20;
  for (const char* twice : {"label_join(%, \"a\", \"\", \"a\", \"a\")",
                            "label_replace(%, \"a\", \"$1$1\", \"a\", \"(.*)\")"}) {
    std::string text = "label_replace(vector(1), \"a\", \"0123456789\", \"a\", \"\")";
    for (int i = 0; i < 60; ++i) {
      std::string outer = twice;
      text = outer.replace(outer.find('%'), 1, text);
    }
    CHECK(At(text, *store, 0, options) ==
          "error: query would make labels of more than 1048576 bytes");
  }
  CHECK(At("count_over_time(count_values(\"v\", vector(time()))[1d:1s])", *store, 86'000'000,
           options) == "error: query would make labels of more than 1048576 bytes");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(30));

  options.timeout = std::chrono::milliseconds(20);
  Bound slow("stddev_over_time(x_total[1d])", *store, options);
  CHECK(slow.query->RunRange(0, 86'400'000, 100).error ==
        "query timed out in expression evaluation");
}

TEST_CASE("errors and remarks have Prometheus's words") {
  const auto store = Counters();
  CHECK(At("label_replace(x_total, \"a\", \"\", \"i\", \"(\")", *store, 0) ==
        "error: invalid regular expression in label_replace(): (");
  CHECK(At("1 </ 2", *store, 0) == "error: operator \"</\" not allowed for Scalar operations");
  CHECK(At("topk(NaN, x_total)", *store, 0).find("error") == 0);
  CHECK(At("x_total * on (odd) x_total", *store, 0).find("error: found duplicate series") == 0);
  CHECK(At("rate(x_total[5m] smoothed) + avg_over_time(x_total[5m] anchored)", *store, 0) ==
        "error: anchored modifier can only be used with: changes, delta, increase, rate, resets - "
        "not with avg_over_time");
  Bound sort("sort(x_total)", *store);
  const QueryResult result = sort.query->RunRange(0, 60'000, 60'000);
  REQUIRE(result.annotations.list().size() == 1);
  CHECK(result.annotations.list()[0].Message("sort(x_total)") ==
        "PromQL warning: sort is ineffective for range queries since results are always ordered by "
        "labels (1:1)");
  CHECK(*Bound("x_total[5m]", *store).query->RunRange(0, 1000, 1000).error ==
        "invalid expression type \"range vector\" for range query, must be Scalar or instant "
        "Vector");
}

TEST_CASE("the metric name goes at once, or in the end if its removal is delayed") {
  storage::MemoryStore store;
  CHECK(store.Append(store.labels().Make({{"__name__", "a"}}), 0, 1).ok());
  CHECK(store.Append(store.labels().Make({{"__name__", "b"}}), 0, 2).ok());
  CHECK(At("-{__name__=~\"a|b\"}", store, 0) ==
        "error: vector cannot contain metrics with the same labelset");
  EngineOptions delayed;
  delayed.delayed_name_removal = true;
  CHECK(At("sum(-{__name__=~\"a|b\"})", store, 0, delayed) == "{} => -3 @[0]");
  CHECK(At("label_replace(-{__name__=~\"a|b\"}, \"was\", \"$1\", \"__name__\", \"(.*)\")", store, 0,
           delayed) == "{was=\"a\"} => -1 @[0]\n{was=\"b\"} => -2 @[0]");
  // Prometheus: groups kept apart by a name that is to go have the same labels in the end.
  CHECK(At("count by (__name__) (-{__name__=~\"a|b\"})", store, 0, delayed) ==
        "error: vector cannot contain metrics with the same labelset");
}

// Says each decision in a line: `op lhs/rhs -> from_lhs/from_rhs`, or `op held/failed`.
struct Decisions final : OperandObserver {
  void OnSet(const BinaryExpr& binary, const SetDecision& decision) override {
    text += std::string(ToString(binary.op)) + " " + std::to_string(decision.lhs) + "/" +
            std::to_string(decision.rhs) + " -> " + std::to_string(decision.from_lhs) + "/" +
            std::to_string(decision.from_rhs) + "\n";
  }
  void OnComparison(const BinaryExpr& binary, const ComparisonDecision& decision) override {
    text += std::string(ToString(binary.op)) + " " + std::to_string(decision.held) + "/" +
            std::to_string(decision.failed) + "\n";
  }
  std::string text;
};

TEST_CASE("an observer sees what the operands of sets and comparisons decide") {
  const auto store = Counters();
  const struct {
    const char* text;
    const char* decisions;
  } kCases[] = {
      // At 10 minutes the counters are at 10, 20 and 30.
      {"x_total > 10", "> 2/1\n"},
      {"10 >= bool x_total", ">= 1/2\n"},
      {"x_total == x_total", "== 3/0\n"},
      {"x_total != bool on (i) x_total", "!= 0/3\n"},
      {"x_total < on (i) group_left () x_total{odd=\"no\"}", "< 0/1\n"},
      {"x_total > absent(x_total)", ""},
      {"absent(x_total) > 1", "> 0/0\n"},
      {"1 < bool 2", "< 1/0\n"},
      {"x_total + 1 - x_total", ""},
      {"x_total and x_total{odd=\"no\"}", "and 3/1 -> 1/0\n"},
      {"x_total unless x_total{odd=\"no\"}", "unless 3/1 -> 2/0\n"},
      {"x_total{i=\"1\"} or x_total", "or 1/3 -> 1/2\n"},
      {"x_total or absent(x_total)", "or 3/0 -> 3/0\n"},
      {"sum(x_total > 10) > 60 or vector(1)", "> 2/1\n> 0/1\nor 0/1 -> 0/1\n"},
  };
  for (const auto& each : kCases) {
    CAPTURE(each.text);
    Decisions decisions;
    EngineOptions options;
    options.operands = &decisions;
    At(each.text, *store, 600'000, options);
    CHECK(decisions.text == each.decisions);
  }
}

}  // namespace
}  // namespace check::promql

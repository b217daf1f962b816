#include "libcheck/result/formats.h"

#include <doctest/doctest.h>

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "libcheck/files/memory_files.h"
#include "libcheck/model/histogram.h"
#include "libcheck/result/naming.h"
#include "libcheck/series/load.h"

namespace check::result {
namespace {

using promql::Matrix;
using promql::Vector;

constexpr std::int64_t kTime = 1'710'036'000'000;
constexpr std::int64_t kMinute = 60'000;

struct Results {
  model::LabelTable table;

  model::Labels Up(std::string_view instance) {
    return table.Make({{"__name__", "up"}, {"job", "node"}, {"instance", instance}});
  }

  Vector Instant() {
    Vector vector;
    vector.push_back({.labels = Up("b:9100"), .time = kTime, .value = 1234567.125});
    vector.push_back({.labels = Up("a:9100"), .time = kTime, .value = -0.5});
    vector.push_back(
        {.labels = Up("long-name-of-a-host:9100"), .time = kTime, .value = model::kNaN});
    vector.push_back({.labels = Up("c\n\"9100"), .time = kTime, .value = 1e21});
    return vector;
  }

  model::HistogramPtr Histogram() {
    model::FloatHistogram histogram;
    histogram.zero_threshold = 0.001;
    histogram.zero_count = 2;
    histogram.count = 15.5;
    histogram.sum = 18.25;
    histogram.positive = {{{0, 2}}, {3, 8.5}};
    histogram.negative = {{{0, 1}}, {2}};
    return std::make_shared<model::FloatHistogram>(histogram);
  }

  Matrix Range() {
    Matrix matrix;
    for (const char* instance : {"b:9100", "a:9100"}) {
      promql::ResultSeries& series = matrix.emplace_back();
      series.labels = Up(instance);
      for (int i = 0; i < 6; ++i) {
        series.floats.push_back({kTime + i * kMinute + 5, instance[0] * 100 + i * i / 3.0});
      }
    }
    promql::ResultSeries& series = matrix.emplace_back();
    series.labels = table.Make({{"__name__", "wait"}, {"job", "node"}});
    series.floats.push_back({kTime, 7});
    series.histograms.push_back({kTime + kMinute, Histogram()});
    return matrix;
  }
};

Style Wide() { return {.width = 100, .start = kTime, .end = kTime + 5 * kMinute, .step = kMinute}; }

std::string Rendered(std::string_view format, const promql::Value& value, const Style& style) {
  return FindFormat(format)->Render(value, style);
}

TEST_CASE("table: what is common is said once, numbers stand below each other") {
  Results results;
  CHECK(Rendered("table", results.Instant(), Wide()) ==
        R"(up{job="node"}  at 2024-03-10 02:00:00 UTC
instance                          value
b:9100                    1,234,567.125
a:9100                           -0.5
long-name-of-a-host:9100        NaN
c "9100                           1e+21
)");
}

TEST_CASE("table: sorted by value or by labels") {
  Results results;
  Style style = Wide();
  style.zone = "+02:00";
  style.sort = Sort::kValue;
  CHECK(Rendered("table", results.Instant(), style) ==
        R"(up{job="node"}  at 2024-03-10 04:00:00 +02:00
instance                          value
c "9100                           1e+21
b:9100                    1,234,567.125
a:9100                           -0.5
long-name-of-a-host:9100        NaN
)");
  style.sort = Sort::kLabel;
  CHECK(Rendered("table", results.Range(), style).find("a:9100") <
        Rendered("table", results.Range(), style).find("b:9100"));
}

TEST_CASE("table: what does not fit has a line for each series, with all labels") {
  Results results;
  Style style = Wide();
  style.width = 30;
  CHECK(Rendered("table", results.Instant(), style) == R"(at 2024-03-10 02:00:00 UTC
up{instance="b:9100", job="node"}  1,234,567.125
up{instance="a:9100", job="node"}  -0.5
up{instance="long-name-of-a-host:9100", job="node"}  NaN
up{instance="c\n\"9100", job="node"}  1e+21
)");
  CHECK(Rendered("table", results.Range(), style) ==
        R"(2024-03-10 02:00:00 to 2024-03-10 02:05:00 UTC, step 1m, histograms by their counts
up{instance="b:9100", job="node"}
  min 9800  avg ~9803.06  max ~9808.33  last ~9808.33  ▁▁▂▄▅█
up{instance="a:9100", job="node"}
  min 9700  avg ~9703.06  max ~9708.33  last ~9708.33  ▁▁▂▄▅█
wait{job="node"}
  min 7  avg 11.25  max 15.5  last 15.5  ▁█
)");
}

TEST_CASE("table: one series, no series, a number, a text") {
  Results results;
  Vector one;
  one.push_back({.labels = results.Up("a"), .time = kTime, .histogram = results.Histogram()});
  CHECK(Rendered("table", std::move(one), Wide()) == R"(at 2024-03-10 02:00:00 UTC
up{instance="a", job="node"}  count 15.5, sum 18.25, 4 buckets
)");
  CHECK(Rendered("table", Vector(), Wide()) == "no series\n");
  CHECK(Rendered("table", Matrix(), Wide()) == "no series\n");
  CHECK(Rendered("table", promql::Scalar{kTime, 12345}, Wide()) ==
        "at 2024-03-10 02:00:00 UTC\n12,345\n");
  CHECK(Rendered("table", std::string("a\x1b[1mb"), Wide()) == "a␛[1mb\n");
}

TEST_CASE("table: of a range, what each series comes to, and its course") {
  Results results;
  CHECK(
      Rendered("table", results.Range(), Wide()) ==
      R"({job="node"}  2024-03-10 02:00:00 to 2024-03-10 02:05:00 UTC, step 1m, histograms by their counts
metric  instance   min       avg       max      last  trend
up      b:9100    9800  ~9803.06  ~9808.33  ~9808.33  ▁▁▂▄▅█
up      a:9100    9700  ~9703.06  ~9708.33  ~9708.33  ▁▁▂▄▅█
wait                 7     11.25     15.5      15.5   ▁█
)");
}

TEST_CASE("csv: a column for each label, histograms as Prometheus writes them") {
  Results results;
  Style style = Wide();
  CHECK(Rendered("csv", results.Instant(), style) == R"(time,__name__,instance,job,value
2024-03-10T02:00:00Z,up,b:9100,node,1234567.125
2024-03-10T02:00:00Z,up,a:9100,node,-0.5
2024-03-10T02:00:00Z,up,long-name-of-a-host:9100,node,NaN
2024-03-10T02:00:00Z,up,"c
""9100",node,1e+21
)");
  Matrix matrix = results.Range();
  matrix.erase(matrix.begin());
  matrix.front().floats.resize_down(2);
  CHECK(Rendered("csv", std::move(matrix), style) == R"(time,__name__,instance,job,value
2024-03-10T02:00:00.005Z,up,a:9100,node,9700
2024-03-10T02:01:00.005Z,up,a:9100,node,9700.333333333334
2024-03-10T02:00:00Z,wait,,node,7
2024-03-10T02:01:00Z,wait,,node,"{count:15.5, sum:18.25, [-1,-0.5):2, [-0.001,0.001]:2, (0.5,1]:3, (1,2]:8.5}"
)");
  CHECK(Rendered("csv", promql::Scalar{kTime, 2}, style) == "time,value\n2024-03-10T02:00:00Z,2\n");
  CHECK(Rendered("csv", std::string("a,b"), style) == "time,value\n2024-03-10T02:05:00Z,\"a,b\"\n");
}

TEST_CASE("openmetrics: names together, native histograms as classic ones") {
  Results results;
  Matrix matrix = results.Range();
  for (auto& series : matrix)
    series.floats.resize_down(std::min<std::size_t>(2, series.floats.size()));
  std::swap(matrix[1], matrix[2]);
  CHECK(Rendered("openmetrics", std::move(matrix), {}) ==
        R"(up{instance="b:9100",job="node"} 9800 1710036000.005
up{instance="b:9100",job="node"} 9800.333333333334 1710036060.005
up{instance="a:9100",job="node"} 9700 1710036000.005
up{instance="a:9100",job="node"} 9700.333333333334 1710036060.005
wait{job="node"} 7 1710036000
wait_bucket{job="node",le="-0.5"} 2 1710036060
wait_bucket{job="node",le="0.001"} 4 1710036060
wait_bucket{job="node",le="1"} 7 1710036060
wait_bucket{job="node",le="2"} 15.5 1710036060
wait_bucket{job="node",le="+Inf"} 15.5 1710036060
wait_count{job="node"} 15.5 1710036060
wait_sum{job="node"} 18.25 1710036060
# EOF
)");
  CHECK(Rendered("openmetrics", promql::Scalar{kTime, 2}, {}) ==
        "query_result 2 1710036000\n# EOF\n");
}

TEST_CASE("openmetrics and CSV are read back as they were") {
  Results results;
  Vector vector = results.Instant();
  vector.push_back({.labels = results.table.Make({{"__name__", "with.dots"}, {"a b", "\\\"\n"}}),
                    .time = kTime + 5,
                    .value = model::kInf});
  const promql::Value value = std::move(vector);
  MemoryFiles files;
  const std::vector<std::string> om = {files.Write("a.om", Rendered("openmetrics", value, {}))};
  const std::vector<std::string> csv = {files.Write("a.csv", Rendered("csv", value, {}))};
  for (const std::vector<std::string>& path : {om, csv}) {
    CAPTURE(path.front());
    const series::LoadedSeries loaded = series::LoadSeries(path, {.files = &files});
    for (const Finding& finding : loaded.findings) FAIL_CHECK(finding.message);
    CHECK(loaded.ok());
    CHECK(loaded.samples == 5);
  }
}

TEST_CASE("plot: lines by the labels that differ, buckets of either kind, bars") {
  Results results;
  Style style = Wide();
  style.height = 20;
  const std::string range = Rendered("plot", results.Range(), style);
  CHECK(range.find("● up{instance=\"b:9100\"}") != range.npos);
  CHECK(range.find("job=\"node\"}  wait\n") != range.npos);
  const std::string bars = Rendered("plot", results.Instant(), style);
  CHECK(bars.find("{instance=\"a:9100\"}") != bars.npos);
  CHECK(bars.starts_with("up{job=\"node\"}\n"));

  Matrix buckets;
  for (const char* le : {"+Inf", "0.5", "1"}) {
    promql::ResultSeries& series = buckets.emplace_back();
    series.labels = results.table.Make({{"le", le}, {"job", "node"}});
    series.floats.push_back({kTime, *le == '+' ? 9.0 : *le == '1' ? 6.0 : 2.0});
  }
  CHECK(Rendered("plot", std::move(buckets), style).find("0 ░▒▓█ 4 observations in a bucket") !=
        std::string::npos);
  CHECK(Rendered("plot", Matrix(), style) == "no series\n");
  CHECK(Rendered("plot", Vector(), style) == "no series\n");
}

TEST_CASE("promql and json: series in promtool's order, histograms, many points") {
  Results results;
  Matrix matrix;
  for (const std::vector<std::pair<std::string_view, std::string_view>>& labels :
       std::vector<std::vector<std::pair<std::string_view, std::string_view>>>{
           {{"a", "1"}, {"b", "1"}}, {{"a", "z"}}, {{"b", "z"}}, {{"a1", "<&>"}, {"a", "x"}}}) {
    matrix.emplace_back().labels = results.table.Make(labels);
    matrix.back().floats.push_back({-500, 1e-7});
  }
  matrix.back().histograms.push_back({1500, results.Histogram()});
  CHECK(Rendered("json", results.Range(), {}).find("histograms") != std::string::npos);
  promql::Value value = std::move(matrix);
  CHECK(Rendered("promql", value, {}) == R"({b="z"} =>
0.0000001 @[-0.5]
{a="z"} =>
0.0000001 @[-0.5]
{a="1", b="1"} =>
0.0000001 @[-0.5]
{a1="<&>", a="x"} =>
0.0000001 @[-0.5]
Count: 15.500000, Sum: 18.250000, Buckets: [[-1,-0.5):2 [-0.001,0.001]:2 (0.5,1]:3 (1,2]:8.5] @[1.5]
)");
  CHECK(
      Rendered("json", value, {}) ==
      R"({"resultType":"matrix","result":[{"metric":{"a":"1","b":"1"},"values":[[-0.5,"1e-07"]]},{"metric":{"a":"z"},"values":[[-0.5,"1e-07"]]},{"metric":{"b":"z"},"values":[[-0.5,"1e-07"]]},{"metric":{"a":"x","a1":"\u003c\u0026\u003e"},"values":[[-0.5,"1e-07"]],"histograms":[[1.5,{"count":"15.5","sum":"18.25","buckets":[[1,"-1","-0.5","2"],[3,"-0.001","0.001","2"],[0,"0.5","1","3"],[0,"1","2","8.5"]]}]]}]}
)");
  // promtool never writes an exponent.
  std::string promtool;
  WriteJsonResult(value, {}, [&](std::string_view piece) { promtool += piece; });
  CHECK(promtool.starts_with(R"([{"metric":{"a":"1","b":"1"},"values":[[-0.5,"0.0000001"]]},)"));
}

TEST_CASE("parts of a series are written in their order, however many there are") {
  Results results;
  Matrix matrix;
  matrix.emplace_back().labels = results.Up("a");
  std::string promql = "up{instance=\"a\", job=\"node\"} =>\n";
  std::string json =
      R"({"resultType":"matrix","result":[{"metric":{"__name__":"up","instance":"a","job":"node"},"values":[)";
  for (int i = 0; i < 100'000; ++i) {
    matrix.back().floats.push_back({i * 1000, i * 0.5});
    const std::string number = std::to_string(i / 2) + (i % 2 == 1 ? ".5" : "");
    promql += number + " @[" + std::to_string(i) + "]\n";
    json += (i == 0 ? "" : ",") + ('[' + std::to_string(i)) + ",\"" + number + "\"]";
  }
  const promql::Value value = std::move(matrix);
  CHECK((Rendered("promql", value, {}) == promql));
  CHECK((Rendered("json", value, {}) == json + "]}]}\n"));
}

}  // namespace
}  // namespace check::result

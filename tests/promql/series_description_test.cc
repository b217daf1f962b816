#include "libcheck/promql/series_description.h"

#include <doctest/doctest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "libcheck/model/histogram.h"
#include "tests/support/shared.h"

namespace check::promql {
namespace {

using model::FloatHistogram;
using nlohmann::json;

model::BucketSide SideFrom(const json& node, const std::string& prefix) {
  model::BucketSide side;
  side.counts = node.value(prefix + "_buckets", std::vector<double>());
  for (const json& span : node.value(prefix + "_spans", json::array())) {
    side.spans.push_back({span.value("offset", 0), span.value("length", 0u)});
  }
  return side;
}

FloatHistogram HistogramFrom(const json& node) {
  FloatHistogram h;
  h.schema = node.value("schema", 0);
  h.sum = node.value("sum", 0.0);
  h.count = node.value("count", 0.0);
  h.zero_count = node.value("zero_count", 0.0);
  h.zero_threshold = node.value("zero_threshold", 0.0);
  h.positive = SideFrom(node, "positive");
  h.negative = SideFrom(node, "negative");
  const std::string hint = node.value("counter_reset_hint", "unknown");
  using enum model::CounterResetHint;
  for (const model::CounterResetHint known : {kUnknown, kReset, kNotReset, kGauge}) {
    if (hint == ToString(known)) h.hint = known;
  }
  return h;
}

bool Agrees(const json& test) {
  const std::string input = test["input"];
  SeriesDescription series;
  const auto fault = ParseSeriesDescription(input, series);
  if (!test["ok"]) {
    if (!fault) return false;
    const std::string error = fault->Upstream(input);
    if (test.contains("error") && test["error"] != error) {
      MESSAGE(input << ": " << error);
      return false;
    }
    for (const std::string& part : test.value("error_contains", std::vector<std::string>())) {
      if (error.find(part) != std::string::npos) continue;
      MESSAGE(input << ": " << error);
      return false;
    }
    return true;
  }
  if (fault) {
    MESSAGE(input << ": " << fault->Upstream(input));
    return false;
  }
  const std::map<std::string, std::string> labels(series.labels.begin(), series.labels.end());
  if (labels != test["metric"].get<std::map<std::string, std::string>>()) return false;
  if (series.values.size() != test["values"].size()) return false;
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    const json& expected = test["values"][i];
    const SequenceValue value = series.values[i];
    if (expected.is_number()) {
      if (value.omitted || value.histogram || value.value != expected.get<double>()) return false;
    } else if (expected.contains("omitted")) {
      if (!value.omitted) return false;
    } else {
      const FloatHistogram histogram = HistogramFrom(expected["histogram"]);
      if (!value.histogram || !value.histogram->SameAs(histogram) ||
          value.histogram->hint != histogram.hint) {
        return false;
      }
    }
  }
  return true;
}

TEST_CASE("series descriptions are read as Prometheus reads them") {
  const auto path = test::Shared("conformance/promql/series.jsonl", "series descriptions");
  if (!path) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*path)) {
    const json test = json::parse(line);
    ++total;
    const bool good = Agrees(test);
    CHECK_MESSAGE(good, test["input"].get<std::string>());
    if (good) ++agreed;
  }
  test::PrintConformance("promql/series.jsonl", agreed, total);
}

TEST_CASE("histogram notation is written as Prometheus writes it, and reads back to itself") {
  const auto path =
      test::Shared("conformance/promql/histogram_expression.jsonl", "histogram notation");
  if (!path) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*path)) {
    const json test = json::parse(line);
    ++total;
    const std::string expected = test["expression"];
    const std::string written = HistogramFrom(test["histogram"]).TestExpression();
    CHECK(written == expected);
    SeriesDescription series;
    CHECK_FALSE(ParseSeriesDescription("{} " + expected, series));
    REQUIRE(series.values.size() == 1);
    CHECK(series.values[0].histogram->TestExpression() == expected);
    if (written == expected) ++agreed;
  }
  test::PrintConformance("promql/histogram_expression.jsonl", agreed, total);
}

TEST_CASE("steps are added up one by one, and repetitions say one value too few") {
  SeriesDescription series;
  CHECK_FALSE(ParseSeriesDescription("x 0+0.1x10 _x2 stale 010", series));
  REQUIRE(series.values.size() == 15);
  CHECK(series.values[10].value == 0.9999999999999999);
  CHECK(series.values[11].omitted);
  CHECK(series.values[13].stale);
  CHECK(series.values[14].value == 8);
}

TEST_CASE("a description cannot ask for more values than memory holds") {
  SeriesDescription series;
  for (const char* text : {"x 1x99999999999", "x _x3000000", "x 1x1999999 1x1999999",
                           "x {{count:1}}+{{count:1}}x9999999999999999999999"}) {
    CAPTURE(text);
    CHECK(ParseSeriesDescription(text, series));
  }
}

TEST_CASE("arithmetic with schemas that do not exist is refused or harmless, as in Prometheus") {
  struct Row {
    std::string_view text;
    std::string_view fault;
  };
  const Row kRows[] = {
      {"m {{z_bucket_w:0.5}}+{{schema:9 buckets:[1 2]}}x2", "unexpected error"},
      {"m {{schema:9 n_buckets:[1]}}-{{schema:9 z_bucket_w:1}}x1", "unexpected error"},
      {"m {{schema:9 buckets:[1]}}+{{schema:9 buckets:[1]}}x1", ""},
      {"m {{z_bucket_w:0.5 schema:9 buckets:[1]}}+{{schema:9}}x1", ""},
      {"m {{schema:-70 z_bucket_w:0.5}}+{{schema:-70 buckets:[1]}}x1", ""},
      {"m {{schema:-70 buckets:[1 2]}}+{{schema:70 buckets:[1 2]}}x1", ""},
      {"m {{offset:2 count:1 offset:x}}",
       "1:29: parse error: bad histogram descriptor found: \"x\""},
      {"m {{offset:2 count:1 offset:3}} {{foo:1}}",
       "1:1: parse error: duplicate key \"offset\" in histogram"},
      {"m {{buckets:[1] buckets:[1,2]}}",
       "1:27: parse error: invalid character in buckets description: ','"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.text);
    SeriesDescription series;
    const auto fault = ParseSeriesDescription(row.text, series);
    CHECK((fault ? fault->Upstream(row.text) : "") == row.fault);
  }
}

}  // namespace
}  // namespace check::promql

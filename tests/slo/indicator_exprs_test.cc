#include "libcheck/slo/indicator_exprs.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <string_view>

#include "libcheck/promql/promqltest.h"

namespace check::slo {
namespace {

using Kind = Indicator::Kind;

// Series of which a tenth fails, a fifth on the route /b: 10 events a minute on each route.
constexpr std::string_view kSeries = R"(
load 1m
  x_total{code="200",route="/a"} 0+10x60
  x_total{code="200",route="/b"} 0+8x60
  x_total{code="500",route="/b"} 0+2x60
  s_bucket{le="0.5"} 0+6x60
  s_bucket{le="+Inf"} 0+8x60
  s_count 0+8x60
  native {{schema:-53 count:0 sum:0 custom_values:[1 2] buckets:[0 0 0]}}+{{schema:-53 count:4 sum:6 custom_values:[1 2] buckets:[3 0 1]}}x60
  up{instance="a"} 1x60
  up{instance="b"} 0x60
  queue 0 0 0 10x57
)";

Slo With(Indicator indicator) {
  Slo slo;
  slo.indicator = std::move(indicator);
  return slo;
}

Slo Events(std::string errors, std::string good, std::string total,
           std::vector<std::string> grouping = {}) {
  Indicator indicator;
  indicator.errors.text = std::move(errors);
  indicator.good.text = std::move(good);
  indicator.total.text = std::move(total);
  indicator.grouping = std::move(grouping);
  return With(std::move(indicator));
}

Slo Of(Kind kind, std::string total) {
  Indicator indicator;
  indicator.kind = kind;
  indicator.total.text = std::move(total);
  return With(std::move(indicator));
}

// Whether an expression has these results, and no others, once the series have gone on for a while.
std::string Fails(const std::string& expr, std::string_view results) {
  std::string line = expr;
  for (char& c : line) c = c == '\n' ? ' ' : c;
  const auto result =
      promql::RunScript(fmt::format("{}\neval instant at 30m {}\n{}\n", kSeries, line, results),
                        promql::UpstreamScriptOptions());
  return result.ok() ? std::string() : result.failures.front().message + " of " + line;
}

void CheckRatio(const Slo& slo, std::string_view results) {
  const auto expr = ErrorRatioExpr(slo, "5m");
  REQUIRE(expr.ok());
  CHECK(Fails(*expr, results) == "");
}

void CheckEvents(const Slo& slo, std::string_view errors, std::string_view total) {
  const auto exprs = EventExprsOver(slo, "5m");
  REQUIRE(exprs.ok());
  CHECK(Fails(exprs->errors, errors) == "");
  CHECK(Fails(exprs->total, total) == "");
}

TEST_CASE("selectors of errors and of all events") {
  const Slo slo = Events("x_total{code=~\"5..\"}", "", "x_total");
  CheckRatio(slo, "  {} 0.1");
  CheckEvents(slo, "  {} 10", "  {} 100");
}

TEST_CASE("selectors of good events and of all") {
  const Slo slo = Events("", "x_total{code!~\"5..\"}", "x_total");
  CheckRatio(slo, "  {} 0.1");
  CheckEvents(slo, "  {} 10", "  {} 100");
}

TEST_CASE("no error, and nothing good, are numbers") {
  CheckEvents(Events("x_total{code=~\"4..\"}", "", "x_total"), "  {} 0", "  {} 100");
  CheckEvents(Events("", "x_total{code=~\"4..\"}", "x_total"), "  {} 100", "  {} 100");
}

TEST_CASE("groups have ratios of their own") {
  const Slo slo = Events("x_total{code=~\"5..\"}", "", "x_total", {"route"});
  CheckRatio(slo, "  {route=\"/b\"} 0.2");
  CheckEvents(slo, "  {route=\"/a\"} 0\n  {route=\"/b\"} 10",
              "  {route=\"/a\"} 50\n  {route=\"/b\"} 50");
}

TEST_CASE("expressions with the window left open") {
  const Slo slo = Events("sum(rate(x_total{code=~\"5..\"}[{{.window}}]))", "",
                         "sum(rate(x_total[{{ .window }}]))");
  CheckRatio(slo, "  {} 0.1");
  CheckEvents(slo, "  {} 10", "  {} 100");
}

TEST_CASE("a ratio does not say of how many events") {
  Indicator indicator;
  indicator.kind = Kind::kRatio;
  indicator.errors.text =
      "sum(rate(x_total{code=~\"5..\"}[{{.window}}])) / sum(rate(x_total[{{.window}}]))";
  const Slo slo = With(std::move(indicator));
  CheckRatio(slo, "  {} 0.1");
  CHECK_FALSE(EventExprsOver(slo, "5m").ok());
}

TEST_CASE("a bucket of a classic histogram is what is good") {
  const Slo slo = Events("", "s_bucket{le=\"0.5\"}", "s_count");
  CheckRatio(slo, "  {} 0.25");
  CheckEvents(slo, "  {} 10", "  {} 40");
}

TEST_CASE("a native histogram") {
  Slo slo = Of(Kind::kNativeLatency, "native");
  slo.indicator.latency_s = 1;
  CheckRatio(slo, "  {} 0.25");
  CheckEvents(slo, "  {} 5", "  {} 20");
}

TEST_CASE("a gauge that is 1 while all is well") {
  Slo slo = Of(Kind::kGauge, "up");
  CheckRatio(slo, "  {} 0.5");
  CheckEvents(slo, "  {} 5", "  {} 10");
  slo.indicator.grouping = {"instance"};
  CheckRatio(slo, "  {instance=\"a\"} 0\n  {instance=\"b\"} 1");
}

TEST_CASE("a value that is compared counts slices of time") {
  Slo slo = Of(Kind::kThreshold, "queue");
  slo.indicator.op = "lte";
  slo.indicator.threshold = 5;
  CheckRatio(slo, "  {} 1");
  CheckEvents(slo, "  {} 5", "  {} 5");
  slo.indicator.threshold = 10;
  CheckRatio(slo, "  {} 0");
  slo.indicator.op = "lt";
  CheckRatio(slo, "  {} 1");
  slo.indicator.op = "gte";
  CheckRatio(slo, "  {} 0");
  slo.indicator.op = "gt";
  CheckRatio(slo, "  {} 1");
}

TEST_CASE("what another source has is not known") {
  CHECK_FALSE(ErrorRatioExpr(Of(Kind::kUnknown, ""), "5m").ok());
  CHECK_FALSE(EventExprsOver(Of(Kind::kUnknown, ""), "5m").ok());
}

}  // namespace
}  // namespace check::slo

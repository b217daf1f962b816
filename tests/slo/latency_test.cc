#include "libcheck/slo/latency.h"

#include <doctest/doctest.h>

namespace check::slo {
namespace {

TEST_CASE("the requests that are fast enough are a bucket of a classic histogram") {
  const auto plain = ClassicLatency(R"(request_seconds{job="shop"})", 0.3);
  REQUIRE(plain);
  CHECK(plain->good.text == R"(request_seconds_bucket{job="shop",le="0.3"})");
  CHECK(plain->total.text == R"(request_seconds_count{job="shop"})");
  CHECK(plain->kind == Indicator::Kind::kEvents);

  const auto bucket = ClassicLatency(R"({__name__="request_seconds_bucket", le="9"})", 0.05);
  REQUIRE(bucket);
  CHECK(bucket->good.text == R"({__name__="request_seconds_bucket",le="0.05"})");

  // Prometheus 3 and clients that write no decimals.
  const auto whole = ClassicLatency("request_seconds_count", 1);
  REQUIRE(whole);
  CHECK(whole->good.text == R"(request_seconds_bucket{le=~"1(\\.0)?"})");
  CHECK(whole->total.text == "request_seconds_count");
}

TEST_CASE("what selects no histogram by its name is refused") {
  CHECK(ClassicLatency("rate(request_seconds_bucket[5m])", 1).error().message ==
        "`rate(request_seconds_bucket[5m])` does not select a histogram by its name, as in "
        "`http_request_duration_seconds{job=\"shop\"}`");
  CHECK(ClassicLatency("{job=\"shop\"}", 1).error().message.find("by its name") !=
        std::string::npos);
  CHECK(ClassicLatency("a{", 1).error().message.starts_with("`a{` is not valid PromQL: "));
}

}  // namespace
}  // namespace check::slo

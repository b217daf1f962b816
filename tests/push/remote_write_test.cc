#include "libcheck/push/remote_write.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>

#include "libcheck/model/histogram.h"
#include "tests/support/remote_write_text.h"

namespace check::push {
namespace {

std::string Hex(std::string_view bytes) {
  std::string hex;
  for (const char c : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return hex;
}

WriteRequest OneSample() {
  WriteRequest request;
  request.families = {{.name = "up", .type = MetricType::kGauge, .help = "h"}};
  request.series = {{.labels = {{"__name__", "up"}, {"job", "a"}}, .samples = {{1.5, 1000}}}};
  return request;
}

TEST_CASE("a message of version 1 has these bytes") {
  CHECK(Hex(Encode(OneSample(), Version::k1)) ==
        "0a28"                  // timeseries
        "0a0e"                  //   label
        "0a085f5f6e616d655f5f"  //     name "__name__"
        "12027570"              //     value "up"
        "0a08"                  //   label
        "0a036a6f62"            //     name "job"
        "120161"                //     value "a"
        "120c"                  //   sample
        "09000000000000f83f"    //     value 1.5
        "10e807"                //     timestamp 1000
        "1a09"                  // metadata
        "0802"                  //   type gauge
        "12027570"              //   family "up"
        "220168");              //   help "h"
}

TEST_CASE("a message of version 2 has these bytes") {
  CHECK(Hex(Encode(OneSample(), Version::k2)) ==
        "2200"                          // symbol ""
        "22085f5f6e616d655f5f"          // symbol "__name__"
        "22027570"                      // symbol "up"
        "22036a6f62"                    // symbol "job"
        "220161"                        // symbol "a"
        "220168"                        // symbol "h"
        "2a1a"                          // timeseries
        "0a0401020304"                  //   labels
        "120c09000000000000f83f10e807"  // sample
        "2a0408021805");                //   metadata: type gauge, help "h"
}

TEST_CASE("nothing is a message of nothing") {
  CHECK(Encode({}, Version::k1).empty());
  CHECK(Hex(Encode({}, Version::k2)) == "2200");
}

TEST_CASE("a zero at the beginning of time is a sample, too") {
  WriteRequest request;
  request.families = {{.name = "a"}};
  request.series = {{.labels = {{"__name__", "a"}}, .samples = {{0, 0}}, .exemplars = {{}}}};
  CHECK(test::RemoteWriteText(Encode(request, Version::k1), Version::k1) ==
        "a 0@0 #  0@0\nmetadata a type  help \"\" unit \"\"\n");
  CHECK(test::RemoteWriteText(Encode(request, Version::k2), Version::k2) == "a 0@0 #  0@0\n");
}

WriteRequest Everything() {
  WriteRequest request;
  request.families = {
      {.name = "jobs", .type = MetricType::kCounter, .help = "Jobs.", .unit = "jobs"},
      {.name = "wait", .type = MetricType::kHistogram}};
  request.series = {{.labels = {{"__name__", "jobs_total"}},
                     .samples = {{-0.0, 1000, 500}, {2, 2000, 500}},
                     .exemplars = {{{{"trace_id", "x"}}, 2, 1999}}},
                    {.labels = {{"__name__", "wait"}, {"empty", ""}}, .family = 1}};
  model::FloatHistogram histogram;
  histogram.hint = model::CounterResetHint::kNotReset;
  histogram.schema = -2;
  histogram.zero_threshold = 0.5;
  histogram.zero_count = 2;
  histogram.count = 9;
  histogram.sum = 18.5;
  histogram.positive = {{{-1, 2}, {3, 1}}, {3, 1, 2}};
  histogram.negative = {{{4, 1}}, {1}};
  request.series[1].histograms = {
      {std::make_shared<model::FloatHistogram>(histogram), 1000, 500, true},
      {std::make_shared<model::FloatHistogram>(histogram), 2000, 500, false}};
  model::FloatHistogram custom;
  custom.schema = model::kCustomBuckets;
  custom.hint = model::CounterResetHint::kGauge;
  custom.custom_bounds = std::make_shared<const std::vector<double>>(std::vector<double>{1, 2.5});
  custom.positive = {{{0, 2}}, {0.5, 0.25}};
  request.series[1].histograms.push_back({std::make_shared<model::FloatHistogram>(custom), 3000});
  return request;
}

TEST_CASE("version 1 carries samples, exemplars, histograms and metadata") {
  CHECK(test::RemoteWriteText(Encode(Everything(), Version::k1), Version::k1) ==
        "jobs_total -0@1000 2@2000 # {trace_id=\"x\"} 2@1999\n"
        "wait{empty=\"\"}"
        " histogram[ 1: 9 3: 18.5 4: -2 5: 0.5 6: 2 8: 4 1 9: 1 11: -1 2 11: 3 1 12: 3 -2 1"
        " 14: 2 15: 1000]"
        " histogram[ 2: 9 3: 18.5 4: -2 5: 0.5 7: 2 8: 4 1 10: 1 11: -1 2 11: 3 1 13: 3 1 2"
        " 14: 2 15: 2000]"
        " histogram[ 2: 0 4: -53 7: 0 11: 2 13: 0.5 0.25 14: 3 15: 3000 16: 1 2.5]\n"
        "metadata jobs type 1 help \"Jobs.\" unit \"jobs\"\n"
        "metadata wait type 3 help \"\" unit \"\"\n");
}

TEST_CASE("version 2 carries start times besides, and metadata with each series") {
  CHECK(test::RemoteWriteText(Encode(Everything(), Version::k2), Version::k2) ==
        "jobs_total -0@1000 since 500 2@2000 since 500 # {trace_id=\"x\"} 2@1999"
        " (type 1 help \"Jobs.\" unit \"jobs\")\n"
        "wait{empty=\"\"}"
        " histogram[ 1: 9 3: 18.5 4: -2 5: 0.5 6: 2 8: 4 1 9: 1 11: -1 2 11: 3 1 12: 3 -2 1"
        " 14: 2 15: 1000 17: 500]"
        " histogram[ 2: 9 3: 18.5 4: -2 5: 0.5 7: 2 8: 4 1 10: 1 11: -1 2 11: 3 1 13: 3 1 2"
        " 14: 2 15: 2000 17: 500]"
        " histogram[ 2: 0 4: -53 7: 0 11: 2 13: 0.5 0.25 14: 3 15: 3000 16: 1 2.5]"
        " (type 3 help \"\" unit \"\")\n");
}

TEST_CASE("what is sent is compressed with snappy") {
  const std::string message = Encode(Everything(), Version::k2);
  CHECK(test::ReceivedText(Compress(message), Version::k2) ==
        test::RemoteWriteText(message, Version::k2));
}

}  // namespace
}  // namespace check::push

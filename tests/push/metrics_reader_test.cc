#include "libcheck/push/metrics_reader.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "libcheck/push/promtool_metrics.h"
#include "tests/support/remote_write_text.h"

namespace check::push {
namespace {

using exposition::Format;

// What would be sent of `text`, with "---" between requests; or why nothing would.
std::string Read(std::string_view text, const ReadOptions& options, Version version = Version::k2) {
  MetricsReader reader(text, options);
  if (reader.fault()) return "fault: " + reader.fault()->message;
  std::string sent;
  WriteRequest request;
  Counts counts;
  while (reader.Next(request)) {
    if (!sent.empty()) sent += "---\n";
    sent += test::RemoteWriteText(Encode(request, version), version);
    counts.samples += request.Count().samples;
    counts.exemplars += request.Count().exemplars;
  }
  CHECK(counts == reader.counts());
  return sent;
}

TEST_CASE("the text format is sent with what it says of metrics") {
  CHECK(Read("# HELP jobs_total All\\njobs.\n"
             "# TYPE jobs_total counter\n"
             "jobs_total{queue=\"b\",a=\"x\\\"y\"} 5\n"
             "jobs_total{queue=\"c\",empty=\"\"} 6 1710036000000\n"
             "# TYPE wait histogram\n"
             "wait_bucket{le=\"+Inf\"} 2\n"
             "wait_sum 3\n"
             "wait_count 2\n"
             "plain NaN\n"
             "{\"a.b\"} -Inf",
             {.now = 1000}) ==
        "jobs_total{a=\"x\\\"y\",queue=\"b\"} 5@1000 (type 1 help \"All\\njobs.\" unit \"\")\n"
        "jobs_total{queue=\"c\"} 6@1710036000000 (type 1 help \"All\\njobs.\" unit \"\")\n"
        "wait_bucket{le=\"+Inf\"} 2@1000 (type 3 help \"\" unit \"\")\n"
        "wait_sum 3@1000 (type 3 help \"\" unit \"\")\n"
        "wait_count 2@1000 (type 3 help \"\" unit \"\")\n"
        "plain NaN@1000\n"
        "a.b -Inf@1000\n");
}

TEST_CASE("OpenMetrics is sent with units, exemplars and the times at which counting began") {
  CHECK(Read("# TYPE req_seconds histogram\n"
             "# UNIT req_seconds seconds\n"
             "req_seconds_bucket{p=\"/\",le=\"0.5\"} 1 1.0004 # {trace_id=\"x\"} 0.3\n"
             "req_seconds_bucket{p=\"/\",le=\"+Inf\"} 1 1.0004 # {} 0.3 0.9\n"
             "req_seconds_count{p=\"/\"} 1 1.0004\n"
             "req_seconds_sum{p=\"/\"} 1 1.0004\n"
             "req_seconds_created{p=\"/\"} 0.25 1.0004\n"
             "# TYPE jobs counter\n"
             "jobs_total 3\n"
             "# EOF\n",
             {.format = Format::kOpenMetrics, .now = 5000}) ==
        "req_seconds_bucket{le=\"0.5\",p=\"/\"} 1@1000 since 250 # {trace_id=\"x\"} 0.3@1000"
        " (type 3 help \"\" unit \"seconds\")\n"
        "req_seconds_bucket{le=\"+Inf\",p=\"/\"} 1@1000 since 250 #  0.3@900"
        " (type 3 help \"\" unit \"seconds\")\n"
        "req_seconds_count{p=\"/\"} 1@1000 since 250 (type 3 help \"\" unit \"seconds\")\n"
        "req_seconds_sum{p=\"/\"} 1@1000 since 250 (type 3 help \"\" unit \"seconds\")\n"
        "req_seconds_created{p=\"/\"} 0.25@1000 (type 3 help \"\" unit \"seconds\")\n"
        "jobs_total 3@5000 (type 1 help \"\" unit \"\")\n");
}

TEST_CASE("lines of one series are samples of one series, as far as they go into one request") {
  CHECK(Read("a{b=\"c\"} 1 1000\na{b=\"c\"} 2 2000\na{b=\"c\"} 3 3000\nd 4 4000\n",
             {.most_samples = 2}) ==
        "a{b=\"c\"} 1@1000 2@2000\n"
        "---\n"
        "a{b=\"c\"} 3@3000\n"
        "d 4@4000\n");
}

TEST_CASE("labels are added to series that have none of the name") {
  CHECK(Read("a{job=\"own\"} 1 1\nb 1 1\n", {.labels = {{"job", "x"}, {"env", "prod"}}}) ==
        "a{env=\"prod\",job=\"own\"} 1@1\n"
        "b{env=\"prod\",job=\"x\"} 1@1\n");
}

TEST_CASE("nothing is sent of a text that cannot be read to its end") {
  CHECK(Read("a 1\nb x\n", {}) == "fault: `x` is not a number");
  CHECK(Read("a{b=\"1\",c=\"2\",b=\"3\"} 1\n", {}) == "fault: duplicate label");
  CHECK(Read("a 1\n", {.format = Format::kOpenMetrics}) ==
        "fault: the text does not end with `# EOF`");
  CHECK(Read("", {}).empty());
}

std::string ReadLikePromtool(std::string_view text,
                             const std::vector<std::pair<std::string, std::string>>& labels) {
  WriteRequest request;
  if (const auto error = ReadAsPromtool(text, labels, 1000, request)) return "error: " + *error;
  return test::RemoteWriteText(Encode(request, Version::k1), Version::k1);
}

TEST_CASE("promtool's families are sorted, and histograms are made whole") {
  CHECK(ReadLikePromtool("# TYPE h histogram\n"
                         "# HELP h Help.\n"
                         "h_bucket{x=\"1\",le=\"1e6\"} 2\n"
                         "h_count{x=\"1\"} 3\n"
                         "h_bucket{x=\"2\",le=\"0.50\"} 1 7\n"
                         "# TYPE a summary\n"
                         "a{quantile=\"0.5\"} 1\n"
                         "a_sum 2\n",
                         {{"job", "p"}, {"le", "9"}}) ==
        "a{job=\"p\",le=\"9\",quantile=\"0.5\"} 1@1000\n"
        "a_sum{job=\"p\",le=\"9\"} 2@1000\n"
        "a_count{job=\"p\",le=\"9\"} 0@1000\n"
        "h_bucket{job=\"p\",le=\"1e+06\",x=\"1\"} 2@1000\n"
        "h_bucket{job=\"p\",le=\"+Inf\",x=\"1\"} 3@1000\n"
        "h_sum{job=\"p\",le=\"9\",x=\"1\"} 0@1000\n"
        "h_count{job=\"p\",le=\"9\",x=\"1\"} 3@1000\n"
        "h_bucket{job=\"p\",le=\"0.5\",x=\"2\"} 1@7\n"
        "h_bucket{job=\"p\",le=\"+Inf\",x=\"2\"} 0@7\n"
        "h_sum{job=\"p\",le=\"9\",x=\"2\"} 0@7\n"
        "h_count{job=\"p\",le=\"9\",x=\"2\"} 0@7\n"
        "metadata a type 5 help \"\" unit \"\"\n"
        "metadata h type 3 help \"Help.\" unit \"\"\n");
}

TEST_CASE("promtool renames a sample's own job") {
  CHECK(ReadLikePromtool("a{job=\"own\"} 1 0\n", {}) ==
        "a{exported_job=\"own\"} 1@1000\nmetadata a type  help \"\" unit \"\"\n");
  CHECK(ReadLikePromtool("a 1", {}) ==
        "error: text format parsing error in line 1: unexpected end of input stream");
}

}  // namespace
}  // namespace check::push

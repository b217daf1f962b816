#include "libcheck/push/pushgateway.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "libcheck/base/base64.h"
#include "libcheck/push/metrics_reader.h"
#include "libcheck/push/text_writer.h"

namespace check::push {
namespace {

std::string Path(std::string_view group) {
  const Result<std::string> path = GroupPath(group);
  return path ? *path : "error: " + path.error().message;
}

TEST_CASE("a group is a path of job, labels and values") {
  CHECK(Path("batch") == "/metrics/job/batch");
  CHECK(Path("batch/instance/a:1/env/p d") == "/metrics/job/batch/instance/a:1/env/p%20d");
  CHECK(Path("nightly%2fbackup/dir/%2Fvar%2Ftmp") ==
        "/metrics/job@base64/bmlnaHRseS9iYWNrdXA/dir@base64/L3Zhci90bXA");
  CHECK(Path("batch/instance/") == "/metrics/job/batch/instance@base64/=");
  CHECK(Path("100%/a/%zz") == "/metrics/job/100%25/a/%25zz");
}

TEST_CASE("a group needs a job, and labels with names and values") {
  CHECK(Path("") == "error: the group has no job");
  CHECK(Path("/instance/a") == "error: the group has no job");
  CHECK(Path("batch/instance") == "error: the label `instance` has no value");
  CHECK(Path("batch/in-stance/a") == "error: invalid label name `in-stance`");
  CHECK(Path("batch/job/a") == "error: the job is named twice");
}

TEST_CASE("base64 for URLs has no padding") {
  CHECK(EncodeBase64Url("").empty());
  CHECK(EncodeBase64Url("a") == "YQ");
  CHECK(EncodeBase64Url("ab") == "YWI");
  CHECK(EncodeBase64Url("abc") == "YWJj");
  CHECK(EncodeBase64Url("\xff\xfe\xfd") == "__79");
}

std::string Text(std::string_view text, exposition::Format format, bool with_times) {
  const ReadOptions options = {.format = format, .now = 1000, .most_samples = 2};
  MetricsReader reader(text, options);
  TextWriter writer(with_times);
  WriteRequest request;
  while (reader.Next(request)) writer.Add(request);
  return writer.Take();
}

TEST_CASE("the text format comes out as it went in, with times if there are to be any") {
  constexpr std::string_view kText =
      "# HELP a A \\\\ and\\na line \" more.\n"
      "# TYPE a gauge\n"
      "a{b=\"\\\\ \\n \\\"\"} 1\n"
      "# TYPE h histogram\n"
      "h_bucket{le=\"+Inf\"} 2\n"
      "h_sum -0\n"
      "h_count 2\n"
      "{\"a.b\",\"c d\"=\"e\"} NaN\n"
      "{\"a.c\"} 1e+20\n";
  CHECK(Text(kText, exposition::Format::kPrometheusText, false) == kText);
  CHECK(Text("a 1\na 2 5\n", exposition::Format::kPrometheusText, true) == "a 1 1000\na 2 5\n");
}

TEST_CASE("OpenMetrics becomes text that readers of the text format understand") {
  CHECK(Text("# TYPE jobs counter\n# HELP jobs Jobs.\njobs_total 1\njobs_created 5\n"
             "# TYPE s summary\ns_count{a=\"1\"} 1\ns_created{a=\"1\"} 2\ns_count{a=\"2\"} 1\n"
             "# TYPE v info\nv_info{x=\"y\"} 1\n"
             "# TYPE g gaugehistogram\ng_gcount 1\n"
             "# EOF\n",
             exposition::Format::kOpenMetrics, false) ==
        "# HELP jobs_total Jobs.\n# TYPE jobs_total counter\njobs_total 1\n"
        "# HELP jobs_created Jobs.\n# TYPE jobs_created gauge\njobs_created 5\n"
        "# TYPE s summary\ns_count{a=\"1\"} 1\n"
        "# TYPE s_created gauge\ns_created{a=\"1\"} 2\n"
        "s_count{a=\"2\"} 1\n"
        "# TYPE v_info gauge\nv_info{x=\"y\"} 1\n"
        "# TYPE g_gcount untyped\ng_gcount 1\n");
}

}  // namespace
}  // namespace check::push

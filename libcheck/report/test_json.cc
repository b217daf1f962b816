#include <utility>

#include "libcheck/report/json_text.h"
#include "libcheck/report/test_run.h"

namespace check::report {
namespace {

constexpr int kSchemaVersion = 1;

Json Where(const Place& place) {
  return {{"path", place.path},
          {"begin", {{"line", place.begin.line}, {"column", place.begin.column}}},
          {"end", {{"line", place.end.line}, {"column", place.end.column}}}};
}

Json OneFinding(const Finding& finding) {
  Json labels = Json::array();
  for (const PlaceLabel& label : finding.labels) {
    labels.push_back({{"message", label.message}, {"location", Where(label.where)}});
  }
  return {{"code", finding.info->code},  {"severity", ToString(finding.severity)},
          {"message", finding.message},  {"location", Where(finding.where)},
          {"labels", std::move(labels)}, {"notes", finding.notes}};
}

}  // namespace

std::string TestsAsJson(const TestRun& run, const Style& style) {
  std::size_t passed = 0;
  std::size_t failed = 0;
  Json suites = Json::array();
  for (const TestSuite& suite : run.suites) {
    Json findings = Json::array();
    for (const Finding& finding : suite.findings) findings.push_back(OneFinding(finding));
    Json tests = Json::array();
    for (const TestCase& test : suite.cases) {
      ++(test.failures.empty() ? passed : failed);
      Json failures = Json::array();
      for (const TestFailure& failure : test.failures) {
        Json one = OneFinding(failure.finding);
        one["details"] = failure.details;
        failures.push_back(std::move(one));
      }
      tests.push_back({{"name", test.name},
                       {"location", Where(test.where)},
                       {"passed", test.failures.empty()},
                       {"seconds", test.seconds},
                       {"failures", std::move(failures)},
                       {"remarks", test.remarks}});
    }
    suites.push_back(
        {{"path", suite.path}, {"findings", std::move(findings)}, {"tests", std::move(tests)}});
  }
  return ToText({{"version", kSchemaVersion},
                 {"tool", {{"name", "pronoia"}, {"version", style.tool_version}}},
                 {"summary",
                  {{"passed", passed},
                   {"failed", failed},
                   {"seconds", run.seconds},
                   {"suppressed", run.suppressed},
                   {"baselined", run.baselined},
                   {"stale_baseline_entries", run.stale_baseline}}},
                 {"files", std::move(suites)}});
}

}  // namespace check::report

#include "libcheck/unittest/route_suite.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "libcheck/files/memory_files.h"
#include "tests/support/golden.h"

namespace check::unittest {
namespace {

// The messages of all failures in testdata/routes, once `from` is `to` in its configuration.
std::vector<std::string> FailuresWith(std::string_view from, std::string_view to) {
  std::string config = test::ReadText(test::Testdata("routes/alertmanager.yml"));
  const std::size_t at = config.find(from);
  REQUIRE(at != std::string::npos);
  config.replace(at, from.size(), to);
  MemoryFiles files;
  files.Write("alertmanager.yml", config);
  const std::string paths[] = {
      files.Write("t.yml", test::ReadText(test::Testdata("routes/routes_test.yml")))};
  const auto outcomes = RunRouteTests(paths, {.files = &files});
  CHECK(outcomes[0].error.empty());
  CHECK(outcomes[0].suite.findings.empty());
  CHECK(outcomes[0].suite.cases.size() == 13);
  std::vector<std::string> messages;
  for (const report::TestCase& test : outcomes[0].suite.cases) {
    for (const report::TestFailure& failure : test.failures) {
      messages.push_back(test.name + ": " + failure.finding.message);
    }
  }
  return messages;
}

using Messages = std::vector<std::string>;

TEST_CASE("the alerts of the shop go where its table says") {
  CHECK(FailuresWith("route:", "route:") == Messages{});
}

TEST_CASE("every change of the shop's routes and inhibition rules fails a test") {
  CHECK(
      FailuresWith("12h", "11h") ==
      Messages{"the quality of the model is for the ML team: `repeat_interval` is `11h`, expected "
               "`12h`"});
  CHECK(FailuresWith("category=\"monitoring\"", "category=\"monitor\"") ==
        Messages{"trouble with the monitoring is for the platform team: the alert goes to "
                 "`slack-alerts`, expected `slack-platform`"});
  CHECK(FailuresWith("equal: [instance, resource]", "equal: [instance]") ==
        Messages{"high usage is hidden by critical usage of the same resource: the alert is "
                 "inhibited by `{alertname=\"CriticalMemoryUsage\", category=\"resource\", "
                 "instance=\"web-1\", resource=\"memory\", service=\"shop\", "
                 "severity=\"critical\"}`"});
  CHECK(FailuresWith("alertname=\"ServiceDown\"", "alertname=\"Gone\"") ==
        Messages{"resource alerts are hidden by a service that is down, critical ones too: no "
                 "alert with `{alertname=\"ServiceDown\"}` inhibits the alert"});
}

}  // namespace
}  // namespace check::unittest

#include "tests/support/run_all.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <set>
#include <string>

#include "tests/support/shared.h"

namespace check::test {
namespace {

unsigned chosen = 0;

// Counts the tests that are chosen.
struct Counter : doctest::IReporter {
  explicit Counter(const doctest::ContextOptions& /*options*/) {}
  void report_query(const doctest::QueryData& data) override {
    chosen = data.num_data + 1;  // A listing is no run, and may be empty.
  }
  void test_run_start() override {}
  void test_run_end(const doctest::TestRunStats& stats) override {
    chosen += stats.numTestCasesPassingFilters;
  }
  void test_case_start(const doctest::TestCaseData& /*data*/) override {}
  void test_case_reenter(const doctest::TestCaseData& /*data*/) override {}
  void test_case_end(const doctest::CurrentTestCaseStats& /*stats*/) override {}
  void test_case_exception(const doctest::TestCaseException& /*exception*/) override {}
  void subcase_start(const doctest::SubcaseSignature& /*signature*/) override {}
  void subcase_end() override {}
  void log_assert(const doctest::AssertData& /*data*/) override {}
  void log_message(const doctest::MessageData& /*data*/) override {}
  void test_case_skipped(const doctest::TestCaseData& /*data*/) override {}
};
REGISTER_LISTENER("counter", 1, Counter);

}  // namespace

int RunAll(int argc, char** argv) {
  const int status = doctest::Context(argc, argv).run();
  if (const std::set<std::string>& skipped = TestsWithoutData(); !skipped.empty()) {
    std::printf("skipped: %zu test cases, for want of data:\n", skipped.size());
    for (const std::string& name : skipped) std::printf("skipped:   %s\n", name.c_str());
  }
  if (chosen == 0) {
    std::printf("no test was chosen\n");
    return 1;
  }
  return status;
}

}  // namespace check::test

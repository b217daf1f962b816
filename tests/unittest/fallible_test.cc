#include "libcheck/unittest/fallible.h"

#include <doctest/doctest.h>

#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "libcheck/unittest/suite.h"
#include "tests/support/temporary.h"

namespace check::unittest {
namespace {

// Which rules are evaluated though no expectation depends on them.
class Evaluated final : public Observer {
 public:
  explicit Evaluated(std::set<std::string>& names) : names_(names) {}
  void RuleEvaluated(const PreparedRule& rule, std::int64_t, const promql::Vector&,
                     const std::string*) override {
    names_.emplace(rule.name);
  }

 private:
  std::set<std::string>& names_;
};

constexpr std::string_view kTests = R"(
rule_files: [rules.yml]
tests:
  - input_series:
      - {series: 'a{x="1", y="1"}', values: '1x3'}
      - {series: 'a{x="1", y="2"}', values: '1x3'}
      - {series: 'b{x="1", y="1"}', values: '1x3'}
      - {series: 'h_bucket{x="1", le="+Inf"}', values: '1x3'}
    promql_expr_test:
      - {expr: '1', eval_time: 1m, exp_samples: [{value: 1}]}
)";

// Whether an expression may fail as the only rule besides one that records `r`.
bool MayFail(const std::string& expr, const std::string& more = "", std::string_view group = "") {
  const test::TemporaryFolder folder;
  folder.Write("rules.yml", "groups:\n- name: g\n" + std::string(group) +
                                "  rules:\n"
                                "  - {record: r, expr: sum by (x) (a)}\n"
                                "  - record: tested\n    expr: '" +
                                expr + "'\n" + more);
  const std::string path = folder.Write("test.yml", kTests);
  std::set<std::string> names;
  SuiteOptions options;
  options.observe = [&](const TestFile&, const TestGroup&) {
    return std::make_unique<Evaluated>(names);
  };
  const SuiteOutcome outcome = RunSuite({&path, 1}, options);
  REQUIRE(outcome.files.front()->runnable);
  return names.contains("tested");
}

}  // namespace

TEST_CASE("rules that cannot fail are not evaluated unless they are needed") {
  for (const char* expr : {
           "a",
           "rate(a[5m])",
           "-a * 2 > 1",
           "sum by (x) (a) / sum by (x) (b)",
           "a / b",
           "a / ignoring (z) b",
           "sum by (x) (a) / on (x) sum by (x) (b)",
           "a * on (x) group_left (z) sum by (x) (b)",
           "a * on (x) group_left () topk by (x) (1, b)",
           "a / on (x) nothing",
           "r / ignoring (y) r",
           "sum by (y) (r) or r / on () nothing",
           "rate(a[5m]) or rate(b[5m])",
           "-(a or b)",
           "max_over_time(sum by (x) (a or b)[5m:])",
           "histogram_quantile(0.5, rate(h_bucket[5m]))",
           "label_replace(a, \"new\", \"$1\", \"x\", \"(.*)\")",
           "count_values(\"v\", a)",
           "topk(2, a)",
           "absent(a)",
           "vector(scalar(a))",
       }) {
    CAPTURE(expr);
    CHECK_FALSE(MayFail(expr));
  }
}

TEST_CASE("rules that may fail are evaluated whether they are needed or not") {
  for (const char* expr : {
           "a / on (x) b",
           "a / ignoring (y) b",
           "a * on (x) group_left () b",
           "a * on (x) group_left (y) sum by (x) (b)",
           "b / on (x) group_right () a",
           "a / on () r",
           "-{x=\"1\"}",
           "rate({x=\"1\"}[5m])",
           "max_over_time((a or b)[5m:])",
           "histogram_quantile(0.5, {le!=\"\"})",
           "label_replace(a, \"y\", \"z\", \"x\", \".*\")",
           "label_join(a, \"y\", \"-\", \"x\")",
           "topk(scalar(b), a)",
           "sum without (x) (a) + on () group_left () a",
       }) {
    CAPTURE(expr);
    CHECK(MayFail(expr));
  }
}

TEST_CASE("what a rule does with its result may fail, too") {
  const std::string z = "    labels: {z: \"1\"}\n";
  CHECK_FALSE(MayFail("a", z));
  CHECK_FALSE(MayFail("nothing", "    labels: {y: \"1\"}\n"));
  CHECK_FALSE(MayFail("sum by (x) (a)", "    labels: {y: \"1\"}\n"));
  CHECK(MayFail("a", "    labels: {y: \"1\"}\n"));
  CHECK(MayFail("a", "", "  limit: 1\n"));
  CHECK(MayFail("a", "", "  labels: {y: \"1\"}\n"));
  CHECK(MayFail("a", "  - {record: tested, expr: b}\n"));
  CHECK_FALSE(MayFail("a", "  - {record: tested, expr: nothing}\n"));
  CHECK_FALSE(MayFail("a", z + "  - {record: tested, expr: b, labels: {z: \"2\"}}\n"));
  CHECK(MayFail("a", z + "  - {record: tested, expr: b, labels: {z: \"1\"}}\n"));
}

}  // namespace check::unittest

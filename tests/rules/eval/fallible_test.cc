#include "libcheck/rules/eval/fallible.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "tests/rules/eval/prepared_text.h"

namespace check::rules {
namespace {

constexpr std::int64_t kMinute = 60'000'000'000;

// Whether one of the rules called `tested` may fail: that with this expression, or one of `more`.
bool MayFail(const std::string& expr, const std::string& more = "", std::string_view group = "") {
  const test::PreparedText text("groups:\n- name: g\n" + std::string(group) +
                                "  rules:\n"
                                "  - {record: r, expr: sum by (x) (a)}\n"
                                "  - record: tested\n    expr: '" +
                                expr + "'\n" + more);
  storage::MemoryStore store;
  SeriesFeed input(store, 0, kMinute);
  for (const char* series : {
           "a{x=\"1\", y=\"1\"} 1x3",
           "a{x=\"1\", y=\"2\"} 1x3",
           "b{x=\"1\", y=\"1\"} 1x3",
           "h_bucket{x=\"1\", le=\"+Inf\"} 1x3",
       }) {
    test::Feed(input, series);
  }
  const Fallible fallible(input, text.groups, {});
  bool may = false;
  for (const PreparedRule& rule : text.groups.at(0)->rules) {
    may = may || (rule.name == "tested" && fallible.Contains(rule));
  }
  return may;
}

}  // namespace

TEST_CASE("rules that cannot fail, whatever the values are, are known") {
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

TEST_CASE("rules that may fail are known") {
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

}  // namespace check::rules

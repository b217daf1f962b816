#include "libcheck/rules/eval/ahead_plan.h"

#include <doctest/doctest.h>

#include <string>

#include "libcheck/promql/parse.h"

namespace check::rules {
namespace {

bool IsAllowed(const std::string& text) {
  const SourceBuffer source("", text);
  Arena arena;
  Diagnostics diagnostics;
  promql::ParseOptions options;
  options.extended_range_selectors = true;
  PreparedRule rule;
  rule.name = "recorded";
  rule.expr = promql::ParseExpr(source, options, arena, diagnostics);
  REQUIRE(rule.expr != nullptr);
  AheadPlan plan;
  plan.AddRule({}, rule);
  return plan.any();
}

}  // namespace

TEST_CASE("input is loaded ahead unless an expression looks into the future") {
  for (const char* expr : {
           "up",
           "up offset 5m",
           "sum(rate(a[5m])) / b",
           "rate(a[5m] anchored)",
           "max_over_time(rate(a[5m])[1h:1m])",
       }) {
    CAPTURE(expr);
    CHECK(IsAllowed(expr));
  }
  for (const char* expr : {
           "up offset -5m",
           "1 + sum(rate(a[5m] offset -1s))",
           "up @ 100",
           "max_over_time(up[1h:1m] @ end())",
           "max_over_time(up[1h:1m] offset -1m)",
           "up offset -(5m)",
           "rate(a[5m] smoothed)",
       }) {
    CAPTURE(expr);
    CHECK_FALSE(IsAllowed(expr));
  }
}

TEST_CASE("series that rules add to wait for their time") {
  PreparedRule recording;
  recording.name = "recorded";
  PreparedRule alert;
  alert.name = "Down";
  alert.is_alert = true;
  AheadPlan plan;
  plan.AddRule({}, recording);
  CHECK(plan.MayLoad("ALERTS"));
  plan.AddRule({}, alert);
  CHECK(plan.MayLoad("up"));
  CHECK_FALSE(plan.MayLoad("recorded"));
  CHECK_FALSE(plan.MayLoad("ALERTS"));
  CHECK_FALSE(plan.MayLoad("ALERTS_FOR_STATE"));
}

}  // namespace check::rules

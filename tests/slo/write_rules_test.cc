#include "libcheck/slo/write_rules.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace check::slo {
namespace {

std::vector<MadeGroup> SomeGroups() {
  MadeRule ratio = {.name = "shop:errors:ratio5m",
                    .expr = "sum(rate(errors[5m]))\n/\nsum(rate(requests[5m]))\n",
                    .labels = {{"on", "true"}, {"slo", "shop"}}};
  MadeRule alert = {.is_alert = true,
                    .name = "Burns",
                    .expr = "shop:errors:ratio5m{slo=\"shop\"} > (14.4 * 0.001)",
                    .for_ms = 120'000,
                    .labels = {{"severity", "page"}},
                    .annotations = {{"summary", "{{ $labels.slo }}: it burns"}}};
  return {{.name = "shop", .interval_ms = 150'000, .rules = {ratio, alert}},
          {.name = "none", .rules = {}}};
}

TEST_CASE("made groups are written as a rule file") {
  CHECK(RulesYaml(SomeGroups(), "Made for a test.") == R"(# Made for a test.
groups:
  - name: shop
    interval: 2m30s
    rules:
      - record: shop:errors:ratio5m
        expr: |
          sum(rate(errors[5m]))
          /
          sum(rate(requests[5m]))
        labels:
          "on": "true"
          slo: shop
      - alert: Burns
        expr: shop:errors:ratio5m{slo="shop"} > (14.4 * 0.001)
        for: 2m
        labels:
          severity: page
        annotations:
          summary: "{{ $labels.slo }}: it burns"
  - name: none
    rules: []
)");
  CHECK(RulesYaml({}) == "groups: []\n");
}

TEST_CASE("made groups are written as an object of the Prometheus operator") {
  const std::vector<MadeGroup> groups = {{.name = "shop",
                                          .interval_ms = 30'000,
                                          .rules = {{.name = "pyrra_objective", .expr = "0.999"}}}};
  CHECK(PrometheusRuleYaml(groups, {.name = "shop", .name_space = "mon", .labels = {{"a", "b"}}}) ==
        R"(apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: shop
  namespace: mon
  labels:
    a: b
spec:
  groups:
    - name: shop
      interval: 30s
      rules:
        - record: pyrra_objective
          expr: "0.999"
)");
}

}  // namespace
}  // namespace check::slo

#include "libcheck/slo/specs/pyrra_codes.h"

namespace check::slo {

constexpr CodeInfo kSloConstantIndicator = {
    .code = "slo-constant-indicator",
    .severity = Severity::kWarning,
    .summary = "an indicator that is the same whatever happens",
    .explanation = R"(
The indicator cannot tell good events from bad ones: the selector of errors is also that of all events, so that
every event is an error, or the bucket of requests that are fast enough is `le="+Inf"`, or the selector of all
requests, so that none is ever too slow. The alerts fire always, or never.
)",
    .bad = R"(
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: shop-errors, namespace: shop}
spec:
  target: "99.9"
  window: 4w
  indicator:
    ratio:
      errors: {metric: 'requests_total{job="shop"}'}
      total: {metric: 'requests_total{job="shop"}'}
)",
    .good = R"(
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: shop-errors, namespace: shop}
spec:
  target: "99.9"
  window: 4w
  indicator:
    ratio:
      errors: {metric: 'requests_total{job="shop",code=~"5.."}'}
      total: {metric: 'requests_total{job="shop"}'}
)",
};

constexpr CodeInfo kSloIgnoredSelectorPart = {
    .code = "slo-ignored-selector-part",
    .severity = Severity::kWarning,
    .summary = "a part of a selector that Pyrra leaves out",
    .explanation = R"(
Of a metric's selector, Pyrra takes the name before the braces and the matchers. It leaves out `offset`, `@` and
other modifiers, so that its rules count other events than the selector says; and it makes no rules at all for a
selector that has its name in the braces.
)",
    .bad = R"(
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: shop-errors, namespace: shop}
spec:
  target: "99.9"
  window: 4w
  indicator:
    ratio:
      errors: {metric: 'requests_total{job="shop",code=~"5.."}'}
      total: {metric: 'requests_total{job="shop"} offset 5m'}
)",
    .good = R"(
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: shop-errors, namespace: shop}
spec:
  target: "99.9"
  window: 4w
  indicator:
    ratio:
      errors: {metric: 'requests_total{job="shop",code=~"5.."}'}
      total: {metric: 'requests_total{job="shop"}'}
)",
};

constexpr CodeInfo kSloNotHistogram = {
    .code = "slo-not-histogram",
    .severity = Severity::kWarning,
    .summary = "a latency of something that is not called as a histogram's part is",
    .explanation = R"(
The latency of a classic histogram is the share of its count that a bucket holds: `X_bucket` with a matcher on
`le`, and `X_count`. This metric ends otherwise. With the sum of a histogram, or with a bucket for the total, the
share is not that of requests.
)",
    .bad = R"(
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: shop-errors, namespace: shop}
spec:
  target: "99"
  window: 4w
  indicator:
    latency:
      success: {metric: 'http_seconds_bucket{job="shop",le="0.5"}'}
      total: {metric: 'http_seconds_sum{job="shop"}'}
)",
    .good = R"(
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: shop-errors, namespace: shop}
spec:
  target: "99"
  window: 4w
  indicator:
    latency:
      success: {metric: 'http_seconds_bucket{job="shop",le="0.5"}'}
      total: {metric: 'http_seconds_count{job="shop"}'}
)",
};

constexpr CodeInfo kSloRoundedTarget = {
    .code = "slo-rounded-target",
    .severity = Severity::kWarning,
    .summary = "a target without quotes that Pyrra rounds",
    .explanation = R"(
A target of Pyrra is a string. Of a number without quotes Pyrra keeps some seven digits only, so that 99.9999999
becomes 100, which leaves no error budget. Kubernetes refuses a number here.
)",
    .bad = R"(
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: shop-errors, namespace: shop}
spec:
  target: 99.9999999
  window: 4w
  indicator:
    ratio:
      errors: {metric: 'requests_total{job="shop",code=~"5.."}'}
      total: {metric: 'requests_total{job="shop"}'}
)",
    .good = R"(
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: shop-errors, namespace: shop}
spec:
  target: "99.9999999"
  window: 4w
  indicator:
    ratio:
      errors: {metric: 'requests_total{job="shop",code=~"5.."}'}
      total: {metric: 'requests_total{job="shop"}'}
)",
};

}  // namespace check::slo

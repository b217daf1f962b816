#include "libcheck/slo/specs/pyrra_codes.h"

namespace check::slo {

constexpr CodeInfo kSloConstantIndicator = {
    .code = "slo-constant-indicator",
    .severity = Severity::kWarning,
    .summary = "an indicator that cannot distinguish good from bad events",
    .explanation = R"(
The indicator cannot distinguish good events from bad ones: the selector of errors is the same as that of all
events, so every event is an error; or the bucket of fast requests is `le="+Inf"` or the selector of all
requests, so none is ever too slow. The alerts fire always, or never.
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
    .summary = "a part of a selector that Pyrra ignores",
    .explanation = R"(
Pyrra uses only the name before the braces and the matchers of a selector. It ignores `offset`, `@` and other
modifiers, so its rules count other events than the selector does; and it generates no rules for a selector that
has its name inside the braces.
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
    .summary = "a latency of a metric that is not a part of a histogram",
    .explanation = R"(
The latency of a classic histogram is the share of its count in a bucket: `X_bucket` with a matcher on `le`, and
`X_count`. This metric has another suffix. With the sum of a histogram, or with a bucket for the total, the share
is not that of requests.
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
The target in Pyrra is a string. Pyrra keeps only about seven digits of a number without quotes, so 99.9999999
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

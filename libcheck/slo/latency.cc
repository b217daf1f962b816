#include "libcheck/slo/latency.h"

#include <fmt/format.h>

#include <string>

#include "libcheck/base/arena.h"
#include "libcheck/base/number.h"
#include "libcheck/model/matcher.h"
#include "libcheck/promql/parse.h"
#include "libcheck/promql/rewrite.h"

namespace check::slo {
namespace {

using model::Matcher;
using model::MatchType;

// `selector` with one more matcher, or another in its place.
Result<std::string> With(std::string_view selector, const Matcher& matcher) {
  const SourceBuffer file("selector", std::string(selector));
  Arena arena;
  Diagnostics ignored;
  const promql::Expr* expr = promql::ParseExpr(file, {}, arena, ignored);
  if (expr == nullptr) return Error{ignored.found().front().message};
  return promql::SetMatcher(*expr, matcher, {});
}

Result<std::string> MetricOf(std::string_view selector) {
  const SourceBuffer file("selector", std::string(selector));
  Arena arena;
  Diagnostics ignored;
  const promql::Expr* expr = promql::ParseExpr(file, {}, arena, ignored);
  if (expr == nullptr) {
    return Error{
        fmt::format("`{}` is not valid PromQL: {}", selector, ignored.found().front().message)};
  }
  std::string_view name;
  if (expr->kind == promql::ExprKind::kVectorSelector) {
    name = promql::MetricName(promql::As<promql::VectorSelector>(*expr));
  }
  if (name.empty()) {
    return Error{
        fmt::format("`{}` does not select a histogram by its name, as in "
                    "`http_request_duration_seconds{{job=\"shop\"}}`",
                    selector)};
  }
  return std::string(name);
}

}  // namespace

Result<Indicator> ClassicLatency(std::string_view selector, double seconds) {
  Result<std::string> metric = MetricOf(selector);
  if (!metric) return metric.error();
  std::string_view base = *metric;
  for (const std::string_view suffix : {"_bucket", "_count"}) {
    if (base.ends_with(suffix)) base.remove_suffix(suffix.size());
  }
  const std::string bucket = fmt::format("{}_bucket", base);
  const std::string count = fmt::format("{}_count", base);
  const auto total = With(selector, {MatchType::kEqual, "__name__", count});
  const auto buckets = With(selector, {MatchType::kEqual, "__name__", bucket});
  if (!total) return total.error();
  if (!buckets) return buckets.error();
  // Prometheus 3 writes the bound 1 as `1.0`; before, that depended on the client.
  std::string bound = FormatGoFloat(seconds, 'g', -1);
  const bool is_whole = bound.find_first_not_of("0123456789") == std::string::npos;
  if (is_whole) bound += "(\\.0)?";
  const auto good =
      With(*buckets, {is_whole ? MatchType::kRegexp : MatchType::kEqual, "le", bound});
  if (!good) return good.error();
  Indicator indicator;
  indicator.good.text = *good;
  indicator.total.text = *total;
  return indicator;
}

}  // namespace check::slo

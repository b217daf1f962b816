#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/slo.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/label_flow.h"
#include "libcheck/promql/parse.h"
#include "libcheck/slo/window_query.h"

namespace check::lint {
namespace {

using promql::LabelFact;
using promql::LabelFlow;
using promql::Presence;

// A query as it is parsed, with some window, and the labels of its result.
struct Query {
  explicit Query(const slo::Query& query) : source("query", slo::WithWindow(query.text, "5m")) {
    Diagnostics ignored;
    const promql::Expr* expr = promql::ParseExpr(source, {}, arena, ignored);
    if (expr != nullptr) flows.emplace(*expr);
  }

  SourceBuffer source;
  Arena arena;
  std::optional<promql::LabelFlows> flows;
};

// A label by which `kept` tells series apart, and which `lost` cannot have.
std::optional<std::string_view> FindLost(const LabelFlow& kept, const LabelFlow& lost) {
  if (!lost.closed()) return std::nullopt;
  for (const LabelFact& fact : kept.facts) {
    if (fact.label == model::kMetricName || fact.presence == Presence::kNever) continue;
    if (!lost.CanHave(fact.label)) return fact.label;
  }
  // Series as they were scraped have at least these.
  if (!kept.closed() && !lost.CanHave("instance")) return "instance";
  return std::nullopt;
}

void Run(const SloContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const slo::Indicator& indicator = context.slo.indicator;
  if (indicator.kind != slo::Indicator::Kind::kEvents) return;
  const slo::Query& events = indicator.errors.empty() ? indicator.good : indicator.errors;
  // Counters that are selected are added up.
  if (events.empty() || indicator.total.empty()) return;
  if (events.is_selector() || indicator.total.is_selector()) return;
  const Query of_events(events);
  const Query of_total(indicator.total);
  if (!of_events.flows || !of_total.flows) return;
  const LabelFlow& left = of_events.flows->Result();
  const LabelFlow& right = of_total.flows->Result();
  const auto lost_by_total = FindLost(left, right);
  const auto lost = lost_by_total ? lost_by_total : FindLost(right, left);
  if (!lost) return;
  const slo::Query& loser = lost_by_total ? indicator.total : events;
  diagnostics
      .Report(
          info, context.Or(loser.where),
          fmt::format(
              "the query loses label `{}`, which the other query keeps: their quotient is empty",
              *lost))
      .notes.emplace_back("aggregate both by the same labels, or neither");
}

}  // namespace

const Check slo_query_loses_labels = {
    .info =
        {
            .code = "slo-query-loses-labels",
            .severity = Severity::kWarning,
            .summary = "queries for errors and for all events whose labels differ",
            .explanation = R"(
The error ratio is one query divided by the other, and series are paired by all their labels. If
one is aggregated by `job` and the other without labels, no pair is found: the ratio is empty, and
no alert ever fires.
)",
            .bad = R"(version: prometheus/v1
service: shop
slos:
  - name: requests
    objective: 99.9
    sli:
      events:
        error_query: sum by (job) (rate(errors_total[{{.window}}]))
        total_query: sum(rate(requests_total[{{.window}}]))
    alerting:
      name: ShopErrors
      page_alert: {labels: {severity: page}}
      ticket_alert: {labels: {severity: ticket}}
)",
            .good = R"(version: prometheus/v1
service: shop
slos:
  - name: requests
    objective: 99.9
    sli:
      events:
        error_query: sum by (job) (rate(errors_total[{{.window}}]))
        total_query: sum by (job) (rate(requests_total[{{.window}}]))
    alerting:
      name: ShopErrors
      page_alert: {labels: {severity: page}}
      ticket_alert: {labels: {severity: ticket}}
)",
        },
    .run = Run,
};

}  // namespace check::lint

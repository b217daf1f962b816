#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/slo/explain.h"

namespace check::slo {
namespace {

using nlohmann::ordered_json;

// Numbers that are not finite are null.
ordered_json Number(double value) { return std::isfinite(value) ? ordered_json(value) : nullptr; }
ordered_json Number(const std::optional<double>& value) {
  return value ? Number(*value) : ordered_json();
}
double Seconds(std::int64_t ms) { return static_cast<double>(ms) / 1000; }

ordered_json ToJson(const ExplainedOutage& outage) {
  return {{"error_ratio", outage.error_ratio},
          {"detection_seconds", Number(outage.timing.detection_s)},
          {"evaluated_seconds", Number(outage.evaluated_s)},
          {"budget_spent", Number(outage.spent())},
          {"shortest_outage_seconds", Number(outage.timing.shortest_s)},
          {"reset_seconds", Number(outage.timing.reset_s)}};
}
ordered_json ToJson(const std::vector<ExplainedOutage>& outages) {
  ordered_json list = ordered_json::array();
  for (const ExplainedOutage& outage : outages) list.push_back(ToJson(outage));
  return list;
}

ordered_json ToJson(const ExplainedTier& tier, const Explanation& explanation) {
  const BurnAlert& alert = explanation.policy.alerts[tier.alert];
  ordered_json object = {{"alert", alert.name},
                         {"severity", alert.severity},
                         {"burn_rate", Number(tier.tier.factor)},
                         {"long_seconds", Seconds(tier.tier.long_ms)},
                         {"short_seconds", Seconds(tier.tier.short_ms)},
                         {"for_seconds", Seconds(tier.for_ms)},
                         {"threshold", Number(tier.threshold)},
                         {"spent_in_window", Number(tier.share)},
                         {"exhaustion_seconds", Number(tier.exhaustion_s)},
                         {"can_fire", tier.is_reachable},
                         {"events_needed", Number(tier.requests_needed)}};
  if (tier.alert < explanation.places.size()) {
    object["file"] = explanation.places[tier.alert].file;
    object["line"] = explanation.places[tier.alert].line;
  }
  object["outages"] = ToJson(tier.outages);
  return object;
}

ordered_json ToJson(const Claim& claim) {
  return {{"kind", ToString(claim.kind)},
          {"verdict", ToString(claim.verdict)},
          {"claimed", claim.claimed},
          {"right", claim.right},
          {"claimed_value", Number(claim.claimed_value)},
          {"right_value", Number(claim.right_value)},
          {"because", claim.arithmetic},
          {"sentence", claim.sentence},
          {"source", claim.source},
          {"line", claim.line}};
}
ordered_json ToJson(const std::vector<Claim>& claims) {
  ordered_json list = ordered_json::array();
  for (const Claim& claim : claims) list.push_back(ToJson(claim));
  return list;
}

ordered_json ToJson(const Explanation& explanation) {
  ordered_json tiers = ordered_json::array();
  for (const ExplainedTier& tier : explanation.tiers) tiers.push_back(ToJson(tier, explanation));
  ordered_json severities = ordered_json::array();
  for (const ExplainedSeverity& severity : explanation.severities) {
    severities.push_back({{"severity", severity.severity}, {"outages", ToJson(severity.outages)}});
  }
  ordered_json faults = ordered_json::array();
  for (const PolicyFault& fault : explanation.faults) {
    faults.push_back({{"kind", ToString(fault.kind)},
                      {"wrong", fault.is_wrong()},
                      {"alert", explanation.policy.alerts[fault.alert].name},
                      {"message", fault.message},
                      {"note", fault.note}});
  }
  ordered_json object = {{"name", explanation.title},
                         {"policy", explanation.origin},
                         {"objective", explanation.objective.ratio()},
                         {"budget", explanation.objective.budget()},
                         {"period_seconds", Seconds(explanation.period.length_ms)},
                         {"interval_seconds", Seconds(explanation.interval_ms)},
                         {"budget_seconds", Number(explanation.budget_s)}};
  if (explanation.requests > 0) {
    object["events"] = explanation.requests;
    object["budget_events"] = explanation.budget_requests;
  }
  object["tiers"] = std::move(tiers);
  object["severities"] = std::move(severities);
  object["faults"] = std::move(faults);
  object["claims"] = ToJson(explanation.claims);
  object["remarks"] = explanation.remarks;
  return object;
}

}  // namespace

std::string ExplanationsJson(const std::vector<Explanation>& explanations,
                             const std::vector<Claim>& loose) {
  ordered_json slos = ordered_json::array();
  for (const Explanation& explanation : explanations) slos.push_back(ToJson(explanation));
  const ordered_json document = {{"slos", std::move(slos)}, {"claims", ToJson(loose)}};
  return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace check::slo

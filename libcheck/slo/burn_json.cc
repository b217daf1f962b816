#include "libcheck/slo/burn_json.h"

#include <array>

#include "libcheck/slo/json_parts.h"

namespace check::slo {
namespace {

Json ToJson(const WindowBurn& window) {
  return {{"window_seconds", Seconds(window.window_ms)},
          {"period", window.is_period},
          {"errors", window.sum.errors},
          {"total", window.sum.total},
          {"error_ratio", Number(window.ratio)},
          {"burn_rate", Number(window.burn)},
          {"budget_spent", Number(window.spent)},
          {"exhaustion_seconds", Number(window.exhaustion_s)},
          {"covered_seconds", Seconds(window.sum.covered_ms)},
          {"complete", window.is_complete},
          {"few_events", window.has_few_events},
          {"thresholds", window.factors}};
}

Json ToJson(const AlertBurn& alert) {
  constexpr std::array kStates = {"inactive", "pending", "firing"};
  Json tiers = Json::array();
  for (const TierBurn& tier : alert.tiers) {
    tiers.push_back({{"long_seconds", Seconds(tier.tier.long_ms)},
                     {"short_seconds", Seconds(tier.tier.short_ms)},
                     {"threshold", tier.tier.factor},
                     {"long_burn_rate", Number(tier.long_burn)},
                     {"short_burn_rate", Number(tier.short_burn)},
                     {"holds", tier.holds},
                     {"warm_up", tier.is_warm_up}});
  }
  return {{"alert", alert.name},
          {"severity", alert.severity},
          {"state", kStates.at(static_cast<std::size_t>(alert.state))},
          {"since", alert.since ? Json(At(*alert.since)) : Json()},
          {"warm_up", alert.is_warm_up},
          {"tiers", std::move(tiers)}};
}

void AddPromql(const PromqlFigure& figure, Json& window) {
  Json promql = {{"error_ratio", Number(figure.ratio)}, {"differs", figure.differs}};
  if (figure.is_averaged_asked) {
    promql["averaged"] = Number(figure.averaged);
    promql["averaged_differs"] = figure.averaged_differs;
  }
  if (!figure.why.empty()) promql["why"] = figure.why;
  window["promql"] = std::move(promql);
}

Json ToJson(const BudgetCurve::Point& point) {
  return {{"time", At(point.time)}, {"remaining", Number(point.remaining)}};
}

// Of anything that has a ToJson, here or there.
template <typename List>
Json ListOf(const List& list) {
  Json json = Json::array();
  for (const auto& item : list) json.push_back(ToJson(item));
  return json;
}

}  // namespace

std::string BurnJson(std::span<const BurnResult> results) {
  Json slos = Json::array();
  for (const BurnResult& result : results) {
    Json json = SubjectJson(result.subject);
    json["time"] = At(result.facts.time);
    json["state"] = ToJson(result.facts.budget);
    json["windows"] = ListOf(result.facts.windows);
    for (std::size_t i = 0; i < result.promql.size(); ++i) {
      AddPromql(result.promql[i], json["windows"][i]);
    }
    json["alerts"] = ListOf(result.facts.alerts);
    json["remarks"] = ListOf(result.subject.events->remarks);
    slos.push_back(std::move(json));
  }
  return report::ToText(slos);
}

std::string BurnRangeJson(std::span<const BurnRange> ranges) {
  Json slos = Json::array();
  for (const BurnRange& range : ranges) {
    Json json = SubjectJson(range.subject);
    json["steps"] = Json::array();
    for (const BurnRange::Step& step : range.steps) {
      json["steps"].push_back({{"time", At(step.time)},
                               {"state", ToJson(step.budget)},
                               {"windows", ListOf(step.windows)}});
    }
    json["remarks"] = ListOf(range.subject.events->remarks);
    slos.push_back(std::move(json));
  }
  return report::ToText(slos);
}

std::string BudgetJson(std::span<const BudgetResult> results) {
  Json slos = Json::array();
  for (const BudgetResult& result : results) {
    Json json = SubjectJson(result.subject);
    json["time"] = At(result.curve.end);
    json["state"] = ToJson(result.curve.last);
    json["points"] = ListOf(result.curve.points);
    json["days"] = ListOf(result.curve.days);
    json["hours"] = ListOf(result.curve.hours);
    json["remarks"] = ListOf(result.subject.events->remarks);
    slos.push_back(std::move(json));
  }
  return report::ToText(slos);
}

}  // namespace check::slo

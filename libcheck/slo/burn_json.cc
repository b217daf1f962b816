#include "libcheck/slo/burn_json.h"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

namespace check::slo {
namespace {

using nlohmann::ordered_json;

ordered_json Number(double value) { return std::isfinite(value) ? ordered_json(value) : nullptr; }
ordered_json Number(const std::optional<double>& value) {
  return value ? Number(*value) : ordered_json();
}
ordered_json Seconds(std::int64_t ms) {
  if (ms % 1000 == 0) return ms / 1000;
  return static_cast<double>(ms) / 1000;
}

ordered_json SubjectJson(const BurnSubject& subject) {
  const Slo& slo = *subject.slo;
  ordered_json json = {{"slo", slo.Title()}};
  if (!subject.group.empty()) {
    ordered_json group = ordered_json::object();
    for (const auto& [name, value] : subject.group) group[name] = value;
    json["group"] = std::move(group);
  }
  json["objective"] = slo.objective.ratio();
  json["budget"] = slo.objective.budget();
  return json;
}

ordered_json ToJson(const BudgetState& budget) {
  return {{"period_start", Seconds(budget.period.start)},
          {"period_end", Seconds(budget.period.end)},
          {"errors", budget.sum.errors},
          {"total", budget.sum.total},
          {"allowed_errors", Number(budget.events)},
          {"remaining", Number(budget.remaining)},
          {"complete", budget.is_complete}};
}

ordered_json ToJson(const WindowBurn& window) {
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

ordered_json ToJson(const AlertBurn& alert) {
  constexpr std::array kStates = {"inactive", "pending", "firing"};
  ordered_json tiers = ordered_json::array();
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
          {"since", alert.since ? Seconds(*alert.since) : ordered_json()},
          {"warm_up", alert.is_warm_up},
          {"tiers", std::move(tiers)}};
}

ordered_json ToJson(const Events::Remark& remark) {
  constexpr std::array kKinds = {"gap",        "reset", "ended",  "new-series",
                                 "not-number", "idle",  "inexact"};
  return {{"kind", kKinds.at(static_cast<std::size_t>(remark.kind))},
          {"text", remark.text},
          {"start", Seconds(remark.start)},
          {"end", Seconds(remark.end)},
          {"count", remark.count}};
}

void AddPromql(const PromqlFigure& figure, ordered_json& window) {
  ordered_json promql = {{"error_ratio", Number(figure.ratio)}, {"differs", figure.differs}};
  if (figure.is_averaged_asked) {
    promql["averaged"] = Number(figure.averaged);
    promql["averaged_differs"] = figure.averaged_differs;
  }
  if (!figure.why.empty()) promql["why"] = figure.why;
  window["promql"] = std::move(promql);
}

template <typename List>
ordered_json ListJson(const List& list) {
  ordered_json json = ordered_json::array();
  for (const auto& item : list) json.push_back(ToJson(item));
  return json;
}

std::string Document(ordered_json slos) {
  return ordered_json{{"slos", std::move(slos)}}.dump(
             -1, ' ', false, ordered_json::error_handler_t::replace) +
         "\n";
}

ordered_json ToJson(const BudgetCurve::Point& point) {
  return {{"time", Seconds(point.time)}, {"remaining", Number(point.remaining)}};
}

ordered_json ToJson(const BudgetCurve::Spender& spender) {
  return {{"start", Seconds(spender.start)},
          {"end", Seconds(spender.end)},
          {"errors", spender.sum.errors},
          {"total", spender.sum.total},
          {"budget_spent", Number(spender.spent)}};
}

}  // namespace

std::string BurnSubject::Title() const {
  std::string title = slo->Title();
  for (std::size_t i = 0; i < group.size(); ++i) {
    title += (i == 0 ? "{" : ", ") + group[i].first + "=\"" + group[i].second + "\"";
  }
  return group.empty() ? title : title + "}";
}

std::string BurnJson(std::span<const BurnResult> results) {
  ordered_json slos = ordered_json::array();
  for (const BurnResult& result : results) {
    ordered_json json = SubjectJson(result.subject);
    json["time"] = Seconds(result.facts.time);
    json["state"] = ToJson(result.facts.budget);
    json["windows"] = ListJson(result.facts.windows);
    for (std::size_t i = 0; i < result.promql.size(); ++i) {
      AddPromql(result.promql[i], json["windows"][i]);
    }
    json["alerts"] = ListJson(result.facts.alerts);
    json["remarks"] = ListJson(result.subject.events->remarks);
    slos.push_back(std::move(json));
  }
  return Document(std::move(slos));
}

std::string BurnRangeJson(std::span<const BurnRange> ranges) {
  ordered_json slos = ordered_json::array();
  for (const BurnRange& range : ranges) {
    ordered_json json = SubjectJson(range.subject);
    json["steps"] = ordered_json::array();
    for (const BurnRange::Step& step : range.steps) {
      json["steps"].push_back({{"time", Seconds(step.time)},
                               {"state", ToJson(step.budget)},
                               {"windows", ListJson(step.windows)}});
    }
    json["remarks"] = ListJson(range.subject.events->remarks);
    slos.push_back(std::move(json));
  }
  return Document(std::move(slos));
}

std::string BudgetJson(std::span<const BudgetResult> results) {
  ordered_json slos = ordered_json::array();
  for (const BudgetResult& result : results) {
    ordered_json json = SubjectJson(result.subject);
    json["time"] = Seconds(result.curve.end);
    json["state"] = ToJson(result.curve.last);
    json["points"] = ListJson(result.curve.points);
    json["days"] = ListJson(result.curve.days);
    json["hours"] = ListJson(result.curve.hours);
    json["remarks"] = ListJson(result.subject.events->remarks);
    slos.push_back(std::move(json));
  }
  return Document(std::move(slos));
}

}  // namespace check::slo

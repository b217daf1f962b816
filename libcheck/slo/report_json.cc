#include <cmath>
#include <string>

#include "libcheck/base/time_expression.h"
#include "libcheck/report/json_text.h"
#include "libcheck/slo/report.h"

namespace check::slo {
namespace {

using report::Json;

std::string At(std::int64_t ms) { return FormatTime(ms, "UTC", TimeStyle::kRfc3339); }

// JSON has no NaN.
Json OrNull(double value) { return std::isfinite(value) ? Json(value) : Json(); }

std::string_view StatusName(ReportStatus status) {
  switch (status) {
    case ReportStatus::kNoEvents:
      return "no_events";
    case ReportStatus::kMet:
      return "met";
    case ReportStatus::kLow:
      return "low";
    case ReportStatus::kOverspent:
      break;
  }
  return "overspent";
}

Json ResponseJson(const Response& response) {
  Json json = {{"firing_at_start", response.firing_at_start},
               {"intervals", response.intervals},
               {"first", response.first ? Json(At(*response.first)) : Json()}};
  if (!response.first) return json;
  json["delay_seconds"] = static_cast<double>(response.delay_ms) / 1000;
  json["after_end"] = response.after_end;
  json["spent_at_first"] = response.spent_at_first;
  json["last_end"] = response.last_end ? Json(At(*response.last_end)) : Json();
  return json;
}

Json EpisodesJson(const Score& score) {
  Json all = Json::array();
  for (const EpisodeOutcome& outcome : score.episodes) {
    all.push_back({{"start", At(outcome.episode.start)},
                   {"end", At(outcome.episode.end)},
                   {"note", outcome.episode.note},
                   {"errors", outcome.sum.errors},
                   {"total", outcome.sum.total},
                   {"spent", outcome.spent},
                   {"page", ResponseJson(outcome.page)},
                   {"ticket", ResponseJson(outcome.ticket)}});
  }
  return all;
}

Json SpentJson(const std::vector<BudgetCurve::Spender>& rows) {
  Json all = Json::array();
  for (const BudgetCurve::Spender& row : rows) {
    all.push_back({{"start", At(row.start)},
                   {"end", At(row.end)},
                   {"errors", row.sum.errors},
                   {"total", row.sum.total},
                   {"spent", row.spent}});
  }
  return all;
}

Json RemarksJson(const Events& events) {
  Json all = Json::array();
  for (const Events::Remark& remark : events.remarks) {
    all.push_back({{"text", remark.text},
                   {"start", At(remark.start)},
                   {"end", At(remark.end)},
                   {"count", remark.count}});
  }
  return all;
}

Json FactsJson(const ReportSubject& subject, const ReportFacts& facts) {
  const Slo& slo = *subject.slo;
  Json group = Json::object();
  for (const auto& [name, value] : subject.group) group[name] = value;
  return {{"service", slo.service},
          {"slo", slo.name},
          {"group", group},
          {"objective_percent", Json::parse(slo.objective.percent())},
          {"budget", slo.objective.budget()},
          {"period_start", At(facts.budget.period.start)},
          {"period_seconds", static_cast<double>(facts.budget.period.length_ms()) / 1000},
          {"end", At(facts.end)},
          {"status", StatusName(facts.status)},
          {"errors", facts.budget.sum.errors},
          {"total", facts.budget.sum.total},
          {"covered_seconds", static_cast<double>(facts.budget.sum.covered_ms) / 1000},
          {"budget_events", facts.budget.events},
          {"remaining", OrNull(facts.budget.remaining)},
          {"burn_rate_24h", OrNull(facts.burn_last_day)},
          {"pages", facts.score.pages},
          {"false_pages", facts.score.false_pages},
          {"tickets", facts.score.tickets},
          {"significant", facts.score.significant},
          {"paged", facts.score.hit},
          {"episodes", EpisodesJson(facts.score)},
          {"days", SpentJson(facts.days)},
          {"hours", SpentJson(facts.hours)},
          {"remarks", RemarksJson(*subject.events)}};
}

}  // namespace

std::string ReportJson(std::span<const ReportSubject> subjects, const ReportOptions& options) {
  Json all = Json::array();
  for (const ReportSubject& subject : subjects) {
    all.push_back(FactsJson(subject, MakeReportFacts(subject, options)));
  }
  return report::ToText(all);
}

}  // namespace check::slo

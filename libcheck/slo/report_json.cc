#include <string>
#include <string_view>

#include "libcheck/slo/json_parts.h"
#include "libcheck/slo/report.h"

namespace check::slo {
namespace {

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
  json["delay_seconds"] = Seconds(response.delay_ms);
  json["after_end"] = response.after_end;
  json["budget_spent_at_first"] = response.spent_at_first;
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
                   {"budget_spent", outcome.spent},
                   {"page", ResponseJson(outcome.page)},
                   {"ticket", ResponseJson(outcome.ticket)}});
  }
  return all;
}

template <typename List>
Json ListOf(const List& list) {
  Json json = Json::array();
  for (const auto& item : list) json.push_back(ToJson(item));
  return json;
}

Json FactsJson(const ReportSubject& subject, const ReportFacts& facts) {
  Json json = SubjectJson(subject);
  json["time"] = At(facts.end);
  json["status"] = StatusName(facts.status);
  json["state"] = ToJson(facts.budget);
  json["burn_rate_24h"] = Number(facts.burn_last_day);
  json["pages"] = facts.score.pages;
  json["false_pages"] = facts.score.false_pages;
  json["tickets"] = facts.score.tickets;
  json["significant"] = facts.score.significant;
  json["paged"] = facts.score.hit;
  json["episodes"] = EpisodesJson(facts.score);
  json["days"] = ListOf(facts.days);
  json["hours"] = ListOf(facts.hours);
  json["remarks"] = ListOf(subject.events->remarks);
  return json;
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

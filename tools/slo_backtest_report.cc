#include "tools/slo_backtest_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "libcheck/plot/picture.h"
#include "libcheck/report/json_text.h"
#include "libcheck/result/grid.h"
#include "libcheck/slo/figure_text.h"
#include "libcheck/slo/words.h"
#include "tools/query_list.h"

namespace tools {
namespace {

namespace slo = check::slo;
using check::backtest::AlertTimeline;
using check::plot::Strips;
using check::report::Json;
using check::result::Align;
using check::result::Cell;
using check::result::Column;
using check::result::Grid;
using check::result::Tone;
using slo::EpisodeOutcome;
using slo::Response;
using slo::Score;

std::string OfAll(std::size_t part, std::size_t all) {
  return all == 0 ? "-" : fmt::format("{} of {}", part, all);
}

Cell PageCell(const EpisodeOutcome& outcome, double share, const BacktestStyle& style) {
  const Response& page = outcome.page;
  if (page.first) return {style.Time(*page.first)};
  if (page.firing_at_start) return {"fired already"};
  return {"never", outcome.is_significant(share) ? Tone::kBad : Tone::kFaint};
}

std::string DelayText(const Response& response) {
  if (!response.first) return "";
  return LengthText(response.delay_ms) + (response.after_end ? " (after the end)" : "");
}

std::string ResetText(const Response& response) {
  if (!response.first) return "";
  if (!response.last_end) return "fires at the end";
  const std::int64_t reset = response.reset_ms;
  return LengthText(reset < 0 ? -reset : reset) + (reset < 0 ? " before" : " after");
}

Cell EpisodeCell(const EpisodeOutcome& outcome, double share, const BacktestStyle& style) {
  return {style.Time(outcome.episode.start),
          outcome.is_significant(share) ? Tone::kStrong : Tone::kPlain};
}

// All about the episodes under one policy.
Grid EpisodeGrid(const SloBacktest& backtest, const Score& score, const BacktestStyle& style) {
  Grid grid({{"Episode"},
             {"Lasts", Align::kRight},
             {"Spent", Align::kRight},
             {"First page"},
             {"Delay", Align::kRight},
             {"Spent by then", Align::kRight},
             {"Page over"},
             {"Flaps", Align::kRight},
             {"Ticket after", Align::kRight},
             {"Note"}});
  for (const EpisodeOutcome& outcome : score.episodes) {
    const Response& page = outcome.page;
    grid.AddRow(
        {EpisodeCell(outcome, backtest.share, style),
         {LengthText(outcome.episode.end - outcome.episode.start)},
         {slo::PercentText(outcome.spent)},
         PageCell(outcome, backtest.share, style),
         {DelayText(page)},
         {page.first ? slo::PercentText(page.spent_at_first) : ""},
         {ResetText(page)},
         {page.first ? fmt::format("{}", page.flaps()) : ""},
         {outcome.ticket.firing_at_start && !outcome.ticket.first ? "fired already"
                                                                  : DelayText(outcome.ticket)},
         {outcome.episode.note}});
  }
  return grid;
}

// The same under several, side by side.
Grid SideBySide(const SloBacktest& backtest, const BacktestStyle& style) {
  std::vector<Column> columns = {{"Episode"}, {"Lasts", Align::kRight}, {"Spent", Align::kRight}};
  for (const PolicyBacktest& policy : backtest.policies) {
    columns.push_back({policy.name + ": delay", Align::kRight});
    columns.push_back({"spent by then", Align::kRight});
  }
  columns.push_back({"Note"});
  Grid grid(std::move(columns));
  const std::vector<EpisodeOutcome>& episodes = backtest.policies.front().score.episodes;
  for (std::size_t i = 0; i < episodes.size(); ++i) {
    std::vector<Cell> row = {EpisodeCell(episodes[i], backtest.share, style),
                             {LengthText(episodes[i].episode.end - episodes[i].episode.start)},
                             {slo::PercentText(episodes[i].spent)}};
    for (const PolicyBacktest& policy : backtest.policies) {
      const EpisodeOutcome& outcome = policy.score.episodes[i];
      row.push_back(outcome.page.first ? Cell{DelayText(outcome.page)}
                                       : PageCell(outcome, backtest.share, style));
      row.push_back({outcome.page.first ? slo::PercentText(outcome.page.spent_at_first) : ""});
    }
    row.push_back({episodes[i].episode.note});
    grid.AddRow(std::move(row));
  }
  return grid;
}

Grid ScoreGrid() {
  return Grid({{"Objective"},
               {"Policy"},
               {"Pages", Align::kRight},
               {"False", Align::kRight},
               {"Paged for", Align::kRight},
               {"Paged of significant", Align::kRight},
               {"Median delay", Align::kRight},
               {"Tickets", Align::kRight},
               {"Note"}});
}

std::optional<std::int64_t> MedianDelay(const Score& score) {
  std::vector<std::int64_t> delays;
  for (const EpisodeOutcome& outcome : score.episodes) {
    if (outcome.page.first) delays.push_back(outcome.page.delay_ms);
  }
  if (delays.empty()) return std::nullopt;
  std::ranges::sort(delays);
  const std::size_t middle = delays.size() / 2;
  return delays.size() % 2 == 1 ? delays[middle] : (delays[middle - 1] + delays[middle]) / 2;
}

void AddScore(const SloBacktest& backtest, const PolicyBacktest& policy, Grid& grid,
              bool with_title) {
  const Score& score = policy.score;
  const auto delay = MedianDelay(score);
  grid.AddRow(
      {{with_title ? backtest.Title() : "", Tone::kName},
       {policy.name, Tone::kName},
       {fmt::format("{}", score.pages)},
       {fmt::format("{}", score.false_pages), score.false_pages > 0 ? Tone::kBad : Tone::kPlain},
       {LengthText(score.paging_ms)},
       {OfAll(score.hit, score.significant),
        score.hit < score.significant ? Tone::kBad : Tone::kPlain},
       {delay ? LengthText(*delay) : ""},
       {fmt::format("{}", score.tickets)},
       {score.warm_up_pages > 0 ? fmt::format("{} in the warm-up ignored",
                                              slo::Count(score.warm_up_pages, "page", "pages"))
                                : ""}});
}

std::string PictureOf(const SloBacktest& backtest, const BacktestStyle& style) {
  Strips strips = {.title = {}, .rows = {}, .start = backtest.first, .end = backtest.last};
  Strips::Row episodes = {.name = backtest.told ? "incidents" : "spends", .spans = {}};
  for (const EpisodeOutcome& outcome : backtest.policies.front().score.episodes) {
    episodes.spans.push_back({outcome.episode.start, outcome.episode.end, Strips::Kind::kSolid});
  }
  strips.rows.push_back(std::move(episodes));
  const bool several = backtest.policies.size() > 1;
  for (const PolicyBacktest& policy : backtest.policies) {
    for (std::size_t i = 0; i < policy.timelines.size();) {
      // Sets of labels of one alert in one row.
      const AlertTimeline& first = policy.timelines[i];
      std::vector<AlertTimeline> same;
      for (; i < policy.timelines.size() && policy.timelines[i].alert == first.alert &&
             policy.timelines[i].severity == first.severity;
           ++i) {
        same.push_back(policy.timelines[i]);
      }
      std::string name = first.alert;
      if (!first.severity.empty() && first.severity != first.alert) name += " " + first.severity;
      strips.rows.push_back(
          StripOf(several ? policy.name + " " + name : name, same, backtest.last));
    }
  }
  return check::plot::Text(strips, style.Plot());
}

Grid IntervalGrid(const SloBacktest& backtest, const BacktestStyle& style) {
  Grid grid({{"Policy"}, {"Alert"}, {"From"}, {"To"}, {"Firing", Align::kRight}, {"Note"}});
  for (const PolicyBacktest& policy : backtest.policies) {
    for (const AlertTimeline& timeline : policy.timelines) {
      for (const auto& interval : timeline.firing) {
        grid.AddRow({{policy.name},
                     {timeline.alert, Tone::kName},
                     {style.Time(interval.start)},
                     {interval.end ? style.Time(*interval.end) : "still firing"},
                     {LengthText(interval.end.value_or(backtest.last) - interval.start)},
                     {interval.warm_up ? "warm-up" : ""}});
      }
    }
  }
  return grid;
}

std::string DetailsText(const SloBacktest& backtest, const BacktestStyle& style) {
  std::string text = fmt::format("{}: {} %, {} to {}, evaluated every {}\n", backtest.Title(),
                                 backtest.slo->objective.percent(), style.Time(backtest.first),
                                 style.Time(backtest.last), LengthText(backtest.interval_ms));
  text += fmt::format("{} events, {} of them errors; the budget of {} is {} errors\n\n",
                      slo::EventsText(backtest.sum.total), slo::EventsText(backtest.sum.errors),
                      LengthText(backtest.slo->period.length_ms),
                      slo::EventsText(backtest.budget_events));
  const PolicyBacktest& first = backtest.policies.front();
  if (first.score.episodes.empty()) {
    text += backtest.told ? "no incidents in this time\n"
                          : fmt::format("no episode spent {} of the budget\n",
                                        slo::PercentText(backtest.share));
  } else {
    const Grid grid = backtest.policies.size() > 1 ? SideBySide(backtest, style)
                                                   : EpisodeGrid(backtest, first.score, style);
    text += grid.Text(style.colour, style.grid_width);
  }
  Grid scores = ScoreGrid();
  for (const PolicyBacktest& policy : backtest.policies) {
    AddScore(backtest, policy, scores, /*with_title=*/false);
  }
  text += "\n" + scores.Text(style.colour, style.grid_width) + "\n" + PictureOf(backtest, style);
  if (!style.intervals) return text;
  const Grid intervals = IntervalGrid(backtest, style);
  return intervals.empty() ? text : text + "\n" + intervals.Text(style.colour, style.grid_width);
}

Json ResponseJson(const Response& response) {
  Json json = {{"firing_at_start", response.firing_at_start},
               {"intervals", response.intervals},
               {"flaps", response.flaps()},
               {"first", JsonTime(response.first)}};
  if (!response.first) return json;
  json["delay_seconds"] = JsonSeconds(response.delay_ms);
  json["after_end"] = response.after_end;
  json["errors_at_first"] = JsonNumber(response.errors_at_first);
  json["spent_at_first"] = response.spent_at_first;
  json["last_end"] = JsonTime(response.last_end);
  json["reset_seconds"] = response.last_end ? JsonSeconds(response.reset_ms) : Json(nullptr);
  return json;
}

Json PolicyJson(const SloBacktest& backtest, const PolicyBacktest& policy) {
  const Score& score = policy.score;
  const auto share = [](const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
  };
  Json json = {{"policy", policy.name},
               {"by", policy.by_rules ? "rules" : "events"},
               {"pages", score.pages},
               {"false_pages", score.false_pages},
               {"warm_up_pages", score.warm_up_pages},
               {"tickets", score.tickets},
               {"paging_seconds", JsonSeconds(score.paging_ms)},
               {"significant", score.significant},
               {"paged", score.hit},
               {"recall", share(score.recall())},
               {"precision", share(score.precision())},
               {"episodes", Json::array()},
               {"alerts", Json::array()}};
  for (const EpisodeOutcome& outcome : score.episodes) {
    json["episodes"].push_back({{"start", JsonTime(outcome.episode.start)},
                                {"end", JsonTime(outcome.episode.end)},
                                {"note", outcome.episode.note},
                                {"errors", JsonNumber(outcome.sum.errors)},
                                {"total", JsonNumber(outcome.sum.total)},
                                {"spent", outcome.spent},
                                {"significant", outcome.is_significant(backtest.share)},
                                {"page", ResponseJson(outcome.page)},
                                {"ticket", ResponseJson(outcome.ticket)}});
  }
  for (const AlertTimeline& timeline : policy.timelines) {
    json["alerts"].push_back({{"alert", timeline.alert},
                              {"severity", timeline.severity},
                              {"labels", ToJson(timeline.labels)},
                              {"firing", ToJson(timeline.firing)},
                              {"pending", ToJson(timeline.pending)}});
  }
  return json;
}

}  // namespace

std::string SloBacktest::Title() const {
  return group.empty() ? slo->Title() : fmt::format("{}{{{}}}", slo->Title(), LabelText(group));
}

std::string SloBacktestText(std::span<const SloBacktest> all, const BacktestStyle& style,
                            bool details) {
  if (all.size() == 1) return DetailsText(all.front(), style);
  Grid scores = ScoreGrid();
  for (const SloBacktest& backtest : all) {
    for (const PolicyBacktest& policy : backtest.policies) {
      AddScore(backtest, policy, scores, /*with_title=*/true);
    }
  }
  std::string text = scores.Text(style.colour, style.grid_width);
  if (!details) return text;
  for (const SloBacktest& backtest : all) text += "\n" + DetailsText(backtest, style);
  return text;
}

std::string SloBacktestJson(std::span<const SloBacktest> all) {
  Json list = Json::array();
  for (const SloBacktest& backtest : all) {
    Json json = {{"service", backtest.slo->service},
                 {"slo", backtest.slo->name},
                 {"group", ToJson(backtest.group)},
                 {"objective_percent", Json::parse(backtest.slo->objective.percent())},
                 {"period_seconds", JsonSeconds(backtest.slo->period.length_ms)},
                 {"data_begin", JsonTime(backtest.begin)},
                 {"first_evaluation", JsonTime(backtest.first)},
                 {"end", JsonTime(backtest.last)},
                 {"interval_seconds", JsonSeconds(backtest.interval_ms)},
                 {"errors", JsonNumber(backtest.sum.errors)},
                 {"total", JsonNumber(backtest.sum.total)},
                 {"budget_events", backtest.budget_events},
                 {"significant_share", backtest.share},
                 {"episodes_from", backtest.told ? "incidents" : "events"},
                 {"policies", Json::array()}};
    for (const PolicyBacktest& policy : backtest.policies) {
      json["policies"].push_back(PolicyJson(backtest, policy));
    }
    list.push_back(std::move(json));
  }
  return check::report::ToText(list);
}

std::string SloBacktestCsv(std::span<const SloBacktest> all) {
  std::vector<Column> columns = {{"slo"},    {"policy"}, {"start"}, {"end"},        {"note"},
                                 {"errors"}, {"total"},  {"spent"}, {"significant"}};
  for (const std::string_view kind : {"page", "ticket"}) {
    for (const std::string_view what : {"firing_at_start", "intervals", "first", "delay_seconds",
                                        "spent_at_first", "last_end", "reset_seconds", "flaps"}) {
      columns.push_back({fmt::format("{}_{}", kind, what)});
    }
  }
  Grid grid(std::move(columns));
  for (const SloBacktest& backtest : all) {
    for (const PolicyBacktest& policy : backtest.policies) {
      for (const EpisodeOutcome& outcome : policy.score.episodes) {
        std::vector<Cell> row = {{backtest.Title()},
                                 {policy.name},
                                 {JsonTime(outcome.episode.start)},
                                 {JsonTime(outcome.episode.end)},
                                 {outcome.episode.note},
                                 {JsonNumber(outcome.sum.errors).dump()},
                                 {JsonNumber(outcome.sum.total).dump()},
                                 {Json(outcome.spent).dump()},
                                 {outcome.is_significant(backtest.share) ? "true" : "false"}};
        for (const Response* const response : {&outcome.page, &outcome.ticket}) {
          const bool any = response->first.has_value();
          row.push_back({response->firing_at_start ? "true" : "false"});
          row.push_back({fmt::format("{}", response->intervals)});
          row.push_back({any ? JsonTime(*response->first) : ""});
          row.push_back({any ? JsonSeconds(response->delay_ms).dump() : ""});
          row.push_back({any ? Json(response->spent_at_first).dump() : ""});
          row.push_back({response->last_end ? JsonTime(*response->last_end) : ""});
          row.push_back({response->last_end ? JsonSeconds(response->reset_ms).dump() : ""});
          row.push_back({fmt::format("{}", response->flaps())});
        }
        grid.AddRow(std::move(row));
      }
    }
  }
  return grid.Csv();
}

}  // namespace tools

#include "tools/backtest_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "libcheck/base/duration.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/result/grid.h"
#include "tools/query_list.h"

namespace tools {
namespace {

using check::backtest::AlertComparison;
using check::backtest::AlertOutcome;
using check::backtest::AlertTimeline;
using check::backtest::FiringInterval;
using check::backtest::IntervalPair;
using check::backtest::RuleReplay;
using check::backtest::Summary;
using check::plot::Strips;
using check::report::Json;
using check::result::Align;
using check::result::Cell;
using check::result::Grid;
using check::result::Tone;

std::string Plural(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::int64_t EndOf(const RuleReplay& replay) { return replay.last + replay.step_ms; }

std::string NoteOf(const Summary& summary) {
  std::string note;
  const auto add = [&](const std::string& text) { note += (note.empty() ? "" : ", ") + text; };
  if (summary.sets > 1) add(fmt::format("{} label sets", summary.sets));
  if (summary.times == 0 && summary.pending_sets > 0) add("pending only");
  if (summary.warm_up > 0) add(fmt::format("{} in the warm-up", summary.warm_up));
  if (summary.firing_at_end) add("fires at the end");
  return note;
}

std::string HeadLine(const RuleReplay& replay, const BacktestStyle& style) {
  return fmt::format("{}, evaluated every {} from {} to {}\n\n",
                     Plural(replay.alerts.size(), "alert"), LengthText(replay.step_ms),
                     style.Time(replay.first), style.Time(replay.last));
}

std::string Picture(std::vector<Strips::Row> rows, const BacktestStyle& style) {
  Strips strips;
  strips.rows = std::move(rows);
  strips.start = style.start;
  strips.end = style.end;
  return check::plot::Text(strips, style.Plot());
}

// The intervals of all sets of labels, with those.
struct LabelledInterval {
  const AlertTimeline* timeline = nullptr;
  const FiringInterval* interval = nullptr;
};
std::vector<LabelledInterval> IntervalsOf(const AlertOutcome& alert) {
  std::vector<LabelledInterval> all;
  for (const AlertTimeline& timeline : alert.timelines) {
    for (const FiringInterval& interval : timeline.firing) all.push_back({&timeline, &interval});
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.interval->start < b.interval->start;
  });
  return all;
}

Grid IntervalGrid(const RuleReplay& replay, const BacktestStyle& style) {
  Grid grid({{"Alert"}, {"From"}, {"To"}, {"Firing", Align::kRight}, {"Labels"}, {"Note"}});
  const std::vector<std::string> titles = check::backtest::Titles(replay.alerts);
  for (std::size_t i = 0; i < titles.size(); ++i) {
    for (const auto& [timeline, interval] : IntervalsOf(replay.alerts[i])) {
      const std::int64_t end = interval->end.value_or(EndOf(replay));
      grid.AddRow({{titles[i], Tone::kName},
                   {style.Time(interval->start)},
                   {interval->end ? style.Time(*interval->end) : "still firing"},
                   {LengthText(end - interval->start)},
                   {LabelText(timeline->labels)},
                   {interval->warm_up ? "warm-up" : ""}});
    }
  }
  return grid;
}

Json SummaryJson(const Summary& summary) {
  return {{"times", summary.times},
          {"warm_up", summary.warm_up},
          {"flaps", summary.flaps},
          {"label_sets", summary.sets},
          {"firing_seconds", JsonSeconds(summary.firing_ms)},
          {"longest_seconds", JsonSeconds(summary.longest_ms)},
          {"first", JsonTime(summary.first)},
          {"firing_at_end", summary.firing_at_end}};
}

Json AlertJson(const AlertOutcome& alert, const std::string& title, const RuleReplay& replay) {
  Json json = {{"title", title},
               {"alert", alert.rule->name},
               {"group", alert.group->group->name},
               {"file", alert.group->path},
               {"for_seconds", JsonSeconds(alert.rule->rule->hold / std::chrono::milliseconds(1))},
               {"history_seconds", JsonSeconds(alert.history_ms)}};
  json.update(SummaryJson(check::backtest::Summarise(alert.timelines, EndOf(replay))));
  json["series"] = Json::array();
  for (const AlertTimeline& timeline : alert.timelines) {
    json["series"].push_back({{"labels", ToJson(timeline.labels)},
                              {"firing", ToJson(timeline.firing)},
                              {"pending", ToJson(timeline.pending)}});
  }
  return json;
}

Json RunJson(const RuleReplay& replay) {
  Json json = {{"first_evaluation", JsonTime(replay.first)},
               {"last_evaluation", JsonTime(replay.last)},
               {"step_seconds", JsonSeconds(replay.step_ms)},
               {"evaluations", replay.steps},
               {"data_begin", JsonTime(replay.data_begin)},
               {"alerts", Json::array()},
               {"failed", Json::array()}};
  const std::vector<std::string> titles = check::backtest::Titles(replay.alerts);
  for (std::size_t i = 0; i < titles.size(); ++i) {
    json["alerts"].push_back(AlertJson(replay.alerts[i], titles[i], replay));
  }
  for (const check::backtest::FailedRule& failed : replay.failed) {
    json["failed"].push_back({{"rule", failed.rule->name},
                              {"group", failed.group->group->name},
                              {"file", failed.group->path},
                              {"message", failed.message},
                              {"first", JsonTime(failed.first)},
                              {"times", failed.times}});
  }
  return json;
}

// `section`: the title of the column that says of which run an interval is.
Grid CsvGrid(std::string section) {
  return Grid({{"alert"}, {"start"}, {"end"}, {"seconds"}, {"labels"}, {"warm_up"}},
              std::move(section));
}

void AddCsv(const RuleReplay& replay, Grid& grid) {
  const std::vector<std::string> titles = check::backtest::Titles(replay.alerts);
  for (std::size_t i = 0; i < titles.size(); ++i) {
    for (const auto& [timeline, interval] : IntervalsOf(replay.alerts[i])) {
      const std::int64_t end = interval->end.value_or(EndOf(replay));
      grid.AddRow({{titles[i]},
                   {JsonTime(interval->start)},
                   {interval->end ? JsonTime(*interval->end) : ""},
                   {JsonSeconds(end - interval->start).dump()},
                   {LabelText(timeline->labels)},
                   {interval->warm_up ? "true" : "false"}});
    }
  }
}

// "3 -> 5"
std::string Both(const std::string& before, const std::string& after) {
  return before == after ? before : fmt::format("{} -> {}", before, after);
}

struct Counts {
  std::size_t gone = 0;
  std::size_t added = 0;
  std::size_t earlier = 0;
  std::size_t later = 0;
};
Counts CountPairs(const std::vector<IntervalPair>& pairs) {
  Counts counts;
  for (const IntervalPair& pair : pairs) {
    if (pair.is_gone()) ++counts.gone;
    if (pair.is_new()) ++counts.added;
    if (pair.shift_ms() < 0) ++counts.earlier;
    if (pair.shift_ms() > 0) ++counts.later;
  }
  return counts;
}

std::string CountText(std::size_t count) { return count == 0 ? "" : fmt::format("{}", count); }

std::string PresenceOf(const AlertComparison& each) {
  return each.before == nullptr ? "new alert" : each.after == nullptr ? "removed alert" : "";
}

Grid ComparisonGrid(const std::vector<AlertComparison>& all) {
  Grid grid({{"Alert"},
             {"Fired", Align::kRight},
             {"Firing", Align::kRight},
             {"Longest", Align::kRight},
             {"Flaps", Align::kRight},
             {"Gone", Align::kRight},
             {"New", Align::kRight},
             {"Earlier", Align::kRight},
             {"Later", Align::kRight},
             {"Note"}});
  for (const AlertComparison& each : all) {
    const Summary& before = each.summary_before;
    const Summary& after = each.summary_after;
    const Counts counts = CountPairs(each.pairs);
    grid.AddRow({{each.title, Tone::kName},
                 {Both(fmt::format("{}", before.times), fmt::format("{}", after.times))},
                 {Both(LengthText(before.firing_ms), LengthText(after.firing_ms))},
                 {Both(LengthText(before.longest_ms), LengthText(after.longest_ms))},
                 {Both(fmt::format("{}", before.flaps), fmt::format("{}", after.flaps))},
                 {CountText(counts.gone), Tone::kGood},
                 {CountText(counts.added), Tone::kWarning},
                 {CountText(counts.earlier)},
                 {CountText(counts.later)},
                 {PresenceOf(each)}});
  }
  return grid;
}

Cell ChangeCell(const IntervalPair& pair) {
  if (pair.is_gone()) return {"gone", Tone::kGood};
  if (pair.is_new()) return {"new", Tone::kWarning};
  const std::int64_t shift = pair.shift_ms();
  if (shift == 0) return {"same start"};
  return {LengthText(shift < 0 ? -shift : shift) + (shift < 0 ? " earlier" : " later")};
}

Grid PairGrid(const std::vector<AlertComparison>& all, const BacktestStyle& style) {
  Grid grid({{"Alert"},
             {"Before"},
             {"Firing", Align::kRight},
             {"After"},
             {"Firing", Align::kRight},
             {"Change"}});
  const auto begin = [&](const std::optional<FiringInterval>& interval) {
    return interval ? style.Time(interval->start) : std::string();
  };
  const auto length = [&](const std::optional<FiringInterval>& interval) {
    if (!interval) return std::string();
    return interval->end ? LengthText(*interval->end - interval->start) : "to the end";
  };
  for (const AlertComparison& each : all) {
    for (const IntervalPair& pair : each.pairs) {
      if (pair.before == pair.after && !style.intervals) continue;
      grid.AddRow({{each.title, Tone::kName},
                   {begin(pair.before)},
                   {length(pair.before)},
                   {begin(pair.after)},
                   {length(pair.after)},
                   ChangeCell(pair)});
    }
  }
  return grid;
}

}  // namespace

std::string BacktestStyle::Time(std::int64_t ms) const {
  return check::FormatTime(ms, zone, check::TimeStyle::kDateTime);
}

std::string JsonTime(std::int64_t ms) {
  return check::FormatTime(ms, "UTC", check::TimeStyle::kRfc3339);
}

Json JsonTime(std::optional<std::int64_t> ms) { return ms ? Json(JsonTime(*ms)) : Json(nullptr); }

Json JsonSeconds(std::int64_t ms) {
  return ms % 1000 == 0 ? Json(ms / 1000) : Json(static_cast<double>(ms) / 1000);
}

Json JsonNumber(double number) {
  constexpr double kMost = 9e15;
  const bool is_whole = std::fabs(number) < kMost && number == std::floor(number);
  return is_whole ? Json(static_cast<std::int64_t>(number)) : Json(number);
}

Json ToJson(const FiringInterval& interval) {
  Json json = {{"start", JsonTime(interval.start)}, {"end", JsonTime(interval.end)}};
  if (interval.warm_up) json["warm_up"] = true;
  return json;
}

Json ToJson(const std::vector<FiringInterval>& intervals) {
  Json json = Json::array();
  for (const FiringInterval& interval : intervals) json.push_back(ToJson(interval));
  return json;
}

Json ToJson(const std::vector<std::pair<std::string, std::string>>& labels) {
  Json json = Json::object();
  for (const auto& [name, value] : labels) json[name] = value;
  return json;
}

std::string LengthText(std::int64_t ms) {
  return check::FormatPrometheusDuration(std::chrono::milliseconds(ms));
}

Strips::Row StripOf(std::string name, const std::vector<AlertTimeline>& timelines,
                    std::int64_t end) {
  Strips::Row row = {.name = std::move(name), .spans = {}};
  for (const AlertTimeline& timeline : timelines) {
    for (const FiringInterval& interval : timeline.pending) {
      row.spans.push_back({interval.start, interval.end.value_or(end), Strips::Kind::kHatched});
    }
    for (const FiringInterval& interval : timeline.firing) {
      row.spans.push_back({interval.start, interval.end.value_or(end),
                           interval.warm_up ? Strips::Kind::kFaint : Strips::Kind::kSolid});
    }
  }
  return row;
}

std::string BacktestFaults(const RuleReplay& replay, const BacktestStyle& style) {
  std::string text;
  for (const std::string& metric : replay.recorded_anew) {
    text += fmt::format("note: ignoring the samples of `{}` in the data: the rules record it\n",
                        metric);
  }
  for (const AlertOutcome& alert : replay.alerts) {
    if (alert.left_out == 0) continue;
    text += fmt::format("note: `{}` has too many label sets: {} changes are not shown\n",
                        alert.rule->name, alert.left_out);
  }
  for (const check::backtest::FailedRule& failed : replay.failed) {
    text += fmt::format("warning: `{}` failed {}, first at {}: {}\n", failed.rule->name,
                        failed.times == 1 ? "once" : fmt::format("{} times", failed.times),
                        style.Time(failed.first), failed.message);
  }
  return text;
}

std::string BacktestText(const RuleReplay& replay, const BacktestStyle& style) {
  Grid grid({{"Alert"},
             {"Fired", Align::kRight},
             {"Firing", Align::kRight},
             {"Longest", Align::kRight},
             {"First"},
             {"Flaps", Align::kRight},
             {"Note"}});
  const std::vector<std::string> titles = check::backtest::Titles(replay.alerts);
  std::vector<Strips::Row> rows;
  for (std::size_t i = 0; i < titles.size(); ++i) {
    const std::vector<AlertTimeline>& timelines = replay.alerts[i].timelines;
    const Summary summary = check::backtest::Summarise(timelines, EndOf(replay));
    const bool any = summary.times > 0;
    grid.AddRow({{titles[i], Tone::kName},
                 {fmt::format("{}", summary.times), any ? Tone::kWarning : Tone::kFaint},
                 {any ? LengthText(summary.firing_ms) : ""},
                 {any ? LengthText(summary.longest_ms) : ""},
                 {any ? style.Time(*summary.first) : ""},
                 {any ? fmt::format("{}", summary.flaps) : ""},
                 {NoteOf(summary)}});
    if (!timelines.empty()) rows.push_back(StripOf(titles[i], timelines, EndOf(replay)));
  }
  std::string text = HeadLine(replay, style) + grid.Text(style.colour, style.grid_width);
  if (!rows.empty()) text += "\n" + Picture(std::move(rows), style);
  if (style.intervals) {
    const Grid intervals = IntervalGrid(replay, style);
    if (!intervals.empty()) text += "\n" + intervals.Text(style.colour, style.grid_width);
  }
  return text;
}

std::string BacktestJson(const RuleReplay& replay) {
  return check::report::ToText(RunJson(replay));
}

std::string BacktestCsv(const RuleReplay& replay) {
  Grid grid = CsvGrid("");
  AddCsv(replay, grid);
  return grid.Csv();
}

std::string ComparisonText(const RuleReplay& before, const RuleReplay& after,
                           const BacktestStyle& style) {
  const std::vector<AlertComparison> all = check::backtest::Compare(before, after);
  std::string text =
      HeadLine(before, style) + ComparisonGrid(all).Text(style.colour, style.grid_width);
  std::vector<Strips::Row> rows;
  for (const AlertComparison& each : all) {
    const bool any = (each.before != nullptr && !each.before->timelines.empty()) ||
                     (each.after != nullptr && !each.after->timelines.empty());
    if (!any) continue;
    const auto add = [&](const AlertOutcome* alert, std::string name, std::int64_t end) {
      rows.push_back(alert != nullptr ? StripOf(std::move(name), alert->timelines, end)
                                      : Strips::Row{std::move(name), {}});
    };
    add(each.before, each.title, EndOf(before));
    add(each.after, "after", EndOf(after));
  }
  if (!rows.empty()) text += "\n" + Picture(std::move(rows), style);
  const Grid pairs = PairGrid(all, style);
  if (!pairs.empty()) text += "\n" + pairs.Text(style.colour, style.grid_width);
  return text;
}

std::string ComparisonJson(const RuleReplay& before, const RuleReplay& after) {
  Json json = {{"before", RunJson(before)}, {"after", RunJson(after)}, {"alerts", Json::array()}};
  for (const AlertComparison& each : check::backtest::Compare(before, after)) {
    Json pairs = Json::array();
    for (const IntervalPair& pair : each.pairs) {
      pairs.push_back({{"before", pair.before ? ToJson(*pair.before) : Json(nullptr)},
                       {"after", pair.after ? ToJson(*pair.after) : Json(nullptr)},
                       {"shift_seconds", JsonSeconds(pair.shift_ms())}});
    }
    const Counts counts = CountPairs(each.pairs);
    json["alerts"].push_back(
        {{"title", each.title},
         {"before", each.before != nullptr ? SummaryJson(each.summary_before) : Json(nullptr)},
         {"after", each.after != nullptr ? SummaryJson(each.summary_after) : Json(nullptr)},
         {"gone", counts.gone},
         {"new", counts.added},
         {"earlier", counts.earlier},
         {"later", counts.later},
         {"intervals", std::move(pairs)}});
  }
  return check::report::ToText(json);
}

std::string ComparisonCsv(const RuleReplay& before, const RuleReplay& after) {
  Grid grid = CsvGrid("revision");
  grid.AddSection("before");
  AddCsv(before, grid);
  grid.AddSection("after");
  AddCsv(after, grid);
  return grid.Csv();
}

}  // namespace tools

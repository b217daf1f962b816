#include "tools/slo_whatif_report.h"

#include <fmt/format.h>

#include <limits>
#include <optional>
#include <string_view>

#include "libcheck/report/json_text.h"
#include "libcheck/slo/figure_text.h"

namespace tools {
namespace {

namespace slo = check::slo;
using check::report::Json;
using check::result::Align;
using check::result::Cell;
using check::result::Grid;
using check::result::Tone;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::string Span(std::optional<double> seconds) { return slo::SpanText(seconds.value_or(kNaN)); }
std::string Share(std::optional<double> share) { return slo::PercentText(share.value_or(kNaN)); }

std::string RateText(const slo::WhatIfRow& row) {
  return row.months > 0 ? fmt::format("{:.1f}", row.page_rate()) : fmt::format("{}", row.pages);
}

// Letters go to the rows of the front in the order in which they are shown.
class Letters {
 public:
  std::string Next(const slo::WhatIfRow& row) {
    return row.on_front ? FrontMark(next_++) : std::string();
  }

 private:
  std::size_t next_ = 0;
};

std::string Number(std::optional<double> value) { return value ? fmt::format("{}", *value) : ""; }

Json OrNull(std::optional<double> value) { return value ? Json(*value) : Json(); }

Json RowJson(const slo::WhatIfRow& row) {
  const slo::Variant& variant = row.variant;
  return {
      {"objective_percent", Json::parse(variant.objective.percent())},
      {"period_seconds", static_cast<double>(variant.period_ms) / 1000},
      {"policy", variant.policy_name},
      {"factor", variant.factor},
      {"window", variant.window},
      {"for_seconds", variant.for_ms ? Json(static_cast<double>(*variant.for_ms) / 1000) : Json()},
      {"as_it_is", variant.is_own},
      {"pages", row.pages},
      {"pages_per_month", row.months > 0 ? Json(row.page_rate()) : Json()},
      {"false_pages", row.false_pages},
      {"tickets", row.tickets},
      {"significant", row.significant},
      {"missed", row.missed},
      {"mean_delay_seconds", OrNull(row.mean_delay_s)},
      {"worst_delay_seconds", OrNull(row.worst_delay_s)},
      {"mean_spent_at_page", OrNull(row.mean_spent)},
      {"worst_spent_at_page", OrNull(row.worst_spent)},
      {"front", row.on_front}};
}

std::vector<Cell> RowCells(const slo::WhatIfRow& row, const WhatIfColumns& columns,
                           std::string letter) {
  const slo::Variant& variant = row.variant;
  const auto shown = [](bool is_shown, std::string text) {
    return Cell{is_shown ? std::move(text) : std::string()};
  };
  const bool some_missed = row.missed > 0;
  return {{std::move(letter), Tone::kGood},
          shown(columns.objective, variant.objective.percent() + " %"),
          shown(columns.period, slo::WindowText(variant.period_ms)),
          shown(columns.policy, variant.policy_name),
          shown(columns.factor, slo::FactorText(variant.factor)),
          shown(columns.window, slo::FactorText(variant.window)),
          shown(columns.for_ms,
                variant.for_ms ? slo::WindowText(*variant.for_ms) : std::string("policy's")),
          {RateText(row)},
          row.months > 0 ? Cell{fmt::format("{}", row.false_pages),
                                row.false_pages > 0 ? Tone::kWarning : Tone::kPlain}
                         : Cell{},
          {fmt::format("{} of {}", row.missed, row.significant),
           some_missed ? Tone::kBad : Tone::kPlain},
          {Span(row.mean_delay_s)},
          {Span(row.worst_delay_s)},
          {Share(row.mean_spent)},
          {Share(row.worst_spent)},
          {variant.is_own ? "as it is" : "", Tone::kFaint}};
}

}  // namespace

std::string WhatIfTable::Title() const {
  std::string title = service.empty() ? slo : service + "/" + slo;
  for (const auto& [name, value] : group) title += fmt::format(" {}=\"{}\"", name, value);
  return title;
}

std::string FrontMark(std::size_t index) {
  return index < 26 ? std::string(1, static_cast<char>('a' + index)) : "*";
}

Grid WhatIfGridOf(const std::vector<WhatIfTable>& tables, const WhatIfColumns& columns) {
  const bool is_made_up =
      !tables.empty() && !tables.front().rows.empty() && tables.front().rows.front().months == 0;
  Grid grid({{"FRONT"},
             {"OBJECTIVE", Align::kDecimal},
             {"PERIOD", Align::kRight},
             {"POLICY"},
             {"FACTORS", Align::kDecimal},
             {"WINDOWS", Align::kDecimal},
             {"FOR", Align::kRight},
             {is_made_up ? "PAGES" : "PAGES/MONTH", Align::kDecimal},
             {"FALSE", Align::kRight},
             {"MISSED", Align::kRight},
             {"DELAY", Align::kRight},
             {"WORST", Align::kRight},
             {"SPENT BY THEN", Align::kDecimal},
             {"WORST", Align::kDecimal},
             {""}});
  for (const WhatIfTable& table : tables) {
    if (tables.size() > 1) grid.AddSection(table.Title());
    Letters letters;
    for (const slo::WhatIfRow& row : table.rows) {
      grid.AddRow(RowCells(row, columns, letters.Next(row)));
    }
  }
  return grid;
}

Grid WhatIfCsvOf(const std::vector<WhatIfTable>& tables) {
  Grid grid({{"slo"},
             {"objective_percent"},
             {"period_seconds"},
             {"policy"},
             {"factor"},
             {"window"},
             {"for_seconds"},
             {"as_it_is"},
             {"pages"},
             {"pages_per_month"},
             {"false_pages"},
             {"tickets"},
             {"significant"},
             {"missed"},
             {"mean_delay_seconds"},
             {"worst_delay_seconds"},
             {"mean_spent_at_page"},
             {"worst_spent_at_page"},
             {"front"}});
  for (const WhatIfTable& table : tables) {
    for (const slo::WhatIfRow& row : table.rows) {
      const slo::Variant& variant = row.variant;
      const auto seconds = [](std::int64_t ms) { return static_cast<double>(ms) / 1000; };
      grid.AddRow({{table.Title()},
                   {variant.objective.percent()},
                   {Number(seconds(variant.period_ms))},
                   {variant.policy_name},
                   {Number(variant.factor)},
                   {Number(variant.window)},
                   {variant.for_ms ? Number(seconds(*variant.for_ms)) : ""},
                   {variant.is_own ? "true" : "false"},
                   {fmt::format("{}", row.pages)},
                   {row.months > 0 ? Number(row.page_rate()) : ""},
                   {fmt::format("{}", row.false_pages)},
                   {fmt::format("{}", row.tickets)},
                   {fmt::format("{}", row.significant)},
                   {fmt::format("{}", row.missed)},
                   {Number(row.mean_delay_s)},
                   {Number(row.worst_delay_s)},
                   {Number(row.mean_spent)},
                   {Number(row.worst_spent)},
                   {row.on_front ? "true" : "false"}});
    }
  }
  return grid;
}

std::string WhatIfJson(const std::vector<WhatIfTable>& tables) {
  Json all = Json::array();
  for (const WhatIfTable& table : tables) {
    Json group = Json::object();
    for (const auto& [name, value] : table.group) group[name] = value;
    Json rows = Json::array();
    for (const slo::WhatIfRow& row : table.rows) rows.push_back(RowJson(row));
    all.push_back({{"service", table.service},
                   {"slo", table.slo},
                   {"group", std::move(group)},
                   {"rows", std::move(rows)}});
  }
  return check::report::ToText(all);
}

check::plot::Scatter WhatIfScatter(const WhatIfTable& table) {
  check::plot::Scatter scatter;
  scatter.title = "mean delay in minutes: " + table.Title();
  Letters letters;
  bool is_made_up = false;
  for (const slo::WhatIfRow& row : table.rows) {
    const std::string letter = letters.Next(row);
    is_made_up = row.months == 0;
    if (!row.mean_delay_s) continue;
    scatter.dots.push_back({row.page_rate(), *row.mean_delay_s / 60,
                            letter.empty() ? '.' : letter.front(), !letter.empty()});
  }
  scatter.across = is_made_up ? "pages" : "pages a month";
  return scatter;
}

}  // namespace tools

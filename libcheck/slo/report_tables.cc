#include "libcheck/slo/report_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "libcheck/base/time_expression.h"
#include "libcheck/report/printable.h"
#include "libcheck/report/xml_text.h"
#include "libcheck/slo/arithmetic.h"
#include "libcheck/slo/figure_text.h"

namespace check::slo {
namespace {

std::string Span(std::int64_t ms) { return SpanText(static_cast<double>(ms) / 1000); }

std::string Time(std::int64_t ms, const ReportOptions& options) {
  return fmt::format("<time datetime=\"{}\">{}</time>",
                     FormatTime(ms, options.zone, TimeStyle::kRfc3339),
                     FormatTime(ms, options.zone, TimeStyle::kDateTime));
}

// What alerts of a severity did about an episode.
std::string FirstText(const Response& response) {
  if (response.firing_at_start) return "fired already";
  if (!response.first) return "";
  return fmt::format("after {}{}", Span(response.delay_ms), response.after_end ? ", late" : "");
}

std::string PageCell(const EpisodeOutcome& outcome) {
  std::string text = FirstText(outcome.page);
  if (!text.empty()) return text;
  return outcome.is_significant(kSignificantShare) ? "<b class=\"bad\">none</b>" : "none";
}

std::string ResetCell(const EpisodeOutcome& outcome) {
  if (!outcome.page.first) return "–";
  if (!outcome.page.last_end) return "fires still";
  if (outcome.page.reset_ms < 0) return "before the end";
  return Span(outcome.page.reset_ms) + " after the end";
}

std::string TierWindows(const Tier& tier) {
  const std::string window = WindowText(tier.long_ms);
  return tier.short_ms == 0 ? window : window + " and " + WindowText(tier.short_ms);
}

}  // namespace

std::string HtmlText(std::string_view text) {
  std::string out = report::XmlText(report::PrintableLine(text));
  // In attributes, too.
  for (std::size_t at = 0; (at = out.find('"', at)) != std::string::npos; at += 6) {
    out.replace(at, 1, "&quot;");
  }
  return out;
}

HtmlTable::HtmlTable(std::string_view label, std::vector<std::string_view> titles)
    : label_(HtmlText(label)), titles_(std::move(titles)) {}

void HtmlTable::AddRow(const std::vector<std::string>& cells) {
  rows_ += "<tr role=\"row\">";
  for (std::size_t i = 0; i < titles_.size(); ++i) {
    const std::string_view tag = i == 0 ? "th" : "td";
    rows_ += fmt::format("<{0} role=\"{1}\" data-title=\"{2}\">{3}</{0}>", tag,
                         i == 0 ? "rowheader" : "cell", titles_[i], cells[i]);
  }
  rows_ += "</tr>\n";
}

std::string HtmlTable::Html() const {
  // Few columns fit on a phone. Roles, since they are lost where rows are shown as lists.
  constexpr std::size_t kFew = 4;
  std::string out =
      fmt::format("<table{} role=\"table\" aria-label=\"{}\">\n<thead><tr role=\"row\">",
                  titles_.size() > kFew ? " class=\"stack\"" : "", label_);
  for (const std::string_view title : titles_) {
    out += fmt::format("<th scope=\"col\" role=\"columnheader\">{}</th>", title);
  }
  return out + "</tr></thead>\n<tbody>\n" + rows_ + "</tbody>\n</table>\n";
}

std::string HtmlBar(double share) {
  return fmt::format(
      "<span class=\"bar\" aria-hidden=\"true\"><i style=\"width:{:.1f}%\"></i></span>",
      std::isfinite(share) ? std::clamp(share, 0.0, 1.0) * 100 : 0);
}

std::string EpisodeTable(const ReportFacts& facts, const ReportOptions& options) {
  HtmlTable table("Episodes that spent the budget",
                  {"Start", "Lasted", "Errors", "Error ratio", "Budget spent", "Page",
                   "Spent by then", "Page stopped", "Ticket", "Note"});
  for (const EpisodeOutcome& outcome : facts.score.episodes) {
    const std::string ticket = FirstText(outcome.ticket);
    table.AddRow({Time(outcome.episode.start, options),
                  Span(outcome.episode.end - outcome.episode.start), EventsText(outcome.sum.errors),
                  PercentText(outcome.sum.ratio()), PercentText(outcome.spent), PageCell(outcome),
                  outcome.page.first ? PercentText(outcome.page.spent_at_first) : "–",
                  ResetCell(outcome), ticket.empty() ? "none" : ticket,
                  HtmlText(outcome.episode.note)});
  }
  return table.empty() ? "" : table.Html();
}

std::string SpentTable(const std::vector<BudgetCurve::Spender>& rows, std::string_view title,
                       bool is_days, const ReportOptions& options) {
  HtmlTable table(fmt::format("{}s that spent most of the budget", title),
                  {title, "Budget spent", "Errors", "Error ratio"});
  const double most = rows.empty() ? 0 : rows.front().spent;
  for (const BudgetCurve::Spender& row : rows) {
    const std::string date = FormatTime(row.start, options.zone, TimeStyle::kDate);
    const std::string hour = FormatTime(row.start, options.zone, TimeStyle::kMinute).substr(0, 2);
    table.AddRow({is_days ? date : fmt::format("{} {}:00", date, hour),
                  HtmlBar(most > 0 ? row.spent / most : 0) + PercentText(row.spent),
                  EventsText(row.sum.errors), PercentText(row.sum.ratio())});
  }
  return table.empty() ? "" : table.Html();
}

std::string PolicyTable(const Slo& slo) {
  HtmlTable table("Alerts of the policy",
                  {"Alert", "Windows", "Burn rate above", "Error ratio above", "For",
                   "Budget spent in the window", "If all fails, fires after",
                   "Stops after recovery", "At this rate, all is spent in"});
  const double budget = slo.objective.budget();
  const std::int64_t period = slo.period.length_ms;
  for (const BurnAlert& alert : slo.policy.alerts) {
    for (const Tier& tier : alert.tiers) {
      const OutageTiming timing = TimingOf(std::span(&tier, 1), alert.for_ms, budget, period, {});
      const bool can_fire = IsReachable(tier, budget);
      table.AddRow({HtmlText(alert.severity.empty() ? alert.name : alert.severity),
                    TierWindows(tier), FactorText(tier.factor),
                    PercentText(Threshold(tier, budget)),
                    alert.for_ms == 0 ? "–" : WindowText(alert.for_ms),
                    PercentText(ShareOf(tier.factor, tier.long_ms, period)),
                    can_fire && timing.detection_s
                        ? SpanText(*timing.detection_s)
                        : fmt::format("<b class=\"bad\">never</b>: it needs an objective above {}",
                                      PercentText(LowestObjective(tier.factor))),
                    can_fire && timing.reset_s ? SpanText(*timing.reset_s) : "–",
                    SpanText(SecondsToExhaustion(tier.factor, period))});
    }
  }
  return table.empty() ? "" : table.Html();
}

}  // namespace check::slo

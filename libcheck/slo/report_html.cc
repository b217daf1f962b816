#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "libcheck/base/time_expression.h"
#include "libcheck/plot/svg_figure.h"
#include "libcheck/report/printable.h"
#include "libcheck/slo/arithmetic.h"
#include "libcheck/slo/figure_text.h"
#include "libcheck/slo/report.h"
#include "libcheck/slo/report_charts.h"
#include "libcheck/slo/report_style.h"
#include "libcheck/slo/report_tables.h"

namespace check::slo {
namespace {

std::string Head(std::string_view title) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/>\n"
      "<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>{}</title>\n<style>\n"
      ":root{{color-scheme:light dark;{};{}}}\n"
      "@media screen and (prefers-color-scheme:dark){{:root{{{};{}}}}}\n{}{}</style>\n</head>\n"
      "<body>\n",
      HtmlText(title), plot::LightColours(), kReportLight, plot::DarkColours(), kReportDark,
      plot::SvgFigureRules(), kReportStyle);
}

std::string Foot(const ReportOptions& options) {
  return fmt::format("<footer>pronoia {}; formulas: pronoia-slo(7)</footer>\n</body>\n</html>\n",
                     HtmlText(options.tool_version));
}

std::string Time(std::int64_t ms, const ReportOptions& options) {
  return FormatTime(ms, options.zone, TimeStyle::kDateTime);
}

std::string TitleOf(const ReportSubject& subject) {
  std::string title = subject.slo->name;
  std::string group;
  for (const auto& [name, value] : subject.group) {
    group += fmt::format("{}{}=\"{}\"", group.empty() ? "" : ", ", name, value);
  }
  if (!group.empty()) title += " {" + group + "}";
  return title;
}

struct StatusWords {
  std::string_view tone;
  std::string_view word;
  std::string rest;
};

StatusWords WordsOf(const Objective& objective, const ReportFacts& facts) {
  const std::string left = PercentText(std::fabs(facts.budget.remaining));
  // Of a part of the period: its own ratio says more than how little of the whole budget it took.
  if (!facts.budget.is_complete && facts.budget.remaining >= 0) {
    const bool is_within = facts.budget.sum.ratio() <= objective.budget();
    return {is_within ? "good" : "warn", is_within ? "Met so far" : "Not met so far",
            left + " of the whole period's error budget is left"};
  }
  switch (facts.status) {
    case ReportStatus::kNoEvents:
      return {"warn", "No data", "there are no events in the period"};
    case ReportStatus::kMet:
      return {"good", "Met", left + " of the error budget is left"};
    case ReportStatus::kLow:
      return {"warn", "Met, but little is left", left + " of the error budget"};
    case ReportStatus::kOverspent:
      break;
  }
  return {"bad", "Not met",
          PercentText(1 - facts.budget.remaining) + " of the error budget is spent"};
}

std::string Fact(std::string_view name, std::string_view value, std::string_view more = "") {
  return fmt::format("<div><dt>{}</dt><dd>{}{}</dd></div>\n", name, value,
                     more.empty() ? "" : fmt::format("<small>{}</small>", more));
}

std::string BurnFact(const ReportSubject& subject, const ReportFacts& facts) {
  const double burn = facts.burn_last_day;
  if (std::isnan(burn)) return Fact("Burn rate, last 24 hours", "–", "no events");
  std::string more;
  if (facts.budget.remaining > 0 && burn > 1) {
    more = fmt::format(
        "the rest would last {}",
        SpanText(SecondsToExhaustion(burn, subject.slo->period.length_ms, facts.budget.remaining)));
  }
  return Fact("Burn rate, last 24 hours", FactorText(burn), more);
}

std::string Facts(const ReportSubject& subject, const ReportFacts& facts) {
  const Slo& slo = *subject.slo;
  const double outage = BudgetSeconds(slo.objective.budget(), facts.budget.period.length_ms());
  std::string out = "<dl>\n";
  out += Fact("Good events", AvailabilityText(1 - facts.budget.sum.ratio(), slo.objective),
              fmt::format("objective {} %", slo.objective.percent()));
  out += Fact("Errors", EventsText(facts.budget.sum.errors),
              fmt::format("of {} events", EventsText(facts.budget.sum.total)));
  out += Fact("Error budget", PercentText(slo.objective.budget()),
              fmt::format("{} errors, or all failing for {}",
                          EventsText(std::round(facts.budget.events)), SpanText(outage)));
  out +=
      Fact("Budget left", PercentText(facts.budget.remaining),
           facts.budget.remaining > 0
               ? fmt::format("{} errors, or all failing for {}",
                             EventsText(std::floor(facts.budget.remaining * facts.budget.events)),
                             SpanText(facts.budget.remaining * outage))
               : "");
  out += BurnFact(subject, facts);
  if (slo.alerts) {
    const Score& score = facts.score;
    out += Fact("Pages", fmt::format("{}", score.pages),
                fmt::format("{} outside of episodes; {}", score.false_pages,
                            report::Count(score.tickets, "ticket")));
    out += Fact("Significant spends", fmt::format("{}", score.significant),
                fmt::format("2 % of the budget or more; {} paged", score.hit));
  }
  return out + "</dl>\n";
}

std::string Both(const plot::Figure& figure, const ReportOptions& options) {
  constexpr double kWide = 960;
  constexpr double kNarrow = 360;
  return fmt::format("<div class=\"wide\">{}</div>\n<div class=\"narrow\">{}</div>\n",
                     plot::SvgFigure(figure, kWide, 220, options.zone),
                     plot::SvgFigure(figure, kNarrow, 190, options.zone));
}

std::string BudgetSection(const ReportSubject& subject, const ReportFacts& facts,
                          const ReportOptions& options) {
  const plot::Figure figure = BudgetFigure(subject, facts, options);
  std::string legend =
      fmt::format("<li>{} left since the start of the period</li>\n", plot::SvgKey(0));
  if (figure.lines.size() > 1) {
    legend += fmt::format("<li>{} left if it were spent evenly</li>\n", plot::SvgKey(6));
  }
  if (!figure.bands.empty()) {
    legend += "<li><span class=\"key\"></span> episodes, listed below</li>\n";
  }
  return fmt::format(
      "<h3>Remaining budget</h3>\n<figure>\n{}<ul class=\"legend\">\n{}</ul>\n</figure>\n",
      Both(figure, options), legend);
}

std::string Legend(const std::vector<BurnWindow>& windows) {
  std::string out = "<ul class=\"legend\">\n";
  for (const BurnWindow& window : windows) {
    std::string factors;
    for (const double factor : window.factors) {
      factors += (factors.empty() ? "" : ", ") + FactorText(factor);
    }
    const auto burn = [](double value) { return std::isnan(value) ? "–" : FactorText(value); };
    out +=
        fmt::format("<li>{} {}: now {}, at most {}; limit {}</li>\n", plot::SvgKey(window.style),
                    WindowText(window.window_ms), burn(window.last), burn(window.highest), factors);
  }
  return out + "</ul>\n";
}

std::string BurnSection(const ReportSubject& subject, const ReportFacts& facts,
                        const ReportOptions& options) {
  std::vector<BurnWindow> windows;
  const plot::Figure figure = BurnFigure(subject, facts, options, windows);
  if (windows.empty()) return "";
  std::string out = "<h3>Burn rates and alerts</h3>\n<figure>\n" + Both(figure, options);
  out += Legend(windows);
  out +=
      "<figcaption>On a logarithmic scale; thin lines are the limits. Below the picture: when "
      "alerts of each severity would have fired, by a replay of the policy over this "
      "data.</figcaption>\n</figure>\n";
  return out;
}

std::string EpisodeSection(const ReportFacts& facts, const ReportOptions& options) {
  const std::string table = EpisodeTable(facts, options);
  std::string out = "<h3>Episodes</h3>\n";
  if (table.empty()) return out + "<p>Nothing spent 2 % of the budget or more.</p>\n";
  out +=
      options.incidents.empty()
          ? "<p class=\"faint\">Times in which 2 % of the period's budget or more was spent.</p>\n"
          : "<p class=\"faint\">Incidents as they were noted.</p>\n";
  return out + table;
}

std::string WorstSection(const ReportFacts& facts, const ReportOptions& options) {
  if (facts.days.empty()) return "";
  return "<div class=\"pair\">\n<div>\n<h3>Worst days</h3>\n" +
         SpentTable(facts.days, "Day", true, options) + "</div>\n<div>\n<h3>Worst hours</h3>\n" +
         SpentTable(facts.hours, "Hour", false, options) + "</div>\n</div>\n";
}

std::string PolicySection(const Slo& slo) {
  if (!slo.alerts || slo.policy.alerts.empty()) return "";
  return fmt::format(
      "<h3>Policy</h3>\n<p class=\"faint\">{}: an alert fires while the burn rates over both "
      "windows of one of its lines are above the limit.</p>\n{}",
      HtmlText(slo.policy.name), PolicyTable(slo));
}

std::string RemarkSection(const ReportSubject& subject, const ReportFacts& facts,
                          const ReportOptions& options) {
  std::string list;
  if (facts.status != ReportStatus::kNoEvents && !facts.budget.is_complete) {
    list += fmt::format(
        "<li>There is data for {} of {}. The budget is that of the whole period, with traffic as "
        "in the part with data.</li>\n",
        SpanText(static_cast<double>(facts.budget.sum.covered_ms) / 1000),
        SpanText(static_cast<double>(facts.budget.period.length_ms()) / 1000));
  }
  if (facts.score.warm_up_pages > 0) {
    list += fmt::format("<li>{} ignored: their windows begin before the first sample.</li>\n",
                        facts.score.warm_up_pages == 1
                            ? "1 page is"
                            : fmt::format("{} pages are", facts.score.warm_up_pages));
  }
  for (const Events::Remark& remark : subject.events->remarks) {
    list += fmt::format("<li>{}{}</li>\n", HtmlText(remark.text),
                        remark.start == 0 && remark.end == 0
                            ? ""
                            : fmt::format(" <span class=\"faint\">({} to {})</span>",
                                          Time(remark.start, options), Time(remark.end, options)));
  }
  return list.empty() ? "" : "<h3>Data</h3>\n<ul class=\"remarks\">\n" + list + "</ul>\n";
}

std::string Section(std::size_t id, const ReportSubject& subject, const ReportFacts& facts,
                    const ReportOptions& options) {
  const Slo& slo = *subject.slo;
  const StatusWords words = WordsOf(slo.objective, facts);
  std::string out =
      fmt::format("<section id=\"slo{}\">\n<h2>{}</h2>\n<p>{} % of events in {}{}</p>\n", id,
                  HtmlText(TitleOf(subject)), slo.objective.percent(), PeriodText(slo.period),
                  slo.description.empty() ? "" : ": " + HtmlText(slo.description));
  out += fmt::format("<p class=\"status\"><b class=\"{}\">{}</b>: {}</p>\n", words.tone, words.word,
                     words.rest);
  if (facts.status == ReportStatus::kNoEvents) {
    return out + RemarkSection(subject, facts, options) + PolicySection(slo) + "</section>\n";
  }
  out += fmt::format(
      "<div class=\"gauge {}\" aria-hidden=\"true\"><i style=\"width:{:.1f}%\"></i>"
      "</div>\n",
      words.tone, std::clamp(facts.budget.remaining, 0.0, 1.0) * 100);
  out += Facts(subject, facts) + BudgetSection(subject, facts, options);
  if (slo.alerts) out += BurnSection(subject, facts, options);
  out += EpisodeSection(facts, options) + WorstSection(facts, options) + PolicySection(slo) +
         RemarkSection(subject, facts, options);
  return out + "</section>\n";
}

std::string Overview(std::span<const ReportSubject> subjects,
                     const std::vector<ReportFacts>& facts) {
  HtmlTable table("Objectives of the service",
                  {"Objective", "Status", "Wanted", "Good events", "Budget left", "Pages"});
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    const StatusWords words = WordsOf(subjects[i].slo->objective, facts[i]);
    const Objective& objective = subjects[i].slo->objective;
    table.AddRow({fmt::format("<a href=\"#slo{}\">{}</a>", i, HtmlText(TitleOf(subjects[i]))),
                  fmt::format("<b class=\"{}\">{}</b>", words.tone, words.word),
                  objective.percent() + " %",
                  AvailabilityText(1 - facts[i].budget.sum.ratio(), objective),
                  PercentText(facts[i].budget.remaining), fmt::format("{}", facts[i].score.pages)});
  }
  return "<nav>\n" + table.Html() + "</nav>\n";
}

}  // namespace

std::string ReportPage(std::string_view service, std::span<const ReportSubject> subjects,
                       const ReportOptions& options) {
  const std::string_view title = service.empty() ? "Service level objectives" : service;
  std::vector<ReportFacts> facts;
  for (const ReportSubject& subject : subjects) facts.push_back(MakeReportFacts(subject, options));
  std::string out = Head(title);
  out += fmt::format("<header>\n<h1>{}</h1>\n<p class=\"faint\">{}up to {} {}</p>\n</header>\n",
                     HtmlText(title), service.empty() ? "" : "Service level objectives, ",
                     Time(options.end, options), HtmlText(options.zone));
  out += "<main>\n";
  if (subjects.size() > 1) out += Overview(subjects, facts);
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    out += Section(i, subjects[i], facts[i], options);
  }
  return out + "</main>\n" + Foot(options);
}

std::string ReportIndex(std::span<const std::pair<std::string, std::string>> services,
                        const ReportOptions& options) {
  std::string out =
      Head("Service level objectives") + "<h1>Service level objectives</h1>\n<main>\n<ul>\n";
  for (const auto& [name, file] : services) {
    out += fmt::format("<li><a href=\"{}\">{}</a></li>\n", HtmlText(file),
                       HtmlText(name.empty() ? "without a service" : name));
  }
  return out + "</ul>\n</main>\n" + Foot(options);
}

std::string ReportFileName(std::string_view service) {
  std::string name;
  for (const char c : service) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                          (c == '.' && !name.empty());
    name += is_plain ? c : '-';
  }
  constexpr std::size_t kLongest = 100;
  name.resize(std::min(name.size(), kLongest));
  return (name.empty() ? "slo" : name) + ".html";
}

}  // namespace check::slo

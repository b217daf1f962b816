#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "libcheck/base/number.h"
#include "libcheck/result/grid.h"
#include "libcheck/slo/explain.h"
#include "libcheck/slo/figure_text.h"

namespace check::slo {
namespace {

using result::Align;
using result::Cell;
using result::Grid;
using result::Tone;

std::string Factor(double factor) { return FormatGoFloat(factor, 'g', 4) + "x"; }
std::string Count(double count) { return EventsText(std::round(count)); }

std::string Span(const std::optional<double>& seconds) {
  return seconds ? SpanText(*seconds) : "never";
}

std::string Windows(const Tier& tier) {
  return tier.short_ms > 0 || tier.has_empty_window
             ? WindowText(tier.long_ms) + " and " + WindowText(tier.short_ms)
             : WindowText(tier.long_ms);
}

// "216 minutes (3h36m)": minutes are what people compare.
std::string OutageText(double seconds) {
  const std::string minutes = FormatGoFloat(seconds / 60, 'g', 4);
  return fmt::format("{} minutes ({}) of full outage", minutes, SpanText(seconds));
}

std::string Summary(const Explanation& explanation) {
  const Objective& objective = explanation.objective;
  const std::string period = PeriodText(explanation.period);
  std::string text = fmt::format("{}: {} % over {}, {}\n\n", explanation.title, objective.percent(),
                                 period, explanation.origin);
  text += fmt::format("Error budget  {} of all events: {} in {}\n", PercentText(objective.budget()),
                      OutageText(explanation.budget_s), period);
  if (explanation.requests > 0) {
    text += fmt::format("              {} of {} events in {}\n", Count(explanation.budget_requests),
                        Count(explanation.requests), period);
  }
  text += fmt::format("Burn rate     1x spends it in {}; all events failing is {}\n", period,
                      Factor(HighestBurnRate(objective.budget())));
  for (const std::string& remark : explanation.remarks) text += "note: " + remark + "\n";
  return text;
}

Grid TierGrid(const Explanation& explanation) {
  Grid grid({{"ALERT"},
             {"SEVERITY"},
             {"BURN RATE", Align::kDecimal},
             {"WINDOWS"},
             {"FOR"},
             {"THRESHOLD", Align::kDecimal},
             {"SPENT IN WINDOW", Align::kDecimal},
             {"EXHAUSTED IN"},
             {"CAN FIRE"},
             {"ONE ERROR FIRES BELOW"},
             {"FILE"}});
  const ExplainedTier* last = nullptr;
  for (const ExplainedTier& tier : explanation.tiers) {
    const BurnAlert& alert = explanation.policy.alerts[tier.alert];
    const bool is_first = last == nullptr || last->alert != tier.alert;
    last = &tier;
    std::string place;
    if (is_first && tier.alert < explanation.places.size()) {
      const ExplainedPlace& at = explanation.places[tier.alert];
      place = fmt::format("{}:{}", at.file, at.line);
    }
    const bool is_late = tier.share >= 1;
    grid.AddRow(
        {{is_first ? alert.name : "", Tone::kName},
         {is_first && alert.severity != alert.name ? alert.severity : ""},
         {Factor(tier.tier.factor)},
         {Windows(tier.tier)},
         {tier.for_ms > 0 ? WindowText(tier.for_ms) : ""},
         {PercentText(tier.threshold)},
         {PercentText(tier.share), is_late ? Tone::kBad : Tone::kPlain},
         {SpanText(tier.exhaustion_s)},
         {tier.is_reachable ? "yes" : "never", tier.is_reachable ? Tone::kGood : Tone::kBad},
         {fmt::format("{} events in {}", EventsText(std::ceil(tier.requests_needed - 1e-9)),
                      WindowText(tier.tier.long_ms))},
         {place, Tone::kFaint}});
  }
  return grid;
}

std::string RatioText(const ExplainedOutage& outage) {
  const std::string ratio = PercentText(outage.error_ratio);
  return outage.is_near_threshold ? ratio + " (1.5x threshold)" : ratio;
}

Cell SpentCell(const ExplainedOutage& outage) {
  if (!outage.detection_s()) return {""};
  return {PercentText(*outage.spent()), *outage.spent() >= 1 ? Tone::kBad : Tone::kPlain};
}

Grid OutageGrid(const Explanation& explanation) {
  Grid grid({{"ERRORS", Align::kDecimal},
             {"FIRES AFTER"},
             {"SPENT BY THEN", Align::kDecimal},
             {"SHORTEST OUTAGE"},
             {"RESETS AFTER"}});
  for (const ExplainedTier& tier : explanation.tiers) {
    const BurnAlert& alert = explanation.policy.alerts[tier.alert];
    std::string title = fmt::format("{}: {}", alert.name, Describe(tier.tier));
    if (tier.for_ms > 0) title += ", for " + WindowText(tier.for_ms);
    grid.AddSection(std::move(title));
    for (const ExplainedOutage& outage : tier.outages) {
      const bool fires = outage.detection_s().has_value();
      grid.AddRow({{RatioText(outage)},
                   {Span(outage.detection_s()), fires ? Tone::kPlain : Tone::kFaint},
                   SpentCell(outage),
                   {fires ? Span(outage.timing.shortest_s) : ""},
                   {fires ? Span(outage.timing.reset_s) : ""}});
    }
  }
  return grid;
}

// Which severity comes when, for each error ratio.
Grid SeverityGrid(const Explanation& explanation) {
  std::vector<result::Column> columns = {
      {"ERRORS", Align::kDecimal}, {"BURN RATE", Align::kDecimal}, {"EXHAUSTED IN"}};
  for (const ExplainedSeverity& severity : explanation.severities) {
    const std::string name = severity.severity.empty() ? "ALERT" : severity.severity;
    columns.insert(columns.end(),
                   {{name + " AFTER"}, {"SPENT", Align::kDecimal}, {"RESETS AFTER"}});
  }
  Grid grid(std::move(columns));
  const double budget = explanation.objective.budget();
  const std::size_t rows = explanation.severities.front().outages.size();
  for (std::size_t row = 0; row < rows; ++row) {
    const double ratio = explanation.severities.front().outages[row].error_ratio;
    const double burn = BurnRate(ratio, budget);
    std::vector<Cell> cells = {{PercentText(ratio)},
                               {Factor(burn)},
                               {SpanText(SecondsToExhaustion(burn, explanation.period.length_ms))}};
    for (const ExplainedSeverity& severity : explanation.severities) {
      const ExplainedOutage& outage = severity.outages[row];
      const bool fires = outage.detection_s().has_value();
      cells.push_back({Span(outage.detection_s()), fires ? Tone::kPlain : Tone::kFaint});
      cells.push_back(SpentCell(outage));
      cells.push_back({fires ? Span(outage.timing.reset_s) : ""});
    }
    grid.AddRow(std::move(cells));
  }
  return grid;
}

std::string Faults(const Explanation& explanation, bool colour) {
  std::string text;
  for (const PolicyFault& fault : explanation.faults) {
    const std::string kind = fault.is_wrong() ? "wrong" : "note";
    text += fmt::format(
        "{}: {}\n", colour ? Coloured(kind, fault.is_wrong() ? Tone::kBad : Tone::kWarning) : kind,
        fault.message);
    if (!fault.note.empty()) text += fmt::format("       {}\n", fault.note);
  }
  return text;
}

Tone ToneOf(Claim::Verdict verdict) {
  if (verdict == Claim::Verdict::kWrong) return Tone::kBad;
  return verdict == Claim::Verdict::kUnknown ? Tone::kFaint : Tone::kGood;
}

// The sentence of a claim, without what Markdown adds, and not too long for a table.
std::string Quoted(const std::string& sentence) {
  constexpr std::size_t kLongest = 76;
  std::string text;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    if (sentence[i] == '`' || (sentence[i] == '*' && sentence.substr(i, 2) == "**")) continue;
    if (sentence[i] == '*' && i > 0 && sentence[i - 1] == '*') continue;
    text += sentence[i];
  }
  if (text.size() <= kLongest) return text;
  std::size_t end = text.rfind(' ', kLongest);
  if (end == std::string::npos) end = kLongest;
  return text.substr(0, end) + " ...";
}

}  // namespace

std::string ClaimsText(const std::vector<Claim>& claims, const ExplainTextOptions& options) {
  Grid grid({{"CLAIMED"}, {"RIGHT"}, {"VERDICT"}, {"BECAUSE"}, {"CLAIM"}, {"WHERE"}});
  for (const Claim& claim : claims) {
    const std::string line = claim.line > 0 ? fmt::format(":{}", claim.line) : "";
    grid.AddRow({{claim.claimed},
                 {claim.right, Tone::kStrong},
                 {std::string(ToString(claim.verdict)), ToneOf(claim.verdict)},
                 {claim.arithmetic},
                 {Quoted(claim.sentence), Tone::kFaint},
                 {claim.source + line, Tone::kFaint}});
  }
  return grid.Text(options.colour, options.width);
}

std::string ExplanationText(const Explanation& explanation, const ExplainTextOptions& options) {
  std::string text = Summary(explanation);
  if (!explanation.tiers.empty()) {
    text += "\n" + TierGrid(explanation).Text(options.colour, options.width);
    const std::string evaluated =
        explanation.interval_ms > 0
            ? ", seen by evaluations every " + WindowText(explanation.interval_ms)
            : "";
    text += fmt::format("\nAn outage that lasts{}\n", evaluated);
    text += SeverityGrid(explanation).Text(options.colour, options.width);
    text += "\n" + OutageGrid(explanation).Text(options.colour, options.width);
  }
  if (!explanation.faults.empty()) text += "\n" + Faults(explanation, options.colour);
  if (!explanation.claims.empty()) text += "\nClaims\n" + ClaimsText(explanation.claims, options);
  return text;
}

}  // namespace check::slo

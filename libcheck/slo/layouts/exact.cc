#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <set>

#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/text.h"
#include "libcheck/slo/indicator_exprs.h"
#include "libcheck/slo/layouts/period.h"
#include "libcheck/slo/layouts/sloth_rules.h"
#include "libcheck/slo/specs/sloth.h"

// Rules that count events, so that a busy hour weighs more than a quiet one:
//
//   slo:errors:increase5m, slo:events:increase5m       how many events failed, and how many there
//                                                      were: for each window of the alerts, and for
//                                                      the period as the sum of what the shortest
//                                                      window counted
//   slo:error_ratio:increase5m                         the one divided by the other, for each
//   slo:burn_rate:increase5m                           the same in multiples of the budget
//   slo:budget:increase30d                             how many events of the period may fail
//   slo:budget_remaining:ratio                         how much of that is left, from 1 down
//   slo_info                                           the objective and the period as labels
//
// all with the labels slo, slo_id and slo_service, and Sloth's own if the specification is Sloth's.
// An hour without events counts nothing; it leaves no NaN behind. Slices of time are counted alike,
// as slo:errors:slices5m and so on.
namespace check::slo {
namespace {

std::string Window(std::int64_t ms) {
  return FormatPrometheusDuration(std::chrono::milliseconds(ms));
}

// What to do where there are no numbers of events.
std::string_view HintFor(const Slo& slo) {
  return slo.indicator.kind == Indicator::Kind::kRatio ? ": use `--layout sloth`" : "";
}

class ExactRules {
 public:
  ExactRules(const Slo& slo, const LayoutOptions& options)
      : slo_(slo),
        options_(options),
        by_slices_(slo.method.kind != Method::Kind::kOccurrences &&
                   slo.indicator.kind != Indicator::Kind::kThreshold),
        unit_(by_slices_ ? "slices" : "increase"),
        filter_(fmt::format("{{slo_id={}}}", GoQuote(slo.id))) {
    Pairs own = {{"slo", slo.name}, {"slo_id", slo.id}};
    if (!slo.service.empty()) own.emplace_back("slo_service", slo.service);
    if (slo.format == Slo::Format::kSloth) {
      // Annotations and routes of specifications are likely to mention these.
      own = MergePairs(
          own, {{"sloth_id", slo.id}, {"sloth_service", slo.service}, {"sloth_slo", slo.name}});
    }
    labels_ = MergePairs(MergePairs(slo.labels, options.extra_labels), own);
    for (const BurnAlert& alert : slo.policy.alerts) {
      for (const Tier& tier : alert.tiers) {
        windows_.insert(tier.long_ms);
        if (tier.short_ms > 0) windows_.insert(tier.short_ms);
      }
    }
  }

  Result<std::vector<MadeGroup>> Make() {
    if (auto error = CheckRollingPeriod(slo_)) return *error;
    if (windows_.empty()) return Error{"its policy has no windows"};
    std::vector<MadeGroup> groups;
    MadeGroup recordings = {.name = "slo-recordings-" + slo_.id};
    if (auto error = AddCounts(recordings.rules)) return *error;
    AddRatios(recordings.rules);
    if (options_.recordings) groups.push_back(std::move(recordings));
    MadeGroup alerts = {.name = "slo-alerts-" + slo_.id};
    if (slo_.alerts) AddAlerts(alerts.rules);
    if (options_.alerts && !alerts.rules.empty()) groups.push_back(std::move(alerts));
    return groups;
  }

 private:
  std::string Name(std::string_view what, std::int64_t window_ms) const {
    return fmt::format("slo:{}:{}{}", what, unit_, Window(window_ms));
  }
  std::string Select(std::string_view what, std::int64_t window_ms) const {
    return Name(what, window_ms) + filter_;
  }
  void Add(std::vector<MadeRule>& rules, std::string name, std::string expr) const {
    rules.push_back({.name = std::move(name), .expr = std::move(expr), .labels = labels_});
  }

  std::optional<Error> AddCounts(std::vector<MadeRule>& rules) const;
  std::optional<Error> AddSlices(std::vector<MadeRule>& rules) const;
  void AddRatios(std::vector<MadeRule>& rules) const;
  void AddAlerts(std::vector<MadeRule>& rules) const;
  MadeRule Alert(const BurnAlert& alert, const SlothDetails* details) const;
  std::string Condition(const Tier& tier) const;
  bool HasOwnPeriod() const { return !windows_.contains(slo_.period.length_ms); }

  const Slo& slo_;
  const LayoutOptions& options_;
  bool by_slices_;
  std::string_view unit_;
  std::string filter_;
  Pairs labels_;
  std::set<std::int64_t> windows_;
};

std::optional<Error> ExactRules::AddCounts(std::vector<MadeRule>& rules) const {
  if (by_slices_) return AddSlices(rules);
  for (const std::int64_t window_ms : windows_) {
    Result<EventExprs> events = EventExprsOver(slo_, Window(window_ms));
    if (!events) return Error{events.error().message + std::string(HintFor(slo_))};
    Add(rules, Name("errors", window_ms), std::move(events->errors));
    Add(rules, Name("events", window_ms), std::move(events->total));
  }
  if (!HasOwnPeriod()) return std::nullopt;
  const std::int64_t step_ms = *windows_.begin();
  for (const char* what : {"errors", "events"}) {
    Add(rules, Name(what, slo_.period.length_ms),
        fmt::format("sum_over_time({}[{}:{}])", Select(what, step_ms),
                    Window(slo_.period.length_ms), Window(step_ms)));
  }
  return std::nullopt;
}

// A slice is bad if too many of its events are, or as bad as its ratio says.
std::optional<Error> ExactRules::AddSlices(std::vector<MadeRule>& rules) const {
  const std::string slice = Window(slo_.method.slice_ms);
  Result<std::string> ratio = ErrorRatioExpr(slo_, slice);
  if (const auto events = EventExprsOver(slo_, slice)) {
    ratio = fmt::format("(\n{}\n)\n/\n({})\n", TrimSpace(events->errors), events->total);
  }
  if (!ratio) return ratio.error();
  const std::string name = "slo:slice_error_ratio:increase" + slice;
  Add(rules, name, std::move(*ratio));
  std::string bad = name + filter_;
  if (slo_.method.kind == Method::Kind::kTimeslices) {
    bad = fmt::format("({} > bool {})", bad, FormatGoFloat(1 - slo_.method.slice_target, 'g', 12));
  }
  std::set<std::int64_t> windows = windows_;
  windows.insert(slo_.period.length_ms);
  for (const std::int64_t window_ms : windows) {
    const std::string range = fmt::format("[{}:{}]", Window(window_ms), slice);
    Add(rules, Name("errors", window_ms), fmt::format("sum_over_time({}{})", bad, range));
    Add(rules, Name("events", window_ms),
        fmt::format("count_over_time({}{}{})", name, filter_, range));
  }
  return std::nullopt;
}

void ExactRules::AddRatios(std::vector<MadeRule>& rules) const {
  const std::int64_t period_ms = slo_.period.length_ms;
  const std::string& budget = slo_.objective.budget_text();
  std::set<std::int64_t> windows = windows_;
  windows.insert(period_ms);
  for (const std::int64_t window_ms : windows) {
    Add(rules, Name("error_ratio", window_ms),
        fmt::format("{}\n/\n{}\n", Select("errors", window_ms), Select("events", window_ms)));
  }
  for (const std::int64_t window_ms : {*windows_.begin(), period_ms}) {
    Add(rules, Name("burn_rate", window_ms),
        fmt::format("{} / {}", Select("error_ratio", window_ms), budget));
  }
  Add(rules, Name("budget", period_ms),
      fmt::format("{} * {}", budget, Select("events", period_ms)));
  Add(rules, "slo:budget_remaining:ratio",
      fmt::format("1 - {} / {}", Select("errors", period_ms), Select("budget", period_ms)));
  rules.push_back({.name = "slo_info",
                   .expr = "vector(1)",
                   .labels = MergePairs(labels_, {{"slo_objective", slo_.objective.percent()},
                                                  {"slo_period", Window(period_ms)}})});
}

std::string ExactRules::Condition(const Tier& tier) const {
  const auto above = [&](std::int64_t window_ms) {
    return fmt::format("  {} {} ({} * {})\n", Select("error_ratio", window_ms),
                       tier.or_equal ? ">=" : ">", FormatGoFloat(tier.factor, 'g', 12),
                       slo_.objective.budget_text());
  };
  std::string condition = "(\n" + above(tier.long_ms);
  if (tier.short_ms > 0) condition += "  and\n" + above(tier.short_ms);
  if (slo_.least_events > 0) {
    condition += fmt::format("  and\n  {} >= {}\n", Select("events", tier.long_ms),
                             FormatGoFloat(slo_.least_events, 'g', -1));
  }
  return condition + ")\n";
}

MadeRule ExactRules::Alert(const BurnAlert& alert, const SlothDetails* details) const {
  MadeRule rule = {
      .is_alert = true, .name = AlertName(alert), .for_ms = alert.for_ms, .burn = alert};
  for (const Tier& tier : alert.tiers) {
    if (!rule.expr.empty()) rule.expr += "or\n";
    rule.expr += Condition(tier);
  }
  const SlothAlert* said = nullptr;
  if (details != nullptr) said = alert.severity == "ticket" ? &details->ticket : &details->page;
  rule.labels = {{"severity", alert.severity}};
  if (NeedsWindowLabel(slo_.policy, alert)) {
    rule.labels = MergePairs({{"long", Window(alert.tiers.front().long_ms)}}, rule.labels);
  }
  rule.annotations = {
      {"description",
       fmt::format("{{{{ $value | humanizePercentage }}}} of the events failed; {} % over {} "
                   "allows {} %.",
                   slo_.objective.percent(), Window(slo_.period.length_ms),
                   FormatGoFloat(slo_.objective.budget() * 100, 'g', 6))},
      {"summary", fmt::format("The error budget of {} burns too fast.", slo_.Title())}};
  if (said != nullptr) {
    rule.labels = MergePairs(rule.labels, said->labels);
    rule.annotations = MergePairs(rule.annotations, said->annotations);
  }
  return rule;
}

void ExactRules::AddAlerts(std::vector<MadeRule>& rules) const {
  const auto* details = dynamic_cast<const SlothDetails*>(slo_.details.get());
  for (const BurnAlert& alert : slo_.policy.alerts) {
    const bool is_ticket = alert.severity == "ticket";
    const bool disabled =
        details != nullptr && (is_ticket ? details->ticket : details->page).disabled;
    if (!disabled) rules.push_back(Alert(alert, details));
  }
}

Result<std::vector<MadeGroup>> Make(const Slo& slo, const LayoutOptions& options) {
  return ExactRules(slo, options).Make();
}

}  // namespace

constexpr Layout kExactLayout = {
    .name = "exact",
    .doc = "by event counts, with names of its own",
    .make = Make,
};

}  // namespace check::slo

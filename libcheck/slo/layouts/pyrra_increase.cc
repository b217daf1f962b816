#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/model/names.h"
#include "libcheck/slo/layouts/pyrra_parts.h"

namespace check::slo::pyrra {
namespace {

using Type = PyrraDetails::Type;
using Matcher = PyrraMetric::Matcher;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kFiveMinutes = 5 * kMinute;
constexpr std::int64_t kWeek = 7LL * 24 * 60 * kMinute;

// Rules of short windows and of long ones, which go into two files if accuracy is given up.
struct Rules {
  std::vector<MadeRule> short_ones;
  std::vector<MadeRule> long_ones;
};

// Pyrra: 30 s for windows of less than a week, 30 s more for each week, and 4 minutes at most.
std::int64_t Interval(std::int64_t window_ms) {
  constexpr std::int64_t kMostSteps = 8;
  return std::min(window_ms / kWeek + 1, kMostSteps) * kMinute / 2;
}

// How long series have to be absent: what the first of the alerts on burn rates needs to fire if
// everything fails.
std::int64_t AbsentFor(const Plan& plan) {
  const auto& alerts = plan.slo.policy.alerts;
  if (alerts.empty() || alerts.front().tiers.empty()) return 0;
  const Tier& tier = alerts.front().tiers.front();
  // In Go's arithmetic, whose rounding can decide on the last minute.
  const double target = ParseGoFloat(plan.slo.objective.percent()).value_or(0) / 100;
  const double threshold = tier.factor * (1 - target);
  const double seconds = std::trunc(threshold * (static_cast<double>(tier.long_ms) / 1000));
  const std::int64_t ms = static_cast<std::int64_t>(seconds) * 1000 + alerts.front().for_ms;
  return (ms + kMinute / 2) / kMinute * kMinute;
}

// The labels that increases keep: those grouped by, those that tell errors from other events, and
// those of which the total has several values.
LabelSet Kept(const PyrraDetails& details) {
  LabelSet kept(details.grouping.begin(), details.grouping.end());
  LabelSet of_part;
  for (const Matcher& matcher : details.part.matchers) of_part.insert(matcher.name);
  for (const Matcher& matcher : details.total.matchers) {
    of_part.erase(matcher.name);
    if (model::IsRegexp(matcher.type)) kept.insert(matcher.name);
  }
  of_part.erase("le");
  kept.merge(of_part);
  return kept;
}

class IncreaseRules {
 public:
  explicit IncreaseRules(const Plan& plan) : plan_(plan) {}

  Rules Make() {
    switch (plan_.details.type) {
      case Type::kRatio:
        AddRatio();
        break;
      case Type::kLatency:
        AddLatency();
        break;
      case Type::kLatencyNative:
        AddNativeLatency();
        break;
      case Type::kBoolGauge:
        AddGauge();
        break;
    }
    return std::move(rules_);
  }

 private:
  using NameOf = std::string (*)(std::string_view metric, std::int64_t window_ms);

  void AddRatio();
  void AddLatency();
  void AddNativeLatency();
  void AddGauge();

  // Sums of `function` of `metric` over the window. `of_recorded`: what tells their series from
  // others of the same name, if they are summed up again.
  void AddSums(const PyrraMetric& metric, std::string_view function, NameOf name,
               const LabelSet& kept, const LabelMap& labels, std::vector<Matcher> of_recorded = {});
  void AddAbsent(const PyrraMetric& metric, LabelMap labels);

  const Plan& plan_;
  Rules rules_;
};

void IncreaseRules::AddSums(const PyrraMetric& metric, std::string_view function, NameOf name,
                            const LabelSet& kept, const LabelMap& labels,
                            std::vector<Matcher> of_recorded) {
  const std::int64_t window = plan_.slo.period.length_ms;
  const auto sum = [&](std::int64_t length) {
    return Sum(kept, fmt::format("{}({})", function, Range(metric, length)));
  };
  std::string record = name(metric.name, window);
  if (!plan_.details.performance_over_accuracy) {
    rules_.long_ones.push_back(plan_.Recording(std::move(record), sum(window), labels));
    return;
  }
  const std::string of_5m = name(metric.name, kFiveMinutes);
  rules_.short_ones.push_back(plan_.Recording(of_5m, sum(kFiveMinutes), labels));
  const std::string recorded = Selector(Renamed(metric, of_5m, std::move(of_recorded)));
  rules_.long_ones.push_back(plan_.Recording(
      std::move(record),
      Sum(kept, fmt::format("sum_over_time({}[{}:5m])", recorded, WindowText(window))), labels));
}

void IncreaseRules::AddAbsent(const PyrraMetric& metric, LabelMap labels) {
  if (!plan_.details.absent) return;
  labels.insert_or_assign("severity", plan_.details.absent_severity);
  MadeRule alert =
      plan_.Alert(plan_.details.absent_name, fmt::format("absent({}) == 1", Selector(metric)),
                  AbsentFor(plan_), labels, plan_.Annotations(false));
  const bool split = plan_.details.performance_over_accuracy;
  (split ? rules_.short_ones : rules_.long_ones).push_back(std::move(alert));
}

void IncreaseRules::AddRatio() {
  const PyrraDetails& details = plan_.details;
  const LabelSet kept = Kept(details);
  const LabelMap labels = plan_.RuleLabels(kept);
  const auto add = [&](const PyrraMetric& metric) {
    AddSums(metric, "increase", IncreaseName, kept, labels);
    AddAbsent(metric, labels);
  };
  add(details.total);
  if (details.part.name != details.total.name) add(details.part);
}

void IncreaseRules::AddLatency() {
  const PyrraDetails& details = plan_.details;
  const LabelSet kept = Kept(details);
  const LabelMap labels = plan_.RuleLabels(kept);
  LabelMap bucket_labels = labels;
  const auto le = std::ranges::find(details.part.matchers, "le", &Matcher::name);
  if (le != details.part.matchers.end()) bucket_labels.emplace("le", le->value);
  const PyrraMetric total = plan_.Bucket(details.total);
  const PyrraMetric success = plan_.Bucket(details.part);
  // Both are recorded under the same name; those of all requests have no `le`.
  AddSums(total, "increase", IncreaseName, kept, labels, {{model::MatchType::kEqual, "le", ""}});
  AddSums(success, "increase", IncreaseName, kept, bucket_labels);
  AddAbsent(total, labels);
  AddAbsent(success, bucket_labels);
}

// Pyrra: no alert on absence, and the whole window is always summed up at once.
void IncreaseRules::AddNativeLatency() {
  const PyrraDetails& details = plan_.details;
  const std::int64_t window = plan_.slo.period.length_ms;
  const double seconds = static_cast<double>(details.latency_ms) / 1000;
  const std::string sum =
      Sum(details.grouping, fmt::format("increase({})", Range(details.total, window)));
  const std::string count = fmt::format("histogram_count({})", sum);
  const std::string record = IncreaseName(details.total.name, window);
  LabelMap labels = plan_.RuleLabels({});
  rules_.long_ones.push_back(plan_.Recording(record, count, labels));
  labels.insert_or_assign("le", FormatGoFloat(seconds, 'g', -1));
  rules_.long_ones.push_back(
      plan_.Recording(record,
                      fmt::format("histogram_fraction(0, {}, {}) * {}",
                                  FormatGoFloat(seconds, 'f', -1), sum, count),
                      std::move(labels)));
}

void IncreaseRules::AddGauge() {
  const PyrraDetails& details = plan_.details;
  LabelSet kept(details.grouping.begin(), details.grouping.end());
  kept.insert(std::string(model::kMetricName));
  for (const Matcher& matcher : details.total.matchers) kept.insert(matcher.name);
  const LabelMap labels = plan_.RuleLabels(kept);
  AddSums(details.total, "count_over_time", CountName, kept, labels);
  AddSums(details.total, "sum_over_time", SumName, kept, labels);
  AddAbsent(details.total, labels);
}

}  // namespace

std::vector<MadeGroup> IncreaseGroups(const Plan& plan) {
  Rules rules = IncreaseRules(plan).Make();
  const std::string name = plan.name + "-increase";
  const bool split = plan.details.performance_over_accuracy;
  std::vector<MadeGroup> groups;
  if (!rules.short_ones.empty()) {
    groups.push_back(
        {.name = name, .interval_ms = kMinute / 2, .rules = std::move(rules.short_ones)});
  }
  groups.push_back({.name = name,
                    .interval_ms = Interval(plan.slo.period.length_ms),
                    .rules = std::move(rules.long_ones),
                    .part = split ? std::string(kLongPart) : std::string()});
  return groups;
}

}  // namespace check::slo::pyrra

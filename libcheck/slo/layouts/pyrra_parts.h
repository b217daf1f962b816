#ifndef LIBCHECK_SLO_LAYOUTS_PYRRA_PARTS_H_
#define LIBCHECK_SLO_LAYOUTS_PYRRA_PARTS_H_

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/slo/layouts.h"
#include "libcheck/slo/slo.h"
#include "libcheck/slo/specs/pyrra.h"

/// What the groups of Pyrra's layout are put together from. Names, labels and expressions are those
/// of the rules that Pyrra 0.10 makes.
namespace check::slo::pyrra {

using LabelMap = std::map<std::string, std::string>;
using LabelSet = std::set<std::string>;

/// The two files of an objective with `performanceOverAccuracy`.
inline constexpr std::string_view kShortPart = "short";
inline constexpr std::string_view kLongPart = "long";

/// One objective that rules are made of.
struct Plan {
  const Slo& slo;
  const PyrraDetails& details;
  const LayoutOptions& options;
  std::string name;  ///< The label `slo`.

  /// A metric of a classic histogram: matchers on `le` match 1 and 1.0 alike unless the options say
  /// otherwise.
  PyrraMetric Bucket(const PyrraMetric& metric) const;
  /// Of every rule: the name, and what the objective passes on.
  LabelMap CommonLabels() const;
  /// Besides those, what the total's selector says, but for `grouped`.
  LabelMap RuleLabels(const LabelSet& grouped) const;
  /// Annotations that the objective passes on; with a link into Pyrra for alerts on burn rates.
  LabelMap Annotations(bool with_link) const;

  MadeRule Recording(std::string record, std::string expr, LabelMap labels) const;
  MadeRule Alert(std::string alert, std::string expr, std::int64_t for_ms, const LabelMap& labels,
                 const LabelMap& annotations) const;
};

/// "4w".
std::string WindowText(std::int64_t ms);
/// `a="b"`.
std::string MatcherText(const PyrraMetric::Matcher& matcher);
/// `x{a="b"}`, matchers sorted as Prometheus prints them.
std::string Selector(const PyrraMetric& metric);
/// The same with a window. Pyrra: a window that rounds to 0 becomes one of 1s.
std::string Range(const PyrraMetric& metric, std::int64_t window_ms);
/// `sum by (a, b) (inner)`, or `sum(inner)`.
std::string Sum(std::span<const std::string> grouping, std::string_view inner);
std::string Sum(const LabelSet& grouping, std::string_view inner);

/// `metric` under another name, with further matchers.
PyrraMetric Renamed(const PyrraMetric& metric, std::string name,
                    std::vector<PyrraMetric::Matcher> more = {});

/// Names of series that are recorded: `x:increase4w` of `x_total`.
std::string IncreaseName(std::string_view metric, std::int64_t window_ms);
std::string BurnRateName(std::string_view metric, std::int64_t window_ms);
std::string SumName(std::string_view metric, std::int64_t window_ms);
std::string CountName(std::string_view metric, std::int64_t window_ms);

/// The number of events over the period. Two groups if those of short windows go into a file of
/// their own.
std::vector<MadeGroup> IncreaseGroups(const Plan& plan);
/// The error ratios over the alerts' windows, and the alerts.
MadeGroup BurnRateGroup(const Plan& plan);
/// The rules whose names do not depend on the metric.
MadeGroup GenericGroup(const Plan& plan);

}  // namespace check::slo::pyrra

#endif  // LIBCHECK_SLO_LAYOUTS_PYRRA_PARTS_H_

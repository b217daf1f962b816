#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "libcheck/promql/functions.h"
#include "libcheck/promql/parse.h"
#include "libcheck/slo/layouts/pyrra_parts.h"
#include "libcheck/slo/window_query.h"

namespace check::slo {
namespace {

using Type = PyrraDetails::Type;
using Matcher = PyrraMetric::Matcher;

bool IsSelectorOf(const promql::Expr& expr, std::string_view window) {
  const auto* range = promql::TryAs<promql::MatrixSelector>(&expr);
  return range != nullptr && promql::ToString(expr).ends_with(fmt::format("[{}]", window));
}

// The selector of `sum(rate(x[{{.window}}]))`, which is what Pyrra makes of `x`.
const promql::VectorSelector* RateOf(const promql::Expr* expr) {
  if (const auto* sum = promql::TryAs<promql::AggregateExpr>(expr)) {
    const bool is_plain = sum->grouping.empty() && !sum->without && sum->parameter == nullptr;
    if (!is_plain || !promql::ToString(*sum).starts_with("sum")) return nullptr;
    expr = promql::StripParens(sum->expr);
  }
  const auto* call = promql::TryAs<promql::Call>(expr);
  if (call == nullptr || call->arguments.size() != 1) return nullptr;
  if (call->function->name != "rate" && call->function->name != "increase") return nullptr;
  const promql::Expr& range = *call->arguments.front();
  return IsSelectorOf(range, kParseWindow) ? promql::As<promql::MatrixSelector>(range).vector
                                           : nullptr;
}

// The metric that a query counts. The error says of which query.
Result<PyrraMetric> MetricOf(const Query& query) {
  const SourceBuffer source(SharedText("query"), WithWindow(query.text, kParseWindow));
  Arena arena;
  Diagnostics diagnostics;
  const promql::Expr* expr = promql::ParseExpr(source, {}, arena, diagnostics);
  expr = expr == nullptr ? nullptr : promql::StripParens(expr);
  const auto* selector =
      query.is_selector() ? promql::TryAs<promql::VectorSelector>(expr) : RateOf(expr);
  if (selector == nullptr) {
    return Error{
        fmt::format("Pyrra's rules count the series of plain selectors, and `{}` is more than that",
                    query.text)};
  }
  PyrraMetric metric = PyrraMetric::Of(*selector);
  if (metric.name.empty()) {
    return Error{fmt::format(
        "`{}` does not contain the name of the metric, which Pyrra's rules are named after",
        query.text)};
  }
  return metric;
}

model::MatchType Opposite(model::MatchType type) {
  switch (type) {
    case model::MatchType::kEqual:
      return model::MatchType::kNotEqual;
    case model::MatchType::kNotEqual:
      return model::MatchType::kEqual;
    case model::MatchType::kRegexp:
      return model::MatchType::kNotRegexp;
    case model::MatchType::kNotRegexp:
      break;
  }
  return model::MatchType::kRegexp;
}

// What of `total` is not among `good`, if `good` has one matcher more.
std::optional<PyrraMetric> Complement(const PyrraMetric& total, PyrraMetric good) {
  if (good.name != total.name || good.matchers.size() != total.matchers.size() + 1) {
    return std::nullopt;
  }
  const auto is_in_total = [&](const Matcher& matcher) {
    return std::ranges::find(total.matchers, matcher) != total.matchers.end();
  };
  const auto further = std::ranges::find_if_not(good.matchers, is_in_total);
  if (further == good.matchers.end() ||
      std::any_of(std::next(further), good.matchers.end(), std::not_fn(is_in_total))) {
    return std::nullopt;
  }
  further->type = Opposite(further->type);
  return good;
}

// Errors and all events, or good events and all of them.
std::optional<Error> AddEvents(const Indicator& indicator, PyrraDetails& details) {
  const bool is_good = indicator.errors.empty();
  Result<PyrraMetric> part = MetricOf(is_good ? indicator.good : indicator.errors);
  if (!part) return part.error();
  details.part = *part;
  if (!is_good) return std::nullopt;
  details.type = Type::kLatency;
  const bool is_bucket =
      std::ranges::find(part->matchers, "le", &Matcher::name) != part->matchers.end();
  if (is_bucket) return std::nullopt;
  details.type = Type::kRatio;
  std::optional<PyrraMetric> errors = Complement(details.total, *part);
  if (!errors) {
    return Error{fmt::format(
        "Pyrra's rules count errors, and there is no selector for `{}` subtracted from `{}`",
        indicator.good.text, indicator.total.text)};
  }
  details.part = std::move(*errors);
  return std::nullopt;
}

// What Pyrra would have been told of an objective that is not its own.
Result<PyrraDetails> DetailsOf(const Slo& slo) {
  const Indicator& indicator = slo.indicator;
  PyrraDetails details;
  details.grouping = indicator.grouping;
  details.burn_rates = slo.alerts;
  switch (indicator.kind) {
    case Indicator::Kind::kEvents:
      break;
    case Indicator::Kind::kNativeLatency:
      details.type = Type::kLatencyNative;
      details.latency_ms = std::llround(indicator.latency_s * 1000);
      break;
    case Indicator::Kind::kGauge:
      details.type = Type::kBoolGauge;
      break;
    case Indicator::Kind::kRatio:
      return Error{"Pyrra's rules count events, and the query of this objective is a ratio"};
    case Indicator::Kind::kThreshold:
      return Error{"Pyrra's rules count events, and this objective compares a value"};
    case Indicator::Kind::kUnknown:
      return Error{"the events of this objective are unknown, so no rules can be generated"};
  }
  Result<PyrraMetric> total = MetricOf(indicator.total);
  if (!total) return total.error();
  details.total = *total;
  if (indicator.kind == Indicator::Kind::kEvents) {
    if (auto error = AddEvents(indicator, details)) return *error;
  }
  return details;
}

void Drop(std::vector<MadeGroup>& groups, bool alerts) {
  for (MadeGroup& group : groups) {
    std::erase_if(group.rules, [&](const MadeRule& rule) { return rule.is_alert == alerts; });
  }
  std::erase_if(groups, [](const MadeGroup& group) { return group.rules.empty(); });
}

Result<std::vector<MadeGroup>> MakePyrra(const Slo& slo, const LayoutOptions& options) {
  if (slo.period.calendar) {
    return Error{"Pyrra's rules use a rolling period, and this one follows the calendar"};
  }
  auto details = std::dynamic_pointer_cast<const PyrraDetails>(slo.details);
  if (details == nullptr) {
    Result<PyrraDetails> derived = DetailsOf(slo);
    if (!derived) return derived.error();
    details = std::make_shared<const PyrraDetails>(std::move(*derived));
  } else if (!details->total.is_named) {
    return Error{"Pyrra generates no rules for a selector with its name inside the braces"};
  }
  const pyrra::Plan plan = {.slo = slo,
                            .details = *details,
                            .options = options,
                            .name = slo.format == Slo::Format::kPyrra ? slo.name : slo.id};
  std::vector<MadeGroup> groups = pyrra::IncreaseGroups(plan);
  groups.push_back(pyrra::BurnRateGroup(plan));
  // Pyrra: such rules are left out for objectives with groups, except those of native histograms.
  const bool has_generic = details->grouping.empty() || details->type == Type::kLatencyNative;
  if (options.generic && has_generic) groups.push_back(pyrra::GenericGroup(plan));
  if (details->performance_over_accuracy) {
    for (MadeGroup& group : groups) {
      if (group.part.empty()) group.part = pyrra::kShortPart;
    }
  }
  if (!options.alerts) Drop(groups, true);
  if (!options.recordings) Drop(groups, false);
  return groups;
}

// Pyrra: an object has the labels of its objective, and none of its annotations. The objects of two
// parts have names and labels of their own.
ResourceMeta PyrraResource(const Slo& slo, std::string_view part) {
  ResourceMeta resource = slo.resource.value_or(ResourceMeta{.name = slo.name});
  resource.annotations.clear();
  if (part.empty()) return resource;
  resource.name += fmt::format("-{}", part);
  pyrra::LabelMap labels(resource.labels.begin(), resource.labels.end());
  if (const auto* details = dynamic_cast<const PyrraDetails*>(slo.details.get())) {
    const auto& further = part == pyrra::kLongPart ? details->long_labels : details->short_labels;
    for (const auto& [label, value] : further) labels.insert_or_assign(label, value);
  }
  resource.labels.assign(labels.begin(), labels.end());
  return resource;
}

}  // namespace

constexpr Layout kPyrraLayout = {
    .name = "pyrra",
    .doc = "as Pyrra names them",
    .make = MakePyrra,
    .resource = PyrraResource,
};

}  // namespace check::slo

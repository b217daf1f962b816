#include "libcheck/slo/layouts/sloth_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/slo/indicator_exprs.h"
#include "libcheck/slo/specs/open_slo.h"

namespace check::slo {
namespace {

// The release whose rules these are.
constexpr std::string_view kSlothVersion = "0.16.0";

std::string Window(std::int64_t ms) {
  return FormatPrometheusDuration(std::chrono::milliseconds(ms));
}

std::string Number(double value) { return FormatGoFloat(value, 'g', -1); }

std::string Filter(const Pairs& labels) {
  std::string filter;
  for (const auto& [name, value] : labels) {
    if (!filter.empty()) filter += ", ";
    filter += fmt::format("{}={}", name, GoQuote(value));
  }
  return "{" + filter + "}";
}

MadeRule Meta(const SlothParts& parts, std::string_view name, std::string expr) {
  return {.name = std::string(name), .expr = std::move(expr), .labels = parts.labels};
}

std::string BurnRate(const SlothParts& parts, std::int64_t window_ms) {
  return fmt::format(
      "{}{}\n/ on(sloth_id, sloth_slo, sloth_service) group_left\nslo:error_budget:ratio{}\n",
      SlothErrorMetric(window_ms), parts.filter, parts.filter);
}

struct SpecNames {
  std::string_view mode;
  std::string_view spec;
};
SpecNames NamesOf(const Slo& slo) {
  if (slo.format == Slo::Format::kOpenSlo) return {"cli-gen-openslo", "openslo/v1alpha"};
  if (slo.resource) return {"cli-gen-k8s", "sloth.slok.dev/v1"};
  return {"cli-gen-prom", "prometheus/v1"};
}

// Burn rates without the last digits, in which 28 days are 5.6000000000000005.
std::string Factor(double factor) { return FormatGoFloat(factor, 'g', 12); }

std::string Condition(const SlothParts& parts, const Tier& tier) {
  const auto above = [&](std::int64_t window_ms) {
    return fmt::format("    max({}{} {} ({} * {})) without (sloth_window)\n",
                       SlothErrorMetric(window_ms), parts.filter, tier.or_equal ? ">=" : ">",
                       Factor(tier.factor), parts.slo.objective.budget_text());
  };
  std::string condition = "(\n";
  if (tier.short_ms > 0) condition += above(tier.short_ms) + "    and\n";
  return condition + above(tier.long_ms) + ")\n";
}

MadeRule AlertRule(const SlothParts& parts, const BurnAlert& alert, const SlothAlert& said) {
  MadeRule rule = {
      .is_alert = true, .name = parts.details.alert_name, .for_ms = alert.for_ms, .burn = alert};
  if (rule.name.empty()) rule.name = AlertName(alert);
  for (const Tier& tier : alert.tiers) {
    if (!rule.expr.empty()) rule.expr += "or\n";
    rule.expr += Condition(parts, tier);
  }
  rule.labels = MergePairs({{"sloth_severity", alert.severity}}, said.labels);
  if (NeedsWindowLabel(parts.slo.policy, alert)) {
    rule.labels = MergePairs({{"long", Window(alert.tiers.front().long_ms)}}, rule.labels);
  }
  rule.annotations = MergePairs(
      {{"summary",
        "{{$labels.sloth_service}} {{$labels.sloth_slo}} SLO error budget burn rate is over "
        "expected."},
       {"title", fmt::format("({}) {{{{$labels.sloth_service}}}} {{{{$labels.sloth_slo}}}} SLO "
                             "error budget burn rate is too fast.",
                             alert.severity)}},
      said.annotations);
  return rule;
}

}  // namespace

std::string AlertName(const BurnAlert& alert) {
  return alert.name.empty() || alert.name == alert.severity ? "ErrorBudgetBurn" : alert.name;
}

bool NeedsWindowLabel(const Policy& policy, const BurnAlert& alert) {
  return std::ranges::count(policy.alerts, alert.severity, &BurnAlert::severity) > 1 &&
         !alert.tiers.empty();
}

Pairs MergePairs(const Pairs& pairs, const Pairs& over) {
  std::map<std::string, std::string> merged(pairs.begin(), pairs.end());
  for (const auto& [name, value] : over) merged.insert_or_assign(name, value);
  return {merged.begin(), merged.end()};
}

SlothParts PartsOf(const Slo& slo, const SlothDetails& details, const Pairs& extra_labels) {
  SlothParts parts = {.slo = slo, .details = details, .id = slo.id, .name = slo.name};
  // Sloth numbers the objectives of an SLO of OpenSLO.
  if (const auto* open = dynamic_cast<const OpenSloDetails*>(slo.details.get())) {
    parts.name = fmt::format("{}-{}", open->slo_name, open->index);
    parts.id = fmt::format("{}-{}", slo.service, parts.name);
  }
  for (const auto& [name, value] :
       {std::pair<const char*, const std::string*>("sloth_id", &parts.id),
        {"sloth_service", &slo.service},
        {"sloth_slo", &parts.name}}) {
    if (!value->empty()) parts.id_labels.emplace_back(name, *value);
  }
  parts.labels = MergePairs(parts.id_labels, MergePairs(slo.labels, extra_labels));
  parts.filter = Filter(parts.id_labels);
  std::set<std::int64_t> windows;
  for (const BurnAlert& alert : slo.policy.alerts) {
    for (const Tier& tier : alert.tiers) {
      windows.insert(tier.long_ms);
      if (tier.short_ms > 0) windows.insert(tier.short_ms);
      // Sloth: that of the first tier, which need not be the shortest of all.
      if (parts.short_ms == 0) parts.short_ms = tier.short_ms > 0 ? tier.short_ms : tier.long_ms;
    }
  }
  parts.windows.assign(windows.begin(), windows.end());
  return parts;
}

std::string SlothErrorMetric(std::int64_t window_ms) {
  return "slo:sli_error:ratio_rate" + Window(window_ms);
}

MadeRule SlothWindowRule(const SlothParts& parts, std::int64_t window_ms, std::string expr) {
  const Pairs window = MergePairs(parts.id_labels, {{"sloth_window", Window(window_ms)}});
  return {.name = SlothErrorMetric(window_ms),
          .expr = std::move(expr),
          .labels = MergePairs(window, parts.labels)};
}

MadeRule SlothPeriodRule(const SlothParts& parts) {
  const std::int64_t period_ms = parts.slo.period.length_ms;
  const std::string ratios =
      fmt::format("{}{}[{}]", SlothErrorMetric(parts.short_ms), parts.filter, Window(period_ms));
  return SlothWindowRule(
      parts, period_ms,
      fmt::format("sum_over_time({})\n/ ignoring (sloth_window)\ncount_over_time({})\n", ratios,
                  ratios));
}

Result<std::vector<MadeRule>> SlothSliRules(const SlothParts& parts, bool average_period) {
  std::vector<MadeRule> rules;
  std::vector<std::int64_t> windows = parts.windows;
  if (!average_period) windows.push_back(parts.slo.period.length_ms);
  for (const std::int64_t window_ms : windows) {
    Result<std::string> expr = ErrorRatioExpr(parts.slo, Window(window_ms));
    if (!expr) return expr.error();
    rules.push_back(SlothWindowRule(parts, window_ms, std::move(*expr)));
  }
  if (average_period) rules.push_back(SlothPeriodRule(parts));
  return rules;
}

std::vector<MadeRule> SlothMetaRules(const SlothParts& parts) {
  const Slo& slo = parts.slo;
  constexpr double kDayMs = 24 * 60 * 60 * 1000;
  const std::string ratio = Number(slo.objective.ratio());
  std::vector<MadeRule> rules = {
      Meta(parts, "slo:objective:ratio", fmt::format("vector({})", ratio)),
      Meta(parts, "slo:error_budget:ratio", fmt::format("vector(1-{})", ratio)),
      Meta(parts, "slo:time_period:days",
           fmt::format("vector({})", Number(static_cast<double>(slo.period.length_ms) / kDayMs))),
      Meta(parts, "slo:current_burn_rate:ratio", BurnRate(parts, parts.short_ms)),
      Meta(parts, "slo:period_burn_rate:ratio", BurnRate(parts, slo.period.length_ms)),
      Meta(parts, "slo:period_error_budget_remaining:ratio",
           fmt::format("1 - slo:period_burn_rate:ratio{}", parts.filter)),
      Meta(parts, "sloth_slo_info", "vector(1)"),
  };
  const auto [mode, spec] = NamesOf(slo);
  rules.back().labels = MergePairs(parts.labels, {{"sloth_mode", std::string(mode)},
                                                  {"sloth_objective", slo.objective.percent()},
                                                  {"sloth_spec", std::string(spec)},
                                                  {"sloth_version", std::string(kSlothVersion)}});
  return rules;
}

std::vector<MadeRule> SlothAlertRules(const SlothParts& parts) {
  std::vector<MadeRule> rules;
  for (const BurnAlert& alert : parts.slo.policy.alerts) {
    const bool is_ticket = alert.severity == "ticket" || alert.severity == "warning";
    const SlothAlert& said = is_ticket ? parts.details.ticket : parts.details.page;
    if (!said.disabled) rules.push_back(AlertRule(parts, alert, said));
  }
  return rules;
}

}  // namespace check::slo

#include "libcheck/slo/layouts/sloth_plugins.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <set>
#include <utility>

#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/text.h"
#include "libcheck/slo/window_query.h"

namespace check::slo {
namespace {

constexpr std::string_view kInfoMetric = "sloth_slo_info";
constexpr std::string_view kMetricsQl = "sloth.dev/contrib/validate_victoria_metrics/v1";

using Failure = std::optional<Error>;

// A plugin's configuration.
class Config {
 public:
  explicit Config(const SlothPlugin& plugin) : pairs_(plugin.config) {}

  std::string Text(std::string_view path) const {
    const auto found = std::ranges::find(pairs_, path, &std::pair<std::string, std::string>::first);
    return found == pairs_.end() ? std::string() : found->second;
  }
  bool Bool(std::string_view path) const { return Text(path) == "true"; }
  std::int64_t Milliseconds(std::string_view path) const {
    const auto duration = ParsePrometheusDuration(Text(path));
    return duration ? *duration / std::chrono::milliseconds(1) : 0;
  }
  // What is below `path`: the entries of a mapping, or the items of a list by their numbers.
  Pairs Below(std::string_view path) const {
    Pairs below;
    for (const auto& [at, value] : pairs_) {
      if (at.size() > path.size() && at.starts_with(path) && at[path.size()] == '.') {
        below.emplace_back(at.substr(path.size() + 1), value);
      }
    }
    return MergePairs({}, below);
  }
  std::set<std::string> Items(std::string_view path) const {
    std::set<std::string> items;
    for (auto& [number, value] : Below(path)) items.insert(std::move(value));
    return items;
  }

 private:
  const Pairs& pairs_;
};

Failure IsFine(const Config&) { return std::nullopt; }
Failure DoNothing(const SlothParts&, const Config&, SlothRules&) { return std::nullopt; }

Failure MakeSliRules(const SlothParts& parts, const Config& config, SlothRules& rules) {
  auto made = SlothSliRules(parts, !config.Bool("disableOptimized"));
  if (!made) return made.error();
  rules.sli.rules = std::move(*made);
  return std::nullopt;
}

Failure MakeMetaRules(const SlothParts& parts, const Config&, SlothRules& rules) {
  rules.meta.rules = SlothMetaRules(parts);
  return std::nullopt;
}

Failure MakeAlertRules(const SlothParts& parts, const Config&, SlothRules& rules) {
  rules.alerts.rules = SlothAlertRules(parts);
  return std::nullopt;
}

Failure CheckInfoLabels(const Config& config) {
  if (!config.Below("labels").empty()) return std::nullopt;
  return Error{"the plugin needs `labels`"};
}

Failure AddInfoLabels(const SlothParts&, const Config& config, SlothRules& rules) {
  std::string metric = config.Text("metricName");
  if (metric.empty()) metric = kInfoMetric;
  const auto rule = std::ranges::find(rules.meta.rules, metric, &MadeRule::name);
  if (rule != rules.meta.rules.end()) {
    rule->labels = MergePairs(rule->labels, config.Below("labels"));
  }
  return std::nullopt;
}

Failure CheckIntervals(const Config& config) {
  for (const auto& [name, text] : config.Below("interval")) {
    const auto duration = ParsePrometheusDuration(text);
    if (!duration) return Error{fmt::format("invalid duration `{}` of `{}`", text, name)};
  }
  if (config.Milliseconds("interval.default") > 0) return std::nullopt;
  return Error{"the plugin needs `interval` with a `default`"};
}

Failure SetIntervals(const SlothParts&, const Config& config, SlothRules& rules) {
  const auto interval = [&](std::string_view path) {
    const std::int64_t own = config.Milliseconds(path);
    return own > 0 ? own : config.Milliseconds("interval.default");
  };
  rules.sli.interval_ms = interval("interval.sliError");
  rules.meta.interval_ms = interval("interval.metadata");
  rules.alerts.interval_ms = interval("interval.alert");
  return std::nullopt;
}

Failure RemoveLabels(const SlothParts& parts, const Config& config, SlothRules& rules) {
  std::set<std::string> kept = config.Items("preserveLabels");
  for (const auto& [name, value] : parts.id_labels) kept.insert(name);
  std::set<std::string> skipped = config.Items("skipMetrics");
  skipped.insert(std::string(kInfoMetric));
  const auto remove = [&](MadeGroup& group) {
    for (MadeRule& rule : group.rules) {
      if (skipped.contains(rule.name)) continue;
      std::erase_if(rule.labels, [&](const auto& label) { return !kept.contains(label.first); });
    }
  };
  remove(rules.meta);
  kept.insert("sloth_window");
  remove(rules.sli);
  return std::nullopt;
}

Failure CheckExhausted(const Config& config) {
  if (const std::string text = config.Text("for");
      !text.empty() && !ParsePrometheusDuration(text)) {
    return Error{fmt::format("invalid duration `{}` of `for`", text)};
  }
  if (const std::string text = config.Text("threshold"); !text.empty() && !ParseGoFloat(text)) {
    return Error{fmt::format("invalid number `{}` of `threshold`", text)};
  }
  return std::nullopt;
}

Failure AddExhaustedAlert(const SlothParts& parts, const Config& config, SlothRules& rules) {
  constexpr std::int64_t kDefaultForMs = 300'000;
  std::string matchers;
  for (const auto& [name, value] : MergePairs(parts.labels, config.Below("selector_labels"))) {
    if (!matchers.empty()) matchers += ", ";
    matchers += fmt::format("{}={}", name, GoQuote(value));
  }
  const std::int64_t for_ms = config.Milliseconds("for");
  const std::string name = config.Text("alert_name");
  rules.alerts.rules.push_back(
      {.is_alert = true,
       .name = name.empty() ? "ErrorBudgetExhausted" : name,
       .expr =
           fmt::format("slo:period_error_budget_remaining:ratio{{{}}} <= {}", matchers,
                       FormatGoFloat(ParseGoFloat(config.Text("threshold")).value_or(0), 'g', -1)),
       .for_ms = for_ms > 0 ? for_ms : kDefaultForMs,
       .labels = config.Below("alert_labels"),
       .annotations = config.Below("annotations")});
  return std::nullopt;
}

// Multiplies each window's errors with its share of the period's events, so that a window with few
// events weighs little.
Failure CorrectDenominators(const SlothParts& parts, const Config& config, SlothRules& rules) {
  const Indicator& indicator = parts.slo.indicator;
  if (indicator.errors.empty() || indicator.total.empty()) {
    return Error{"`denominator_corrected_rules` needs queries of events"};
  }
  const auto query = [](const Query& of, std::int64_t window_ms) {
    return WithWindow(of.text, window_ms);
  };
  const std::int64_t period_ms = parts.slo.period.length_ms;
  rules.sli.rules.clear();
  for (const std::int64_t window_ms : parts.windows) {
    const std::string metric = "slo:numerator_correction:ratio" +
                               FormatPrometheusDuration(std::chrono::milliseconds(window_ms));
    rules.sli.rules.push_back(SlothWindowRule(
        parts, window_ms,
        fmt::format("(\n{}{}\n* on()\n{}\n)\n/\n({})\n", metric, parts.filter,
                    query(indicator.errors, window_ms), query(indicator.total, window_ms))));
    rules.meta.rules.push_back({.name = metric,
                                .expr = fmt::format("({})/({})", query(indicator.total, window_ms),
                                                    query(indicator.total, period_ms)),
                                .labels = parts.labels});
  }
  MadeRule period = SlothPeriodRule(parts);
  if (config.Bool("disableOptimized")) {
    period.expr = fmt::format("({})\n/\n({})\n", query(indicator.errors, period_ms),
                              query(indicator.total, period_ms));
  }
  rules.sli.rules.push_back(std::move(period));
  return std::nullopt;
}

struct KnownPlugin {
  std::string_view id;
  Failure (*check)(const Config& config);
  Failure (*run)(const SlothParts& parts, const Config& config, SlothRules& rules);
};

constexpr KnownPlugin kPlugins[] = {
    {"sloth.dev/core/validate/v1", IsFine, DoNothing},
    {"sloth.dev/core/sli_rules/v1", IsFine, MakeSliRules},
    {"sloth.dev/core/metadata_rules/v1", IsFine, MakeMetaRules},
    {"sloth.dev/core/alert_rules/v1", IsFine, MakeAlertRules},
    {"sloth.dev/core/debug/v1", IsFine, DoNothing},
    {"sloth.dev/core/noop/v1", IsFine, DoNothing},
    {"sloth.dev/contrib/denominator_corrected_rules/v1", IsFine, CorrectDenominators},
    {"sloth.dev/contrib/error_budget_exhausted_alert/v1", CheckExhausted, AddExhaustedAlert},
    {"sloth.dev/contrib/info_labels/v1", CheckInfoLabels, AddInfoLabels},
    {"sloth.dev/contrib/remove_labels/v1", IsFine, RemoveLabels},
    {"sloth.dev/contrib/rule_intervals/v1", CheckIntervals, SetIntervals},
    {kMetricsQl, IsFine, DoNothing},
};
// Those that run unless a specification replaces them.
constexpr std::size_t kDefaults = 4;

const KnownPlugin* Find(std::string_view id) {
  const auto* const found = std::ranges::find(kPlugins, id, &KnownPlugin::id);
  return found == std::end(kPlugins) ? nullptr : found;
}

}  // namespace

bool IsKnownSlothPlugin(std::string_view id) { return Find(id) != nullptr; }

std::optional<Error> CheckSlothPlugin(const SlothPlugin& plugin) {
  const KnownPlugin* known = Find(plugin.id);
  return known == nullptr ? std::nullopt : known->check(Config(plugin));
}

bool UsesMetricsQl(const SlothDetails& details) {
  return details.override_plugins &&
         std::ranges::find(details.plugins, kMetricsQl, &SlothPlugin::id) != details.plugins.end();
}

Result<SlothRules> RunSlothPlugins(const SlothParts& parts) {
  std::vector<SlothPlugin> chain = parts.details.plugins;
  std::ranges::stable_sort(chain, {}, &SlothPlugin::priority);
  if (!parts.details.override_plugins) {
    const auto after =
        std::ranges::find_if(chain, [](const SlothPlugin& plugin) { return plugin.priority >= 0; });
    std::vector<SlothPlugin> defaults;
    for (std::size_t i = 0; i < kDefaults; ++i) {
      defaults.push_back({.id = std::string(kPlugins[i].id)});
    }
    chain.insert(after, defaults.begin(), defaults.end());
  }
  SlothRules rules;
  for (const SlothPlugin& plugin : chain) {
    const KnownPlugin* known = Find(plugin.id);
    if (known == nullptr) {
      return Error{fmt::format("the SLO plugin `{}` is Go source and is not run here", plugin.id)};
    }
    const Config config(plugin);
    if (auto failure = known->check(config)) {
      return Error{fmt::format("SLO plugin `{}`: {}", plugin.id, failure->message)};
    }
    if (auto failure = known->run(parts, config, rules)) return *failure;
  }
  return rules;
}

}  // namespace check::slo

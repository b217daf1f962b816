#include "libcheck/slo/rule_simulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "libcheck/backtest/rule_replay.h"
#include "libcheck/files/memory_files.h"
#include "libcheck/rules/eval/rule_library.h"
#include "libcheck/slo/synthetic.h"
#include "libcheck/slo/write_rules.h"

namespace check::slo {
namespace {

// A Thursday in 2026, at midnight. Simulations begin at the evaluation that is next to it.
constexpr std::int64_t kEpochMs = 1'767'225'600'000;
constexpr std::string_view kPath = "rules.yml";

// Leaves only alerts, and what they need: rules of a whole period would take longest of all.
// Evaluated at the simulation's own interval.
void KeepNeeded(std::vector<MadeGroup>& groups) {
  std::string read;
  const auto is_needed = [&](const MadeRule& rule) {
    return rule.is_alert || read.find(rule.name) != std::string::npos;
  };
  for (std::size_t before = 0;;) {
    std::string next;
    for (const MadeGroup& group : groups) {
      for (const MadeRule& rule : group.rules) {
        if (is_needed(rule)) next += rule.expr + "\n";
      }
    }
    read = std::move(next);
    if (read.size() == before) break;
    before = read.size();
  }
  for (MadeGroup& group : groups) {
    group.interval_ms = 0;
    std::erase_if(group.rules, [&](const MadeRule& rule) { return !is_needed(rule); });
  }
  std::erase_if(groups, [](const MadeGroup& group) { return group.rules.empty(); });
}

bool HasSeverity(const rules::PreparedRule& rule, std::string_view severity) {
  return std::ranges::any_of(rule.labels, [&](const rules::PreparedText& label) {
    return label.name().ends_with("severity") && label.value() == severity;
  });
}

std::int64_t LongestHold(const Policy& policy) {
  std::int64_t hold = 0;
  for (const BurnAlert& alert : policy.alerts) {
    hold = std::max(hold, alert.for_ms + alert.keep_firing_ms);
  }
  return hold;
}

// How long a condition may hold after recovery.
std::int64_t LongestTail(const Policy& policy) {
  std::int64_t tail = 0;
  for (const BurnAlert& alert : policy.alerts) {
    for (const Tier& tier : alert.tiers) {
      tail = std::max(tail, tier.short_ms > 0 ? tier.short_ms : tier.long_ms);
    }
  }
  return tail;
}

}  // namespace

struct RuleSimulation::Rules {
  Policy policy;
  std::vector<SyntheticSeries> series;
  MemoryFiles files;
  std::optional<rules::RuleLibrary> library;
  std::vector<const rules::PreparedGroup*> groups;
  /// For each alert of the policy the place of its rule among the alerting rules.
  std::vector<std::optional<std::size_t>> places;

  std::optional<Error> Load(std::vector<MadeGroup> made);
  void FindPlaces();
};

std::optional<Error> RuleSimulation::Rules::Load(std::vector<MadeGroup> made) {
  KeepNeeded(made);
  files.Write(kPath, RulesYaml(made));
  const std::vector<std::string> paths = {std::string(kPath)};
  library.emplace(files, paths, rules::RuleLibraryOptions{});
  const rules::PreparedFile& file = library->Find(paths.front());
  if (!file.usable()) return Error{"the generated rules are not valid"};
  for (const rules::PreparedGroup& group : file.groups) groups.push_back(&group);
  FindPlaces();
  return std::nullopt;
}

// By severity, in order: alerts of the same severity come in the order of the policy.
void RuleSimulation::Rules::FindPlaces() {
  std::vector<const rules::PreparedRule*> alerts;
  for (const rules::PreparedGroup* const group : groups) {
    for (const rules::PreparedRule& rule : group->rules) {
      if (rule.is_alert) alerts.push_back(&rule);
    }
  }
  for (const BurnAlert& alert : policy.alerts) {
    auto& place = places.emplace_back();
    for (std::size_t i = 0; i < alerts.size() && !place; ++i) {
      if (alerts[i] == nullptr || !HasSeverity(*alerts[i], alert.severity)) continue;
      // Pyrra's alert for missing series has the severity of others, but not their name.
      if (!alert.name.empty() && alert.name != alert.severity && alerts[i]->name != alert.name) {
        continue;
      }
      place = i;
      alerts[i] = nullptr;
    }
  }
}

RuleSimulation::RuleSimulation(std::unique_ptr<Rules> rules) : rules_(std::move(rules)) {}
RuleSimulation::RuleSimulation(RuleSimulation&&) noexcept = default;
RuleSimulation& RuleSimulation::operator=(RuleSimulation&&) noexcept = default;
RuleSimulation::~RuleSimulation() = default;

Result<RuleSimulation> RuleSimulation::Make(const Slo& slo, const Layout& layout) {
  auto made = layout.make(slo, {});
  if (!made) return made.error();
  auto series = FindSeries(slo);
  if (!series) return series.error();
  auto rules = std::make_unique<Rules>();
  rules->policy = slo.policy;
  rules->series = std::move(*series);
  if (auto error = rules->Load(std::move(*made))) return *error;
  if (std::ranges::none_of(rules->places, [](const auto& place) { return place.has_value(); })) {
    return Error{"the generated rules have no alerts"};
  }
  return RuleSimulation(std::move(rules));
}

Result<std::vector<std::optional<AlertRun>>> RuleSimulation::Run(const Simulator& simulator,
                                                                 const ServerTiming& timing) const {
  const Policy& policy = rules_->policy;
  const std::int64_t interval = timing.interval_ms;
  const std::int64_t epoch = kEpochMs / interval * interval;
  // From when alerts can be known that fire already until none can fire any more.
  std::int64_t last = simulator.end_ms();
  for (const BurnAlert& alert : policy.alerts) {
    const AlertRun run = simulator.Run(alert, interval);
    if (!run.firing.empty() && run.firing.back().end_ms) {
      last = std::max(last, simulator.start_ms() + *run.firing.back().end_ms);
    }
  }
  last = std::min(last + LongestTail(policy) + LongestHold(policy) + 4 * timing.tolerance_ms(),
                  simulator.last_ms());
  const std::int64_t first =
      std::max(simulator.start_ms() - LongestHold(policy) - 4 * interval, simulator.first_ms());

  const Scrapes scrapes = {.interval_ms = timing.scrape_interval_ms,
                           .offset_ms = timing.scrape_offset_ms,
                           .epoch_ms = epoch};
  auto store = ScrapedSeries(rules_->series, simulator.signal(), last, scrapes);
  backtest::RuleReplayOptions options;
  options.interval_ms = interval;
  options.first = epoch + first;
  options.last = epoch + last;
  const auto replay = backtest::ReplayRules(
      rules_->groups, std::move(store), {epoch + simulator.signal().from(), epoch + last}, options);
  if (!replay) return replay.error();
  if (!replay->failed.empty()) {
    return Error{fmt::format("the rule `{}` cannot be evaluated: {}",
                             replay->failed.front().rule->name, replay->failed.front().message)};
  }

  std::vector<std::optional<AlertRun>> runs;
  for (const auto& place : rules_->places) {
    auto& run = runs.emplace_back();
    if (!place) continue;
    std::vector<AlertRun> parts;
    for (const backtest::AlertTimeline& timeline : replay->alerts[*place].timelines) {
      std::vector<Firing> firing;
      for (const backtest::FiringInterval& interval_of : timeline.firing) {
        const std::int64_t start = interval_of.start - epoch - simulator.start_ms();
        if (interval_of.end && *interval_of.end - epoch <= simulator.start_ms()) continue;
        Firing& one = firing.emplace_back();
        if (start > 0) one.start_ms = start;
        if (interval_of.end) one.end_ms = *interval_of.end - epoch - simulator.start_ms();
      }
      parts.push_back(simulator.Describe(std::move(firing)));
    }
    run = simulator.Together(parts);
  }
  return runs;
}

bool Agree(const AlertRun& a, const AlertRun& b, std::int64_t tolerance_ms) {
  std::vector<Firing> left = a.firing;
  std::vector<Firing> right = b.firing;
  std::vector<Firing>& more = left.size() > right.size() ? left : right;
  if (std::max(left.size(), right.size()) == std::min(left.size(), right.size()) + 1) {
    const auto is_short = [&](const Firing& firing) {
      return firing.start_ms && firing.end_ms &&
             *firing.end_ms - *firing.start_ms <= 2 * tolerance_ms;
    };
    const auto at = std::ranges::find_if(more, is_short);
    if (at != more.end()) more.erase(at);
  }
  const auto near = [&](std::optional<std::int64_t> x, std::optional<std::int64_t> y) {
    if (!x || !y) return x.has_value() == y.has_value();
    return std::abs(*x - *y) <= tolerance_ms;
  };
  return std::ranges::equal(left, right, [&](const Firing& x, const Firing& y) {
    return near(x.start_ms, y.start_ms) && near(x.end_ms, y.end_ms);
  });
}

}  // namespace check::slo

#include "tools/slo_contenders.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libcheck/backtest/rule_replay.h"
#include "libcheck/base/text.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/slo/policy.h"
#include "tools/backtest_data.h"
#include "tools/backtest_report.h"
#include "tools/output.h"
#include "tools/progress.h"
#include "tools/slo_flags.h"

namespace tools {
namespace {

using check::Error;
using check::Result;
using check::backtest::AlertTimeline;
namespace slo = check::slo;

Error Failed(Error error) {
  WriteError(error.message);
  return error;
}

std::string LabelOf(const AlertTimeline& timeline, std::string_view name) {
  for (const auto& [label, value] : timeline.labels) {
    if (label == name) return value;
  }
  return {};
}

bool IsAbout(const AlertTimeline& timeline, const slo::Slo& slo) {
  const std::string id = LabelOf(timeline, "sloth_id");
  if (!id.empty()) return id == slo.id;
  return LabelOf(timeline, "slo") == slo.name || LabelOf(timeline, "slo") == slo.id;
}

}  // namespace

Result<Contender> Contender::Parse(const std::string& text) {
  Contender contender;
  contender.name_ = text;
  const auto policies = slo::NamedPolicies();
  const auto named = std::ranges::find(policies, text, &slo::NamedPolicy::name);
  if (named != policies.end()) {
    contender.named_ = &*named;
    return contender;
  }
  if (text.find("x:") != text.npos) {
    std::vector<std::string> tiers;
    check::ForEachWord(text, [&](std::string_view word) { tiers.emplace_back(word); });
    auto policy = PolicyOfTiers(text, tiers);
    if (!policy) return policy.error();
    contender.policy_ = std::move(*policy);
    return contender;
  }
  return FromRules({text});
}

Result<Contender> Contender::FromRules(const std::vector<std::string>& paths) {
  Contender contender;
  contender.paths_ = paths;
  for (const std::string& path : paths) {
    contender.name_ += (contender.name_.empty() ? "" : ", ") + path;
  }
  return contender;
}

Contender Contender::Own() { return {}; }

std::optional<slo::Policy> Contender::PolicyFor(const slo::Slo& slo, bool only) const {
  if (named_ != nullptr) return named_->make(slo.period.length_ms);
  if (!is_rules()) return policy_ ? *policy_ : slo.policy;
  slo::Policy policy = {.name = name_, .alerts = {}};
  for (slo::FoundPolicy found : found_) {
    const bool is_about = found.name == slo.name || found.name == slo.id;
    if (!is_about && (!only || found_.size() > 1)) continue;
    if (!found.is_complete()) found.SetObjective(slo.objective);
    std::ranges::move(found.AsPolicy().alerts, std::back_inserter(policy.alerts));
  }
  if (policy.alerts.empty()) return std::nullopt;
  return policy;
}

Result<bool> Contender::PrepareRules(const SloDataFlags& data, check::storage::TimeRange times,
                                     std::int64_t interval_ms) {
  auto rules = ReadEvaluatedRules(paths_, {});
  if (!rules) return Failed(rules.error());
  if (rules->groups.empty()) {
    return Failed(Error{fmt::format("there are no rules in `{}`", name_)});
  }
  if (std::ranges::count(data.source.data, "-") > 0) {
    return Failed(Error{"rules need --data in a file: standard input cannot be read twice"});
  }
  rules_ = std::make_shared<EvaluatedRules>(std::move(*rules));
  return data.HoldsEvents() ? Recognise() : Evaluate(data, times, interval_ms);
}

Result<bool> Contender::Recognise() {
  for (const check::rules::PreparedGroup* const group : rules_->groups) {
    sets_.push_back({.file = group->file, .groups = {group->group, 1}});
  }
  slo::PolicyReading reading = slo::ReadPolicies(sets_, {.plain_thresholds = true});
  found_ = std::move(reading.policies);
  if (!found_.empty()) return true;
  return Failed(
      Error{fmt::format("no burn-rate alerts in `{}`: other rules need samples of their selectors, "
                        "and --data has event counts",
                        name_)});
}

Result<bool> Contender::Evaluate(const SloDataFlags& flags, check::storage::TimeRange times,
                                 std::int64_t interval_ms) {
  BacktestDataFlags data_flags;
  data_flags.source = flags.source;
  data_flags.server = flags.server;
  data_flags.start = check::FormatTime(times.begin, "UTC", check::TimeStyle::kRfc3339);
  data_flags.end = check::FormatTime(times.end, "UTC", check::TimeStyle::kRfc3339);
  data_flags.times.zone = "UTC";
  auto data = data_flags.Load(rules_->groups);
  if (!data) return data.error();
  const auto lookback = data_flags.Lookback();
  if (!lookback) return lookback.error();
  ProgressLine progress;
  check::backtest::RuleReplayOptions options;
  options.interval_ms = interval_ms;
  options.last = data->end;
  options.since = data->start;
  options.engine.lookback_delta = *lookback;
  options.progress = [&](std::int64_t done, std::int64_t steps) {
    progress.Show("evaluating rules", done, steps);
  };
  auto replay =
      check::backtest::ReplayRules(rules_->groups, std::move(data->store), data->times, options);
  if (!replay) return Failed(replay.error());
  WriteErr(BacktestFaults(*replay, {}));
  for (check::backtest::AlertOutcome& alert : replay->alerts) {
    // One that never fired is told of as well.
    if (alert.timelines.empty()) {
      alert.timelines.push_back({.alert = std::string(alert.rule->name)});
      for (const check::rules::PreparedText& label : alert.rule->labels) {
        alert.timelines.back().labels.emplace_back(label.name(), label.value());
        if (label.name() == "severity") alert.timelines.back().severity = label.value();
      }
    }
    std::ranges::move(alert.timelines, std::back_inserter(timelines_));
  }
  is_evaluated_ = true;
  return true;
}

std::vector<AlertTimeline> Contender::TimelinesOf(const slo::Slo& slo, bool only) const {
  std::vector<AlertTimeline> timelines;
  for (const AlertTimeline& timeline : timelines_) {
    if (only || IsAbout(timeline, slo)) timelines.push_back(timeline);
  }
  return timelines;
}

}  // namespace tools

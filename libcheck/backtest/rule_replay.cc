#include "libcheck/backtest/rule_replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "libcheck/backtest/history.h"
#include "libcheck/backtest/store_feed.h"
#include "libcheck/base/duration.h"
#include "libcheck/model/labels.h"
#include "libcheck/rules/eval/evaluation.h"

namespace check::backtest {
namespace {

constexpr std::int64_t kNanosecondsPerMs = 1'000'000;
constexpr std::int64_t kMostSteps = 50'000'000;
// Sets of labels of one rule: those that have a value in them could be without number.
constexpr std::size_t kMostTimelines = 20'000;
// Steps between two calls of RuleReplayOptions::progress.
constexpr std::int64_t kProgressSteps = 512;

std::int64_t IntervalOf(const rules::PreparedGroup& group, const RuleReplayOptions& options) {
  const std::int64_t own = group.group->interval / std::chrono::milliseconds(1);
  return own > 0 ? own : options.interval_ms;
}

AlertTimeline NewTimeline(const rules::PreparedRule& rule, model::Labels labels) {
  AlertTimeline timeline;
  timeline.alert = rule.name;
  for (const model::Label& label : labels.list()) {
    if (label.name->text == rules::kAlertNameLabel) continue;
    if (label.name->text == "severity") timeline.severity = label.value->text;
    timeline.labels.emplace_back(label.name->text, label.value->text);
  }
  return timeline;
}

// Writes down what alerts do.
class Recorder final : public rules::EvaluationObserver {
 public:
  explicit Recorder(std::vector<AlertOutcome>& alerts) {
    for (AlertOutcome& alert : alerts) by_rule_.emplace(alert.rule, Known{&alert, {}});
  }

  bool WantsEvaluations() const override { return false; }

  void AlertChanged(const rules::PreparedRule& rule, std::int64_t time, model::Labels labels,
                    rules::AlertState from, rules::AlertState to) override {
    Known& known = by_rule_.at(&rule);
    std::vector<AlertTimeline>& timelines = known.outcome->timelines;
    const auto at = known.by_labels.find(labels);
    if (at == known.by_labels.end() && timelines.size() >= kMostTimelines) {
      ++known.outcome->left_out;
      return;
    }
    const std::size_t index = at != known.by_labels.end() ? at->second : timelines.size();
    if (at == known.by_labels.end()) {
      known.by_labels.emplace(labels, index);
      timelines.push_back(NewTimeline(rule, labels));
    }
    AlertTimeline& timeline = timelines[index];
    if (auto* const intervals = IntervalsOf(timeline, from)) Close(*intervals, time);
    if (auto* const intervals = IntervalsOf(timeline, to)) intervals->push_back({.start = time});
  }

 private:
  struct Known {
    AlertOutcome* outcome = nullptr;
    std::unordered_map<model::Labels, std::size_t> by_labels;
  };

  static std::vector<FiringInterval>* IntervalsOf(AlertTimeline& timeline,
                                                  rules::AlertState state) {
    switch (state) {
      case rules::AlertState::kPending:
        return &timeline.pending;
      case rules::AlertState::kFiring:
        return &timeline.firing;
      default:
        return nullptr;
    }
  }

  // An alert without `for` is pending for no time at all.
  static void Close(std::vector<FiringInterval>& intervals, std::int64_t time) {
    if (intervals.back().start == time) {
      intervals.pop_back();
    } else {
      intervals.back().end = time;
    }
  }

  std::unordered_map<const rules::PreparedRule*, Known> by_rule_;
};

class Replayer {
 public:
  Replayer(std::span<const rules::PreparedGroup* const> groups, const RuleReplayOptions& options)
      : groups_(groups.begin(), groups.end()), options_(options) {
    for (const rules::PreparedGroup* const group : groups_) {
      for (const rules::PreparedRule& rule : group->rules) plan_.AddRule(*group, rule);
    }
  }

  Result<RuleReplay> Run(std::unique_ptr<storage::MemoryStore> store, storage::TimeRange times) {
    ListAlerts();
    LeaveOutRecorded(store);
    if (auto error = ChooseSteps(times)) return *error;
    Recorder recorder(replay_.alerts);
    if (LooksAnywhere()) {
      // What comes later must not be there.
      rules::Evaluation evaluation(OptionsFor(/*ahead=*/false), &recorder);
      StoreFeed feed(*store, evaluation.store());
      Evaluate(evaluation, &feed);
    } else {
      store->SetAllComplete(std::numeric_limits<std::int64_t>::min());
      rules::Evaluation evaluation(OptionsFor(/*ahead=*/true), &recorder, std::move(store));
      Evaluate(evaluation, nullptr);
    }
    MarkWarmUp();
    if (options_.since) LeaveOutWhatIsOver();
    return std::move(replay_);
  }

 private:
  void ListAlerts() {
    const auto history = FindHistory(groups_);
    for (const rules::PreparedGroup* const group : groups_) {
      for (const rules::PreparedRule& rule : group->rules) {
        if (!rule.is_alert) continue;
        replay_.alerts.push_back(
            {.group = group, .rule = &rule, .history_ms = history.at(&rule), .timelines = {}});
      }
    }
  }

  // A server that has recorded series cannot record them once more.
  void LeaveOutRecorded(std::unique_ptr<storage::MemoryStore>& store) {
    std::set<std::string_view> recorded(rules::kAlertMetrics.begin(), rules::kAlertMetrics.end());
    for (const rules::PreparedGroup* const group : groups_) {
      for (const rules::PreparedRule& rule : group->rules) {
        if (!rule.is_alert) recorded.insert(rule.name);
      }
    }
    std::set<std::string_view> found;
    for (std::size_t i = 0; i < store->series_count(); ++i) {
      const std::string_view metric = store->series(i).labels.metric_name();
      if (recorded.contains(metric)) found.insert(metric);
    }
    if (found.empty()) return;
    replay_.recorded_anew.assign(found.begin(), found.end());
    store = CopyWithout(*store, recorded);
  }

  std::optional<Error> ChooseSteps(storage::TimeRange times) {
    std::int64_t step = 0;
    for (const rules::PreparedGroup* const group : groups_) {
      step = std::gcd(step, IntervalOf(*group, options_));
    }
    replay_.step_ms = std::max<std::int64_t>(step, 1);
    replay_.data_begin = times.begin;
    const std::int64_t earliest = std::max(options_.first.value_or(times.begin), times.begin);
    const std::int64_t until = std::min(options_.last.value_or(times.end), times.end);
    replay_.first = (earliest + replay_.step_ms - 1) / replay_.step_ms * replay_.step_ms;
    replay_.last = replay_.first;
    if (until < replay_.first) return std::nullopt;
    replay_.steps = (until - replay_.first) / replay_.step_ms + 1;
    replay_.last += (replay_.steps - 1) * replay_.step_ms;
    if (replay_.steps <= kMostSteps) return std::nullopt;
    return Error{fmt::format(
        "{} evaluations exceed the limit of {}; choose a shorter time range or a longer interval",
        replay_.steps, kMostSteps)};
  }

  // Whether somebody would notice that samples are in the store before their time.
  bool LooksAnywhere() const { return !plan_.any() || plan_.any_template_queries(); }

  // Whether a rule may read ALERTS.
  bool ReadsAlertSeries() const {
    bool found = plan_.any_template_queries();
    plan_.ForEachRead([&](std::string_view metric) {
      found = found || metric.empty() ||
              std::find(rules::kAlertMetrics.begin(), rules::kAlertMetrics.end(), metric) !=
                  rules::kAlertMetrics.end();
    });
    return found;
  }

  rules::EvaluationOptions OptionsFor(bool ahead) const {
    rules::EvaluationOptions options;
    options.schedule = {.start_ns = replay_.first * kNanosecondsPerMs,
                        .step_ns = replay_.step_ms * kNanosecondsPerMs,
                        .last_step = std::max<std::int64_t>(replay_.steps - 1, 0)};
    options.input_step_ns = options.schedule.step_ns;
    options.parser = options_.parser;
    options.engine = options_.engine;
    options.engine.default_subquery_step = options_.interval_ms;
    options.all_rules = true;
    options.ahead = ahead;
    options.group_interval_ms = options_.interval_ms;
    options.alert_series = ReadsAlertSeries();
    return options;
  }

  void Evaluate(rules::Evaluation& evaluation, StoreFeed* feed) {
    evaluation.Prepare(groups_, {});
    for (std::int64_t step = 0; step < replay_.steps; ++step) {
      const std::int64_t now = replay_.first + step * replay_.step_ms;
      if (feed != nullptr) feed->AppendTill(now);
      for (rules::RuleError& error : evaluation.Step(step, /*annotate=*/false).rules) {
        NoteFailure(error, now);
      }
      if (options_.progress && step % kProgressSteps == 0) options_.progress(step, replay_.steps);
    }
  }

  void NoteFailure(rules::RuleError& error, std::int64_t now) {
    const auto [at, is_new] = failures_.try_emplace(error.rule, replay_.failed.size());
    if (is_new) {
      replay_.failed.push_back({.group = GroupOf(error.rule),
                                .rule = error.rule,
                                .message = std::move(error.message),
                                .first = now});
    }
    ++replay_.failed[at->second].times;
  }

  const rules::PreparedGroup* GroupOf(const rules::PreparedRule* rule) const {
    for (const rules::PreparedGroup* const group : groups_) {
      for (const rules::PreparedRule& each : group->rules) {
        if (&each == rule) return group;
      }
    }
    return nullptr;
  }

  void LeaveOutWhatIsOver() {
    const auto is_over = [&](const FiringInterval& interval) {
      return interval.end && *interval.end <= *options_.since;
    };
    for (AlertOutcome& alert : replay_.alerts) {
      for (AlertTimeline& timeline : alert.timelines) {
        std::erase_if(timeline.pending, is_over);
        std::erase_if(timeline.firing, is_over);
      }
      std::erase_if(alert.timelines, [](const AlertTimeline& timeline) {
        return timeline.pending.empty() && timeline.firing.empty();
      });
    }
  }

  void MarkWarmUp() {
    for (AlertOutcome& alert : replay_.alerts) {
      for (AlertTimeline& timeline : alert.timelines) {
        for (FiringInterval& interval : timeline.firing) {
          interval.warm_up = interval.start < replay_.data_begin + alert.history_ms;
        }
      }
    }
  }

  std::vector<const rules::PreparedGroup*> groups_;
  const RuleReplayOptions& options_;
  rules::AheadPlan plan_;
  RuleReplay replay_;
  std::unordered_map<const rules::PreparedRule*, std::size_t> failures_;
};

}  // namespace

Result<RuleReplay> ReplayRules(std::span<const rules::PreparedGroup* const> groups,
                               std::unique_ptr<storage::MemoryStore> store,
                               storage::TimeRange times, const RuleReplayOptions& options) {
  return Replayer(groups, options).Run(std::move(store), times);
}

}  // namespace check::backtest

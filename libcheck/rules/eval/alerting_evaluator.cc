#include "libcheck/rules/eval/alerting_evaluator.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "libcheck/model/names.h"

namespace check::rules {
namespace {

// Prometheus: how long an alert that is resolved is remembered.
constexpr std::int64_t kResolvedRetention = 15 * 60 * 1000;

std::int64_t Milliseconds(Duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

// Whole seconds, rounded down.
double Seconds(std::int64_t time) {
  return static_cast<double>(time / 1000 - (time % 1000 < 0 ? 1 : 0));
}

}  // namespace

AlertingEvaluator::AlertingEvaluator(const PreparedGroup& group, const PreparedRule& rule,
                                     EvaluationContext& context)
    : RuleEvaluator(group, rule, context),
      hold_ms_(Milliseconds(rule.rule->hold)),
      keep_firing_ms_(Milliseconds(rule.rule->keep_firing_for)) {
  for (const PreparedText& label : rule.labels) labels_vary_ = labels_vary_ || !label.is_plain();
  for (const PreparedText& annotation : rule.annotations) {
    annotations_query_ =
        annotations_query_ ||
        (!annotation.is_plain() && annotation.value().find("query") != std::string_view::npos);
  }
}

model::Labels AlertingEvaluator::LabelsFor(const AlertSample& sample) {
  model::LabelTable& table = context_.store.labels();
  model::Labels labels = table.With(sample.labels, model::kMetricName, "");
  for (const PreparedText& label : rule_.labels) {
    labels = label.is_plain()
                 ? table.With(labels, label.name(), label.value())
                 : table.With(labels, label.name(), context_.templates.Expand(*label.text, sample));
  }
  return table.With(labels, kAlertNameLabel, rule_.name);
}

std::size_t AlertingEvaluator::SlotFor(const promql::VectorSample& sample, std::size_t position,
                                       std::int64_t time) {
  if (!labels_vary_) {
    if (position < by_position_.size() && by_position_[position].first == sample.labels) {
      return by_position_[position].second;
    }
    if (const auto known = by_sample_.find(sample.labels); known != by_sample_.end()) {
      if (position >= by_position_.size()) by_position_.resize(position + 1);
      by_position_[position] = {sample.labels, known->second};
      return known->second;
    }
  }
  const model::Labels labels = LabelsFor({sample.labels, sample.value, sample.histogram, time});
  const auto [at, is_new] = by_labels_.try_emplace(labels, alerts_.size());
  if (is_new) alerts_.emplace_back().labels = labels;
  if (!labels_vary_) by_sample_.emplace(sample.labels, at->second);
  return at->second;
}

void AlertingEvaluator::Change(Alert& alert, AlertState state, std::int64_t time) {
  const AlertState from = std::exchange(alert.state, state);
  if (context_.observer != nullptr && from != state) {
    context_.observer->AlertChanged(rule_, time, alert.labels, from, state);
  }
}

void AlertingEvaluator::Forget(Alert& alert, std::int64_t time) {
  Change(alert, AlertState::kInactive, time);
  alert.is_known = false;
}

void AlertingEvaluator::Annotate(Alert& alert) {
  if (alert.annotated) return;
  alert.annotated = true;
  alert.annotations.clear();
  for (const PreparedText& annotation : rule_.annotations) {
    alert.annotations.emplace_back(annotation.name(),
                                   context_.templates.Expand(*annotation.text, alert.sample));
  }
}

// Moves an alert on. Returns whether it is pending or firing now.
bool AlertingEvaluator::Step(Alert& alert, std::int64_t time) {
  using enum AlertState;
  if (alert.seen != evaluation_) {
    bool keep_firing = false;
    if (alert.state == kFiring && keep_firing_ms_ > 0) {
      if (!alert.keep_firing_since) alert.keep_firing_since = time;
      keep_firing = time - *alert.keep_firing_since < keep_firing_ms_;
    }
    if (alert.state == kPending ||
        (alert.resolved_at && time - *alert.resolved_at > kResolvedRetention)) {
      Forget(alert, time);
      return false;
    }
    if (alert.state != kInactive && !keep_firing) {
      Change(alert, kInactive, time);
      alert.resolved_at = time;
    }
    if (!keep_firing) return false;
  } else {
    alert.keep_firing_since.reset();
  }
  if (alert.state == kPending && time - alert.active_at >= hold_ms_) {
    Change(alert, kFiring, time);
  }
  return true;
}

model::Labels AlertingEvaluator::SeriesLabels(const Alert& alert, std::string_view name,
                                              std::string_view state) {
  model::LabelTable& table = context_.store.labels();
  model::Labels labels = table.Empty();
  for (const PreparedText& label : rule_.labels) {
    labels = table.With(labels, label.name(), label.value());
  }
  // Prometheus: a label that a template makes empty comes back as the template's text.
  for (const model::Label& label : alert.labels.list()) {
    labels = table.With(labels, label.name->text, label.value->text);
  }
  labels = table.With(labels, model::kMetricName, name);
  labels = table.With(labels, kAlertNameLabel, rule_.name);
  return state.empty() ? labels : table.With(labels, kAlertStateLabel, state);
}

std::optional<std::string> AlertingEvaluator::Write(Alert& alert, std::int64_t time) {
  const bool firing = alert.state == AlertState::kFiring;
  std::size_t& series = firing ? alert.firing_series : alert.pending_series;
  if (series == Alert::kNoSeries) {
    series = context_.store.SeriesIndex(SeriesLabels(alert, kAlertsMetric, ToString(alert.state)));
  }
  if (alert.for_state_series == Alert::kNoSeries) {
    alert.for_state_series =
        context_.store.SeriesIndex(SeriesLabels(alert, kAlertsForStateMetric, ""));
  }
  auto first = writer_.Write(series, time, 1);
  auto second = writer_.Write(alert.for_state_series, time, Seconds(alert.active_at));
  return second ? second : first;
}

std::optional<std::string> AlertingEvaluator::Use(promql::Vector& vector, std::int64_t time,
                                                  bool annotate) {
  using enum AlertState;
  ++evaluation_;
  found_.clear();
  for (std::size_t i = 0; i < vector.size(); ++i) {
    found_.push_back(SlotFor(vector[i], i, time));
    Alert& alert = alerts_[found_.back()];
    if (alert.seen == evaluation_) {
      return "vector contains metrics with the same labelset after applying alert labels";
    }
    alert.seen = evaluation_;
  }
  for (std::size_t i = 0; i < vector.size(); ++i) {
    Alert& alert = alerts_[found_[i]];
    if (!std::exchange(alert.is_known, true)) known_.push_back(found_[i]);
    if (alert.state == kInactive) {
      alert.resolved_at.reset();
      alert.keep_firing_since.reset();
      alert.active_at = time;
      Change(alert, kPending, time);
    }
    alert.sample = {vector[i].labels, vector[i].value, std::move(vector[i].histogram), time};
    alert.annotated = false;
    // Others are made when somebody looks at them.
    if (annotate || (annotations_query_ && keep_firing_ms_ > 0)) {
      const bool now = annotations_query_ ||
                       (context_.observer != nullptr && context_.observer->WantsEverything());
      if (now) Annotate(alert);
    }
  }

  const std::int64_t at = time - group_.query_offset_ms;
  std::size_t count = 0;
  for (const std::size_t slot : known_) {
    if (Step(alerts_[slot], time)) ++count;
  }
  std::erase_if(known_, [&](std::size_t slot) { return !alerts_[slot].is_known; });
  if (limit() > 0 && count > static_cast<std::size_t>(limit())) {
    for (const std::size_t slot : known_) Forget(alerts_[slot], time);
    known_.clear();
    return fmt::format("exceeded limit of {} with {} alerts", limit(), count);
  }
  if (!context_.alert_series) return std::nullopt;
  std::optional<std::string> error;
  writer_.Begin();
  for (const std::size_t slot : known_) {
    Alert& alert = alerts_[slot];
    if (alert.state < kPending) continue;
    if (auto problem = Write(alert, at)) error = std::move(problem);
  }
  writer_.End(at);
  return error;
}

}  // namespace check::rules

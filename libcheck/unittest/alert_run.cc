#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "libcheck/model/names.h"
#include "libcheck/unittest/rule_run.h"

namespace check::unittest {
namespace {

constexpr std::string_view kAlertName = "alertname";
// Prometheus: how long an alert that is resolved is remembered.
constexpr std::int64_t kResolvedRetention = 15 * 60 * 1000;

std::int64_t Milliseconds(Duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

// Whole seconds, rounded down.
double Seconds(std::int64_t time) {
  return static_cast<double>(time / 1000 - (time % 1000 < 0 ? 1 : 0));
}

AlertState Shown(Alert::State state) {
  if (state == Alert::State::kFiring) return AlertState::kFiring;
  return state == Alert::State::kPending ? AlertState::kPending : AlertState::kInactive;
}

}  // namespace

AlertRun::AlertRun(const PreparedGroup& group, const PreparedRule& rule, World& world)
    : RuleRun(group, rule, world),
      hold_ms_(Milliseconds(rule.rule->hold)),
      keep_firing_ms_(Milliseconds(rule.rule->keep_firing_for)) {
  for (const gotemplate::PrometheusTemplate& text : rule.label_templates) {
    labels_vary_ = labels_vary_ || !text.is_plain();
  }
  for (const gotemplate::PrometheusTemplate& text : rule.annotation_templates) {
    annotations_query_ =
        annotations_query_ || (!text.is_plain() && text.text().find("query") != std::string::npos);
  }
}

model::Labels AlertRun::LabelsFor(const AlertSample& sample) {
  model::LabelTable& table = world_.store.labels();
  model::Labels labels = table.With(sample.labels, model::kMetricName, "");
  for (std::size_t i = 0; i < rule_.labels.size(); ++i) {
    const auto& [name, value] = rule_.labels[i];
    const gotemplate::PrometheusTemplate& text = rule_.label_templates[i];
    labels = text.is_plain() ? table.With(labels, name, value)
                             : table.With(labels, name, world_.text.Expand(text, sample));
  }
  return table.With(labels, kAlertName, rule_.name);
}

std::size_t AlertRun::SlotFor(const promql::VectorSample& sample, std::size_t position,
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

void AlertRun::Change(Alert& alert, Alert::State state, std::int64_t time) {
  const AlertState from = Shown(alert.state);
  alert.state = state;
  if (world_.observer != nullptr && from != Shown(state)) {
    world_.observer->AlertChanged(rule_, time, alert.labels, from, Shown(state));
  }
}

void AlertRun::Annotate(Alert& alert) {
  if (alert.annotated) return;
  alert.annotated = true;
  alert.annotations.clear();
  for (std::size_t i = 0; i < rule_.annotations.size(); ++i) {
    const std::string_view name = rule_.annotations[i].first;
    alert.annotations.emplace_back(name,
                                   world_.text.Expand(rule_.annotation_templates[i], alert.sample));
    if (world_.observer != nullptr) {
      world_.observer->TemplateExpanded(rule_, alert.sample.time, name,
                                        alert.annotations.back().second);
    }
  }
}

// Moves an alert on. Returns whether it is pending or firing now.
bool AlertRun::Step(Alert& alert, std::int64_t time) {
  using enum Alert::State;
  if (alert.seen != evaluation_) {
    bool keep_firing = false;
    if (alert.state == kFiring && keep_firing_ms_ > 0) {
      if (!alert.keep_firing_since) alert.keep_firing_since = time;
      keep_firing = time - *alert.keep_firing_since < keep_firing_ms_;
    }
    if (alert.state == kPending ||
        (alert.resolved_at && time - *alert.resolved_at > kResolvedRetention)) {
      Change(alert, kGone, time);
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

model::Labels AlertRun::SeriesLabels(const Alert& alert, std::string_view name,
                                     std::string_view state) {
  model::LabelTable& table = world_.store.labels();
  model::Labels labels = table.Make(rule_.labels);
  // Prometheus: a label that a template makes empty comes back as the template's text.
  for (const model::Label& label : alert.labels.list()) {
    labels = table.With(labels, label.name->text, label.value->text);
  }
  labels = table.With(labels, model::kMetricName, name);
  labels = table.With(labels, kAlertName, rule_.name);
  return state.empty() ? labels : table.With(labels, "alertstate", state);
}

std::optional<std::string> AlertRun::Write(Alert& alert, std::int64_t time) {
  const bool firing = alert.state == Alert::State::kFiring;
  std::size_t& series = firing ? alert.firing_series : alert.pending_series;
  if (series == Alert::kNoSeries) {
    series = world_.store.SeriesIndex(SeriesLabels(alert, "ALERTS", firing ? "firing" : "pending"));
  }
  if (alert.for_state_series == Alert::kNoSeries) {
    alert.for_state_series = world_.store.SeriesIndex(SeriesLabels(alert, "ALERTS_FOR_STATE", ""));
  }
  auto first = writer_.Write(series, time, 1);
  auto second = writer_.Write(alert.for_state_series, time, Seconds(alert.active_at));
  return second ? second : first;
}

std::optional<std::string> AlertRun::Use(promql::Vector& vector, std::int64_t time,
                                         bool text_wanted) {
  using enum Alert::State;
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
    if (alert.state == kGone) active_.push_back(found_[i]);
    if (alert.state == kGone || alert.state == kInactive) {
      alert.resolved_at.reset();
      alert.keep_firing_since.reset();
      alert.active_at = time;
      Change(alert, kPending, time);
    }
    alert.value = vector[i].value;
    alert.sample = {vector[i].labels, vector[i].value, std::move(vector[i].histogram), time};
    alert.annotated = false;
    // Others are made when somebody looks at them.
    if (text_wanted || (annotations_query_ && keep_firing_ms_ > 0)) {
      const bool now =
          annotations_query_ || (world_.observer != nullptr && world_.observer->WantsEverything());
      if (now) Annotate(alert);
    }
  }

  const std::int64_t at = time - group_.query_offset_ms;
  std::size_t count = 0;
  for (const std::size_t slot : active_) {
    if (Step(alerts_[slot], time)) ++count;
  }
  std::erase_if(active_, [&](std::size_t slot) { return alerts_[slot].state == kGone; });
  if (limit() > 0 && count > static_cast<std::size_t>(limit())) {
    for (const std::size_t slot : active_) Change(alerts_[slot], kGone, time);
    active_.clear();
    return fmt::format("exceeded limit of {} with {} alerts", limit(), count);
  }
  std::optional<std::string> error;
  writer_.Begin();
  for (const std::size_t slot : active_) {
    Alert& alert = alerts_[slot];
    if (alert.state < kPending) continue;
    if (auto problem = Write(alert, at)) error = std::move(problem);
  }
  writer_.End(at);
  return error;
}

}  // namespace check::unittest

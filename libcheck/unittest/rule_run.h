#ifndef LIBCHECK_UNITTEST_RULE_RUN_H_
#define LIBCHECK_UNITTEST_RULE_RUN_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcheck/promql/engine.h"
#include "libcheck/unittest/alert_text.h"
#include "libcheck/unittest/observer.h"
#include "libcheck/unittest/rule_library.h"
#include "libcheck/unittest/series_writer.h"

namespace check::unittest {

/// What the rules of a test group share while it runs.
struct World {
  storage::MemoryStore& store;
  Batches& batches;
  const promql::EngineOptions& engine;
  AlertText& text;
  Observer* observer = nullptr;  ///< May be null.
  /// When the evaluations to come will be; nothing if that is not known.
  std::optional<promql::Ahead> ahead = {};
};

/// A rule in a test group: its expression bound to the store, and all that it remembers from one
/// evaluation to the next.
class RuleRun {
 public:
  RuleRun(const PreparedGroup& group, const PreparedRule& rule, World& world);
  virtual ~RuleRun() = default;
  RuleRun(const RuleRun&) = delete;
  RuleRun& operator=(const RuleRun&) = delete;

  const PreparedRule& rule() const { return rule_; }
  const PreparedGroup& group() const { return group_; }

  /// Evaluates the rule at `time` and writes what it yields. Returns why that failed, in
  /// Prometheus's words. `text_wanted`: somebody may look at annotations as they are by then.
  std::optional<std::string> Evaluate(std::int64_t time, bool text_wanted);

  /// From now on the rule may write what it yields before its time comes; nothing else writes to
  /// its metric.
  void AllowAhead() { may_write_ahead_ = true; }

 protected:
  /// `vector` can be changed at will.
  virtual std::optional<std::string> Use(promql::Vector& vector, std::int64_t time,
                                         bool text_wanted) = 0;
  /// Writes what the rule yields at all steps of `result`, and promises that the metric is
  /// complete up to the last of them. False if it has to be done step by step, and nothing has been
  /// written.
  virtual bool UseAhead(const promql::AheadResult& /*result*/) { return false; }

  std::int64_t limit() const { return group_.group->limit; }

  const PreparedGroup& group_;
  const PreparedRule& rule_;
  World& world_;
  SeriesWriter writer_;

 private:
  bool Bind();
  std::optional<promql::Ahead> Steps() const;
  std::optional<std::string> Run(std::int64_t time, promql::Vector& vector);
  bool RunAhead(std::int64_t time);

  std::optional<promql::Query> query_;
  std::string problem_;  // Why there can be no query.
  bool may_write_ahead_ = false;
  std::optional<std::int64_t> written_until_;
  std::int64_t retry_at_ = 0;
  std::int64_t patience_ = 0;  // Steps to wait for the next try.
};

/// A recording rule.
class RecordingRun final : public RuleRun {
 public:
  using RuleRun::RuleRun;

 private:
  struct Output {
    model::Labels from;
    std::size_t series = 0;
  };

  std::optional<std::string> Use(promql::Vector& vector, std::int64_t time,
                                 bool text_wanted) override;
  bool UseAhead(const promql::AheadResult& result) override;
  model::Labels OutputOf(model::Labels labels);
  std::size_t SeriesFor(model::Labels labels, std::size_t position);

  std::vector<Output> by_position_;
  std::unordered_map<model::Labels, std::size_t> by_labels_;
  std::vector<std::size_t> outputs_;
  Batches distinct_;
};

/// An alert with certain labels.
struct Alert {
  enum class State : std::uint8_t { kGone, kInactive, kPending, kFiring };

  model::Labels labels;
  State state = State::kGone;
  std::int64_t active_at = 0;
  std::optional<std::int64_t> resolved_at;
  std::optional<std::int64_t> keep_firing_since;
  double value = 0;

  /// What the annotations are made from: the sample, and when it was seen.
  AlertSample sample;
  bool annotated = false;  ///< Whether `annotations` are made from it.
  std::vector<std::pair<std::string, std::string>> annotations;  ///< Sorted by name.

  static constexpr std::size_t kNoSeries = static_cast<std::size_t>(-1);
  std::size_t pending_series = kNoSeries;
  std::size_t firing_series = kNoSeries;
  std::size_t for_state_series = kNoSeries;
  std::uint64_t seen = 0;  ///< The evaluation that last had it.
};

/// An alerting rule.
class AlertRun final : public RuleRun {
 public:
  AlertRun(const PreparedGroup& group, const PreparedRule& rule, World& world);

  /// Calls `visit(alert)` for each alert that is firing, its annotations up to date.
  template <typename Visit>
  void ForEachFiring(Visit&& visit) {
    for (const std::size_t slot : active_) {
      Alert& alert = alerts_[slot];
      if (alert.state != Alert::State::kFiring || alert.resolved_at) continue;
      Annotate(alert);
      visit(alert);
    }
  }
  /// Likewise for each alert that is pending or firing.
  template <typename Visit>
  void ForEachActive(Visit&& visit) {
    for (const std::size_t slot : active_) {
      Alert& alert = alerts_[slot];
      if (alert.state < Alert::State::kPending || alert.resolved_at) continue;
      Annotate(alert);
      visit(alert);
    }
  }

 private:
  static constexpr std::size_t kNoSlot = static_cast<std::size_t>(-1);

  std::optional<std::string> Use(promql::Vector& vector, std::int64_t time,
                                 bool text_wanted) override;
  std::size_t SlotFor(const promql::VectorSample& sample, std::size_t position, std::int64_t time);
  model::Labels LabelsFor(const AlertSample& sample);
  bool Step(Alert& alert, std::int64_t time);
  std::optional<std::string> Write(Alert& alert, std::int64_t time);
  model::Labels SeriesLabels(const Alert& alert, std::string_view name, std::string_view state);
  void Annotate(Alert& alert);
  void Change(Alert& alert, Alert::State state, std::int64_t time);

  std::int64_t hold_ms_;
  std::int64_t keep_firing_ms_;
  bool labels_vary_ = false;        // With the value, or anything else but the sample's labels.
  bool annotations_query_ = false;  // They look into the store, which changes.
  std::vector<Alert> alerts_;
  std::vector<std::size_t> active_;  // Slots, in the order in which they came up.
  std::unordered_map<model::Labels, std::size_t> by_labels_;
  std::unordered_map<model::Labels, std::size_t> by_sample_;
  std::vector<std::pair<model::Labels, std::size_t>> by_position_;
  std::vector<std::size_t> found_;
  std::uint64_t evaluation_ = 0;
};

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_RULE_RUN_H_

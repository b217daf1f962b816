#ifndef LIBCHECK_RULES_EVAL_ALERT_H_
#define LIBCHECK_RULES_EVAL_ALERT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/model/histogram.h"
#include "libcheck/model/labels.h"

namespace check::rules {

/// What an alert is doing; the graver state is the greater one.
enum class AlertState : std::uint8_t { kInactive, kPending, kFiring };

/// "inactive", "pending" or "firing".
constexpr std::string_view ToString(AlertState state) {
  constexpr std::string_view kNames[] = {"inactive", "pending", "firing"};
  return kNames[static_cast<std::size_t>(state)];
}

/// The labels that Prometheus gives to alerts, and the metrics that it records of them.
inline constexpr std::string_view kAlertNameLabel = "alertname";
inline constexpr std::string_view kAlertStateLabel = "alertstate";
inline constexpr std::string_view kAlertsMetric = "ALERTS";
inline constexpr std::string_view kAlertsForStateMetric = "ALERTS_FOR_STATE";
inline constexpr std::array kAlertMetrics = {kAlertsMetric, kAlertsForStateMetric};

/// What an alert was made from.
struct AlertSample {
  model::Labels labels;
  double value = 0;
  model::HistogramPtr histogram;  ///< Null: a float.
  std::int64_t time = 0;          ///< Milliseconds since the epoch.
};

/// An alert with certain labels. Times in milliseconds since the epoch.
struct Alert {
  model::Labels labels;
  AlertState state = AlertState::kInactive;
  /// Whether its rule knows it: it is pending or firing, or was resolved not long ago.
  bool is_known = false;
  std::int64_t active_at = 0;  ///< Since when it is pending or firing.
  std::optional<std::int64_t> resolved_at;
  std::optional<std::int64_t> keep_firing_since;

  /// What the annotations are made from: the sample, and when it was seen.
  AlertSample sample;
  bool annotated = false;  ///< Whether `annotations` are made from it.
  std::vector<std::pair<std::string, std::string>> annotations;  ///< Sorted by name.

  /// Where the store keeps its series, once they are there.
  static constexpr std::size_t kNoSeries = static_cast<std::size_t>(-1);
  std::size_t pending_series = kNoSeries;
  std::size_t firing_series = kNoSeries;
  std::size_t for_state_series = kNoSeries;
  std::uint64_t seen = 0;  ///< The evaluation that last had it.
};

}  // namespace check::rules

#endif  // LIBCHECK_RULES_EVAL_ALERT_H_

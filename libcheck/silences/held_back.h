#ifndef LIBCHECK_SILENCES_HELD_BACK_H_
#define LIBCHECK_SILENCES_HELD_BACK_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/alertmanager/muting.h"
#include "libcheck/alertmanager/routing.h"
#include "libcheck/api/alertmanager.h"
#include "libcheck/model/labels.h"

namespace check::silences {

/// What a server knows when it decides whether receivers are notified of an alert.
struct Situation {
  const alertmanager::Routing* routing = nullptr;
  std::span<const api::v2::Alert> alerts;      ///< All that are not resolved, whatever their state.
  std::span<const api::v2::Silence> silences;  ///< Those that are active or pending.
  std::int64_t now_ms = 0;
};

/// What inhibits an alert.
struct Inhibitor {
  /// A number in `inhibit_rules`. None: the server says that `source` inhibits the alert, and no
  /// rule of the configuration explains it.
  std::optional<std::size_t> rule;
  const api::v2::Alert* source = nullptr;
};

/// A route where an alert ends.
struct Destination {
  std::uint32_t route = 0;
  model::Labels group_labels;
  alertmanager::Muting muting;
};

/// What keeps receivers from being notified of an alert, in the order in which Alertmanager looks:
/// inhibition, time intervals, silences.
struct HeldBack {
  bool is_resolved = false;
  std::vector<Inhibitor> inhibitors;
  std::vector<const api::v2::Silence*> silences;
  std::vector<const api::v2::Silence*> later;  ///< Pending silences that will hit it.
  std::vector<Destination> destinations;       ///< Where it ends. Empty: the root does not match.

  /// Rules that inhibit the alert by the configuration, though the server says that nothing does:
  /// it has other alerts by now, or has not heard again of the one that inhibits since another one
  /// ended.
  std::vector<Inhibitor> disputed;

  /// In few words each, why a destination is not notified: "inhibited", "muted", "silenced",
  /// "resolved". Empty: it is.
  std::vector<std::string> ReasonsAt(const Destination& destination) const;
  /// Whether no receiver is notified.
  bool is_complete() const;
};

/// The account of `alert`, which `situation` and `table` have to outlive. `is_known`: the server
/// has the alert, and what its status says of inhibition and silences counts. Else it is worked out
/// for an alert with these labels.
HeldBack FindHeldBack(const api::v2::Alert& alert, bool is_known, const Situation& situation,
                      model::LabelTable& table);

/// The labels of an alert of the API, in `table`.
model::Labels LabelsOf(const api::v2::Alert& alert, model::LabelTable& table);

}  // namespace check::silences

#endif  // LIBCHECK_SILENCES_HELD_BACK_H_

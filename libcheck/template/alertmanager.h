#ifndef LIBCHECK_TEMPLATE_ALERTMANAGER_H_
#define LIBCHECK_TEMPLATE_ALERTMANAGER_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "libcheck/base/result.h"
#include "libcheck/template/environment.h"
#include "libcheck/template/template_set.h"
#include "libcheck/template/time_value.h"

/// Templates of notifications, with what Alertmanager hands to them.
namespace check::gotemplate {

/// template.KV: labels or annotations, sorted by name. Without data it is a nil map, which shows
/// only in JSON.
using KeyValues = std::span<const TextPair>;

/// A KeyValues without entries that is not nil.
KeyValues NoKeyValues();

/// template.Alert
struct NotifiedAlert {
  std::string_view status;  ///< "firing" or "resolved"
  KeyValues labels;
  KeyValues annotations;
  GoTime starts_at = kZeroTime;
  GoTime ends_at = kZeroTime;
  std::string_view generator_url;
  std::string_view fingerprint;
};

/// template.Data: what a notification is made of. Owns nothing.
struct NotificationData {
  std::string_view receiver;
  std::string_view status;
  std::span<const NotifiedAlert> alerts;  ///< Without data: nil.
  std::string_view notification_reason;
  KeyValues group_labels;
  KeyValues common_labels;
  KeyValues common_annotations;
  KeyValues route_labels;
  std::string_view external_url;
  /// The function routeLabels gives route labels as they are, rather than to expand them.
  bool route_labels_are_rendered = false;
};

/// One alert of a group, as the dispatcher has it.
struct AlertOfGroup {
  KeyValues labels;
  KeyValues annotations;
  GoTime starts_at = kZeroTime;
  GoTime ends_at = kZeroTime;  ///< An alert that has ended is resolved; kZeroTime: has not.
  std::string_view generator_url;
};

/// What Alertmanager makes of a group of alerts to notify `receiver` of at `now`. What it points to
/// is `alerts`' or in `memory`.
NotificationData MakeNotificationData(std::string_view receiver, KeyValues group_labels,
                                      KeyValues route_labels, std::string_view reason,
                                      std::span<const AlertOfGroup> alerts,
                                      std::string_view external_url, const GoTime& now,
                                      Arena& memory);

/// `data` as a template's dot: a pointer, as Alertmanager hands it over.
GoValue MakeNotification(const NotificationData& data);

extern const GoType kNotificationType;         ///< template.Data: a NotificationData.
extern const GoType kNotificationPointerType;  ///< *template.Data
extern const GoType kNotifiedAlertsType;       ///< template.Alerts
extern const GoType kKeyValuesType;            ///< template.KV

/// Functions, and the types of what `.` has, as Alertmanager 0.34 has them.
const TemplateEnvironment& AlertmanagerEnvironment();
/// Functions that Alertmanager adds, sorted by name.
std::span<const TemplateFunction> AlertmanagerFunctions();

/// Labels or annotations of a notification.
enum class NotificationPart : std::uint8_t {
  kLabelsOfAlert,
  kAnnotationsOfAlert,
  kGroupLabels,
  kCommonLabels,
  kCommonAnnotations,
  kRouteLabels,
};
/// Which of them a type stands for that AlertmanagerEnvironment() gives; nothing for another type.
std::optional<NotificationPart> PartOf(const TemplateType& type);

/// What an alert is to AlertmanagerEnvironment().
const TemplateType& NotifiedAlertType();

/// All templates of an Alertmanager: its own and those of files.
class NotificationTemplates {
 public:
  NotificationTemplates();

  /// A file of templates; `name` is its name without folders.
  std::optional<Error> Add(std::string_view text, std::string_view name) {
    return templates_.Add(text, name);
  }
  const TemplateSet& set() const { return templates_; }

  /// What happens to a templated field; most are text, e-mails HTML. `dot` may be of any type; that
  /// of notifications is what MakeNotification gives. The error is what Alertmanager logs.
  Result<std::string> Expand(std::string_view text, Escaping escaping, const GoValue& dot,
                             const GoTime& now, ExecutionMemory& memory,
                             const ExecutionLimits& limits = {}) const;

  /// The same for those who want to know what printed what, and where it failed. Both may be null.
  Result<std::string> Trace(std::string_view text, Escaping escaping, const GoValue& dot,
                            const GoTime& now, ExecutionMemory& memory,
                            const ExecutionLimits& limits, PrintObserver* prints,
                            ExecutionTrace* trace) const;

 private:
  TemplateSet templates_;
};

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_ALERTMANAGER_H_

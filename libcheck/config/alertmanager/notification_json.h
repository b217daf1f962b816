#ifndef LIBCHECK_CONFIG_ALERTMANAGER_NOTIFICATION_JSON_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_NOTIFICATION_JSON_H_

#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/result.h"
#include "libcheck/template/alertmanager.h"

/// Data of notifications written as JSON.
namespace check::config::alertmanager {

/// Alertmanager's template.Data, as Go's encoding/json reads it: keys in any case, unknown ones
/// ignored. The error has Go's words: "json: cannot unmarshal number into Go struct field
/// Data.receiver of type string". What the data views is in `text` or in `memory`.
Result<gotemplate::NotificationData> ReadNotificationData(std::string_view text, Arena& memory);

/// Alerts as Alertmanager's API lists them (`/api/v2/alerts`, `amtool alert -o json`), or as it is
/// sent them. An alert whose end is after `now` fires. The error says what is wrong in a sentence.
Result<std::vector<gotemplate::AlertOfGroup>> ReadAlerts(std::string_view text,
                                                         const gotemplate::GoTime& now,
                                                         Arena& memory);

/// Labels and the like, sorted by name; of several with one name the last counts.
gotemplate::KeyValues MakeKeyValues(std::vector<gotemplate::TextPair> pairs, Arena& memory);

/// What amtool renders templates with if it is given nothing else: one alert that fires and one
/// that is resolved, begun and ended just before `now`.
gotemplate::NotificationData ExampleNotificationData(const gotemplate::GoTime& now, Arena& memory);

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_NOTIFICATION_JSON_H_

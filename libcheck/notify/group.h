#ifndef LIBCHECK_NOTIFY_GROUP_H_
#define LIBCHECK_NOTIFY_GROUP_H_

#include <span>

#include "libcheck/template/alertmanager.h"

namespace check::notify {

/// Puts alerts into the order in which Alertmanager notifies of them: by `job`, by `instance`, and
/// then by all labels.
void SortAlerts(std::span<gotemplate::AlertOfGroup> alerts);

/// `data` without alerts that are resolved, and with what the others have in common. What it points
/// to is `data`'s or in `memory`.
gotemplate::NotificationData WithoutResolved(const gotemplate::NotificationData& data,
                                             Arena& memory);

/// The same with no more than the first `most` alerts.
gotemplate::NotificationData WithFirst(const gotemplate::NotificationData& data, std::size_t most,
                                       Arena& memory);

}  // namespace check::notify

#endif  // LIBCHECK_NOTIFY_GROUP_H_

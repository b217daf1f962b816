#ifndef LIBCHECK_NOTIFY_NOTIFIERS_H_
#define LIBCHECK_NOTIFY_NOTIFIERS_H_

#include "libcheck/notify/sender.h"

/// How each type of integration sends: one file for each in this folder, named as its table in
/// config/alertmanager/receivers/, whose list this one is.
namespace check::notify {

/// Hands what is to be sent to `sender`, as Alertmanager does it.
using Send = void (*)(Sender& sender);

#define LIBCHECK_DECLARE_NOTIFIER(Name, field, go_type, doc, since, null_item) \
  void Send##Name(Sender& sender);
LIBCHECK_ALERTMANAGER_RECEIVERS(LIBCHECK_DECLARE_NOTIFIER)
#undef LIBCHECK_DECLARE_NOTIFIER

}  // namespace check::notify

#endif  // LIBCHECK_NOTIFY_NOTIFIERS_H_

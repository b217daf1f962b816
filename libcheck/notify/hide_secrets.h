#ifndef LIBCHECK_NOTIFY_HIDE_SECRETS_H_
#define LIBCHECK_NOTIFY_HIDE_SECRETS_H_

#include "libcheck/notify/notification.h"

namespace check::notify {

/// Puts `<secret>` instead of secrets of the file of `integration` wherever they stand in
/// `notification`, such as in a text that repeats one, and writes it plainly where it was
/// escaped.
void HideSecrets(const config::alertmanager::Integration& integration, Notification& notification);

}  // namespace check::notify

#endif  // LIBCHECK_NOTIFY_HIDE_SECRETS_H_

#include "libcheck/notify/notification.h"

#include "libcheck/notify/hide_secrets.h"
#include "libcheck/notify/notifiers.h"

namespace check::notify {
namespace {

struct Listed {
  const config::alertmanager::ReceiverType* type;
  Send send;
};

constexpr Listed kNotifiers[] = {
#define LIBCHECK_NOTIFIER(Name, field, go_type, doc, since, null_item) \
  {&config::alertmanager::k##Name, Send##Name},
    LIBCHECK_ALERTMANAGER_RECEIVERS(LIBCHECK_NOTIFIER)
#undef LIBCHECK_NOTIFIER
};

}  // namespace

Notification Notify(const config::alertmanager::Integration& integration,
                    const schema::Values& global, const Group& group, const Options& options) {
  Sender sender(integration, global, group, options);
  if (sender.IsResolved() && !Sender::SendsResolved(integration)) {
    sender.Note("nothing is sent because all alerts are resolved and `send_resolved` is false");
    return std::move(sender).Take();
  }
  for (const Listed& notifier : kNotifiers) {
    if (notifier.type == integration.type->type) notifier.send(sender);
  }
  Notification notification = std::move(sender).Take();
  if (!options.shows_secrets) HideSecrets(integration, notification);
  return notification;
}

}  // namespace check::notify

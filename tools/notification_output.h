#ifndef TOOLS_NOTIFICATION_OUTPUT_H_
#define TOOLS_NOTIFICATION_OUTPUT_H_

#include <string>
#include <string_view>
#include <vector>

#include "libcheck/notify/notification.h"
#include "libcheck/report/json_text.h"

namespace tools {

/// What one integration of a receiver sends.
struct SentByIntegration {
  std::string_view type;  ///< "slack_configs"
  std::size_t index = 0;  ///< In its list.
  check::notify::Notification notification;
};

/// For people: the fields, and then each request with its body.
std::string NotificationText(const SentByIntegration& sent);

/// For programs: `type`, `index`, `error` (null, or why the notification is lost), `notes`,
/// `fields` (`name`, `text`, `html`, `error`, and `cut` with `limit`, `size`, `unit` where the text
/// was too long), `requests` (`method`, `url`, `headers` as a list of `name` and `value`, `body`,
/// and the same as `json` or `form`) and `mails` (`server`, `commands`, `headers`, `parts` of
/// `content_type` and `text`).
check::report::Json NotificationJson(const SentByIntegration& sent);

}  // namespace tools

#endif  // TOOLS_NOTIFICATION_OUTPUT_H_

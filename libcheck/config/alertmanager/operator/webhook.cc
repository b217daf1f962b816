#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kWebhookResourceFields[] = {
    Of("httpConfig", kHttpConfigType, "How HTTP requests are made."),
    Of("maxAlerts", kUnsigned64, "How many alerts one notification has at most; 0 means no limit."),
    Of("payload", kFilled, "What is posted, in the place of Alertmanager's own data."),
    Of("sendResolved", kBool, "Whether it is told when alerts are resolved."),
    Of("timeout", kDuration, "How long one request may take."),
    Of("url", kString, "Where notifications are posted."),
    Of("urlSecret", kKeyType, "Where notifications are posted."),
};

}  // namespace

constexpr Object kWebhookResource = {.name = "webhook_config",
                                     .doc = "Notifications to HTTP servers of one's own.",
                                     .fields = kWebhookResourceFields};

}  // namespace check::config::alertmanager

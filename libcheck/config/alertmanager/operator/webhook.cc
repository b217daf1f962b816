#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kWebhookResourceFields[] = {
    Of("httpConfig", kHttpConfigType, "HTTP client settings."),
    Of("maxAlerts", kUnsigned64, "Maximum number of alerts in a notification; 0 means no limit."),
    Of("payload", kFilled, "Payload to post instead of Alertmanager's own JSON."),
    Of("sendResolved", kBool, "Notify about resolved alerts."),
    Of("timeout", kDuration, "Timeout of a request."),
    Of("url", kString, "URL that notifications are posted to."),
    Of("urlSecret", kKeyType, "URL that notifications are posted to."),
};

}  // namespace

constexpr Object kWebhookResource = {.name = "webhook_config",
                                     .doc = "Send notifications to a generic webhook.",
                                     .fields = kWebhookResourceFields};

}  // namespace check::config::alertmanager

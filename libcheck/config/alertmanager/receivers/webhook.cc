#include "libcheck/config/alertmanager/receivers/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    Of("url", kSecretTemplateUrl, "URL that notifications are posted to."),
    File("url_file", "File with the URL."),
    Of("max_alerts", kUnsigned64, "Maximum number of alerts in a notification; 0 means no limit.",
       "0"),
    kTimeoutField,
    Since(Of("payload", kAny, "Payload to post instead of Alertmanager's own JSON."), "0.32"),
};
constexpr Constraint kConstraints[] = {
    AtLeastOne("url", "url_file").Says("one of url or url_file must be configured"),
    AtMostOne("url", "url_file").Says("at most one of url & url_file must be configured"),
};

constexpr TemplatedField kTemplates[] = {
    {"url"},
    {"payload", TemplatedField::Form::kNested},
};

}  // namespace

constexpr Object kWebhookConfig = {
    .name = "webhook_config",
    .doc = "Send notifications to a generic webhook, as JSON.",
    .fields = kFields,
    .constraints = kConstraints,
    .upstream = "webhook.plain",
};

constexpr ReceiverType kWebhook = {.templates = kTemplates};

}  // namespace check::config::alertmanager

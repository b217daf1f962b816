#include "libcheck/config/alertmanager/receivers/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    Of("url", kSecretTemplateUrl, "Where notifications are posted."),
    File("url_file", "A file to read the URL from."),
    Of("max_alerts", kUnsigned64, "How many alerts one notification has at most; 0 means no limit.",
       "0"),
    kTimeoutField,
    Since(Of("payload", kAny, "What is posted, in the place of Alertmanager's own data."), "0.32"),
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
    .doc = "Notifications that are posted to a server of one's own, as JSON.",
    .fields = kFields,
    .constraints = kConstraints,
    .upstream = "webhook.plain",
};

constexpr ReceiverType kWebhook = {.templates = kTemplates};

}  // namespace check::config::alertmanager

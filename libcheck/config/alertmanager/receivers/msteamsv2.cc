#include "libcheck/config/alertmanager/receivers/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    SecretUrl("webhook_url", "The webhook."),
    File("webhook_url_file", "File with the webhook URL."),
    Templated("title", "The title.", "{{ template \"msteamsv2.default.title\" . }}"),
    Templated("text", "The text.", "{{ template \"msteamsv2.default.text\" . }}"),
};
constexpr Constraint kConstraints[] = {
    AtLeastOne("webhook_url", "webhook_url_file")
        .Says("one of webhook_url or webhook_url_file must be configured"),
    AtMostOne("webhook_url", "webhook_url_file")
        .Says("at most one of webhook_url & webhook_url_file must be configured"),
};

}  // namespace

constexpr Object kMsteamsv2Config = {
    .name = "msteamsv2_config",
    .doc = "Send notifications to Microsoft Teams through a workflow.",
    .fields = kFields,
    .constraints = kConstraints,
    .upstream = "msteamsv2.plain",
};

constexpr ReceiverType kMsteamsv2 = {};

}  // namespace check::config::alertmanager

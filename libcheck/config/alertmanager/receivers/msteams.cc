#include "libcheck/config/alertmanager/receivers/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    SecretUrl("webhook_url", "The webhook."),
    File("webhook_url_file", "File with the webhook URL."),
    Templated("title", "The title.", "{{ template \"msteams.default.title\" . }}"),
    Since(Templated("summary", "Summary, shown where the card cannot be displayed.",
                    "{{ template \"msteams.default.summary\" . }}"),
          "0.27"),
    Templated("text", "The text.", "{{ template \"msteams.default.text\" . }}"),
};
constexpr Constraint kConstraints[] = {
    AtLeastOne("webhook_url", "webhook_url_file")
        .Says("one of webhook_url or webhook_url_file must be configured"),
    AtMostOne("webhook_url", "webhook_url_file")
        .Says("at most one of webhook_url & webhook_url_file must be configured"),
};

}  // namespace

constexpr Object kMsteamsConfig = {
    .name = "msteams_config",
    .doc = "Send notifications to Microsoft Teams through a connector.",
    .fields = kFields,
    .constraints = kConstraints,
    .upstream = "msteams.plain",
};

constexpr ReceiverType kMsteams = {};

}  // namespace check::config::alertmanager

#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kMsteamsv2ResourceFields[] = {
    Of("httpConfig", kHttpConfigType, "HTTP client settings."),
    Of("sendResolved", kBool, "Notify about resolved alerts."),
    Of("text", kFilledTemplate, "The text."),
    Of("title", kFilledTemplate, "The title."),
    Of("webhookURL", kKeyType, "The webhook."),
};

}  // namespace

constexpr Object kMsteamsv2Resource = {
    .name = "msteamsv2resource",
    .doc = "Send notifications to Microsoft Teams through a workflow.",
    .fields = kMsteamsv2ResourceFields};

}  // namespace check::config::alertmanager
